package parvis.protocol.id;

import java.util.Optional;

/// The name of a homeserver: a host name or address with an optional port. Case matters.
///
/// spec: appendices#server-name
public record ServerName(String value) {
  private static final int HOST_MAX = 255;
  private static final int PORT_DIGITS_MAX = 5;

  /// The server name these characters are, if they are one.
  public static Optional<ServerName> parse(String text) {
    return valid(text, 0) ? Optional.of(new ServerName(text)) : Optional.empty();
  }

  /// The host without the port; an IPv6 address keeps its brackets.
  public String host() {
    return value.substring(0, hostEnd(value, 0));
  }

  static boolean valid(String text, int from) {
    int end = hostEnd(text, from);
    if (end <= from || end - from > HOST_MAX) return false;
    if (text.charAt(from) == '[' ? !ipv6(text, from, end) : !dns(text, from, end)) return false;
    return end == text.length() || port(text, end);
  }

  private static int hostEnd(String text, int from) {
    if (from < text.length() && text.charAt(from) == '[') return text.indexOf(']', from) + 1;
    int colon = text.indexOf(':', from);
    return colon < 0 ? text.length() : colon;
  }

  private static boolean dns(String text, int from, int end) {
    boolean numeric = true;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (!Grammar.alphanumeric(c) && c != '-' && c != '.') return false;
      numeric &= Grammar.digit(c) || c == '.';
    }
    return !numeric || ipv4(text, from, end);
  }

  /// A host of digits and dots alone must be an IPv4 address.
  private static boolean ipv4(String text, int from, int end) {
    int parts = 1;
    int value = 0;
    int digits = 0;
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == '.') {
        if (digits == 0) return false;
        parts++;
        value = 0;
        digits = 0;
      } else {
        value = value * 10 + (text.charAt(i) - '0');
        if (++digits > 3 || value > 255) return false;
      }
    }
    return parts == 4 && digits > 0;
  }

  private static boolean ipv6(String text, int from, int end) {
    int inside = end - from - 2;
    if (inside < 2 || inside > 45) return false;
    for (int i = from + 1; i < end - 1; i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 || c >= 0x80) {
        if (c != ':' && c != '.') return false;
      }
    }
    return true;
  }

  private static boolean port(String text, int colon) {
    int digits = text.length() - colon - 1;
    if (text.charAt(colon) != ':' || digits < 1 || digits > PORT_DIGITS_MAX) return false;
    for (int i = colon + 1; i < text.length(); i++) {
      if (!Grammar.digit(text.charAt(i))) return false;
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
