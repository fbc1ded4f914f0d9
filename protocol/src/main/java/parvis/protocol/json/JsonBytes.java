package parvis.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing row of bytes that knows how JSON text is spelt.
public final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// One byte per ASCII character: 0 stands for itself, `u` needs a numbered escape, others a short
  /// one.
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes;
  private int size;

  public JsonBytes(int room) {
    bytes = new byte[Math.max(room, 32)];
  }

  private static byte[] escapes() {
    var escapes = new byte[128];
    Arrays.fill(escapes, 0, 0x20, (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }

  public int size() {
    return size;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  public byte[] toBytes(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /// Adds ASCII text as it stands.
  @SuppressWarnings("deprecation") // the one call that copies ASCII without an array in between
  public JsonBytes raw(String ascii) {
    int length = ascii.length();
    ensure(length);
    ascii.getBytes(0, length, bytes, size);
    size += length;
    return this;
  }

  public JsonBytes raw(byte[] more) {
    return raw(more, 0, more.length);
  }

  public JsonBytes raw(byte[] more, int from, int to) {
    ensure(to - from);
    System.arraycopy(more, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  JsonBytes one(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  public JsonBytes number(long value) {
    return raw(Long.toString(value));
  }

  /// Adds a string in its shortest spelling. Half of a surrogate pair becomes U+FFFD.
  public JsonBytes string(String text) {
    int length = text.length();
    ensure(length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80 && ESCAPES[c] == 0) {
        bytes[size++] = (byte) c;
      } else {
        if (Character.isHighSurrogate(c)
            && i + 1 < length
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          supplementary(Character.toCodePoint(c, text.charAt(++i)), length - i);
        } else {
          unusual(c, length - i);
        }
      }
    }
    bytes[size++] = '"';
    return this;
  }

  /// Adds an escape or a character of two or three bytes, keeping room for `rest` more bytes and
  /// the final quote.
  private void unusual(char c, int rest) {
    ensure(6 + rest + 1);
    if (c < 0x80) {
      bytes[size++] = '\\';
      bytes[size++] = ESCAPES[c];
      if (ESCAPES[c] == 'u') {
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[c >> 4];
        bytes[size++] = HEX[c & 0xF];
      }
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    } else {
      char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
      bytes[size++] = (byte) (0xE0 | (whole >> 12));
      bytes[size++] = (byte) (0x80 | ((whole >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (whole & 0x3F));
    }
  }

  private void supplementary(int point, int rest) {
    ensure(4 + rest + 1);
    bytes[size++] = (byte) (0xF0 | (point >> 18));
    bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (point & 0x3F));
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
