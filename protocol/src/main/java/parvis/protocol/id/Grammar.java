package parvis.protocol.id;

import java.nio.charset.StandardCharsets;

/// The common rules of Matrix identifiers.
///
/// spec: appendices#identifier-grammar
final class Grammar {
  /// The longest identifier, in bytes of UTF-8, sigil and server name included.
  static final int BYTES_MAX = 255;

  private Grammar() {}

  /// Whether text is neither empty nor too long and begins with this sigil.
  static boolean sigil(String text, char sigil) {
    return !text.isEmpty() && text.charAt(0) == sigil && fits(text);
  }

  /// Whether text is at most 255 bytes of well-formed UTF-8 without NUL.
  static boolean fits(String text) {
    int length = text.length();
    if (length > BYTES_MAX) return false;
    boolean ascii = true;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0) return false;
      if (c >= 0x80) ascii = false;
    }
    return ascii || fitsEncoded(text);
  }

  private static boolean fitsEncoded(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        && text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
  }

  /// Whether the characters are of `[A-Za-z0-9]` or the extra ones.
  static boolean only(String text, String extra) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!alphanumeric(c) && extra.indexOf(c) < 0) return false;
    }
    return true;
  }

  static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c);
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
