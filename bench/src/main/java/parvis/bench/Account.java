package parvis.bench;

/// A signed-in account of the measured homeserver.
record Account(String user, String token) {
  String authorization() {
    return "Bearer " + token;
  }
}
