package parvis.core.keys;

/// Under which name a message to a device lies in the log, until the device has it.
///
/// A name may be given to a device again when the first of that name is gone. Scopes are never
/// given again, so that the second finds nothing of what was on its way to the first.
///
/// @param device whose message it is; clients choose these names, and may use any sign
/// @param scope what the device's transaction ids are valid in
/// @param origin the sender's transaction: no other message to the device has the same
public record InboxKey(String device, long scope, String origin) {
  public static InboxKey parse(String text) {
    var parts = text.split("/", 3);
    return new InboxKey(
        parts[0].replace("%2F", "/").replace("%25", "%"), Long.parseLong(parts[1]), parts[2]);
  }

  String text() {
    return first(device, scope) + origin;
  }

  private static String prefix(String device) {
    return device.replace("%", "%25").replace("/", "%2F");
  }

  private static String after(String slash) {
    return slash.substring(0, slash.length() - 1) + (char) ('/' + 1);
  }

  /// No key of a device of that name comes before this one.
  public static String first(String device) {
    return prefix(device) + "/";
  }

  /// All keys of devices of that name come before this one.
  public static String end(String device) {
    return after(first(device));
  }

  /// No key of that device comes before this one.
  public static String first(String device, long scope) {
    return first(device) + scope + "/";
  }

  /// All keys of that device come before this one.
  public static String end(String device, long scope) {
    return after(first(device, scope));
  }
}
