package parvis.suite.demo;

/// Somebody who lives in the demonstration. Any likeness is chance.
///
/// @param key the short name that the conversations use
/// @param motif what their picture shows; empty for who has none
record Person(String key, String localpart, String name, String role, String motif, boolean admin) {

  /// Reads `key | localpart | name | role | motif | admin`, of which the last two may be empty.
  static Person read(String line) {
    var parts = line.split("\\|", -1);
    if (parts.length != 6) throw new IllegalArgumentException("A person has six parts: " + line);
    return new Person(
        parts[0].strip(),
        parts[1].strip(),
        parts[2].strip(),
        parts[3].strip(),
        parts[4].strip(),
        parts[5].strip().equals("admin"));
  }
}
