package parvis.core.keys;

/// Under which name a message to a device lies in the log, until the device has it.
///
/// @param device whose message it is; clients choose these names, and may use any sign
/// @param origin the sender's transaction: no other message to the device has the same
public record InboxKey(String device, String origin) {
  public static InboxKey parse(String text) {
    var slash = text.indexOf('/');
    return new InboxKey(
        text.substring(0, slash).replace("%2F", "/").replace("%25", "%"),
        text.substring(slash + 1));
  }

  String text() {
    return first(device) + origin;
  }

  private static String prefix(String device) {
    return device.replace("%", "%25").replace("/", "%2F");
  }

  /// No key of that device comes before this one.
  public static String first(String device) {
    return prefix(device) + "/";
  }

  /// All keys of that device come before this one.
  public static String end(String device) {
    return prefix(device) + (char) ('/' + 1);
  }
}
