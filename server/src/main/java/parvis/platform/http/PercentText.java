package parvis.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-encoded text of a path segment or a query, decoded strictly.
///
/// A lone `%`, bytes that are not UTF-8, and U+0000 (which PostgreSQL cannot store) are refused
/// rather than repaired, so that no two spellings of an id mean different things to different
/// parts.
final class PercentText {
  private PercentText() {}

  /// A segment of a path: `+` is a plus sign.
  static Optional<String> segment(String raw) {
    return decode(raw, false);
  }

  /// A name or a value of a query: `+` is a space, as forms write it.
  static Optional<String> form(String raw) {
    return decode(raw, true);
  }

  private static Optional<String> decode(String raw, boolean form) {
    if (isPlain(raw, form)) {
      return Optional.of(raw);
    }
    byte[] bytes = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      int value = c;
      if (c == '%') {
        value = i + 2 < raw.length() ? hexByte(raw.charAt(i + 1), raw.charAt(i + 2)) : -1;
        i += 2;
      } else if (c == '+' && form) {
        value = ' ';
      }
      if (value <= 0 || value > 0xff) {
        return Optional.empty();
      }
      bytes[length++] = (byte) value;
    }
    return utf8(bytes, length);
  }

  /// Most segments need no work at all.
  private static boolean isPlain(String raw, boolean form) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%' || c == 0 || c >= 0x80 || (form && c == '+')) {
        return false;
      }
    }
    return true;
  }

  private static int hexByte(char high, char low) {
    int h = hex(high);
    int l = hex(low);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static Optional<String> utf8(byte[] bytes, int length) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }
}
