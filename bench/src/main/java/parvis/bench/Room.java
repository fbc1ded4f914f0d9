package parvis.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A room of the measured homeserver and the accounts that joined it.
record Room(String id, List<Account> members) {
  /// The start of the path of every request about this room.
  String path() {
    return "/_matrix/client/v3/rooms/" + encoded(id);
  }

  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
