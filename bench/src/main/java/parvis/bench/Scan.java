package parvis.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finding things in the bytes of an answer without parsing it.
final class Scan {
  private static final byte[] LIMITED = ascii("\"limited\"");

  private Scan() {}

  /// Where this part begins, at or after an index; -1 when nowhere.
  static int find(byte[] bytes, byte[] part, int from) {
    byte first = part[0];
    int last = bytes.length - part.length;
    for (int i = from; i <= last; i++) {
      if (bytes[i] == first && matches(bytes, part, i)) return i;
    }
    return -1;
  }

  private static boolean matches(byte[] bytes, byte[] part, int at) {
    for (int i = 1; i < part.length; i++) {
      if (bytes[at + i] != part[i]) return false;
    }
    return true;
  }

  /// The token after a sync.
  static Optional<String> nextBatch(byte[] sync) {
    return text(sync, "next_batch");
  }

  /// The first text of that name.
  static Optional<String> text(byte[] sync, String name) {
    byte[] quoted = ascii("\"" + name + "\"");
    int at = find(sync, quoted, 0);
    if (at < 0) return Optional.empty();
    int open = quote(sync, at + quoted.length);
    int close = open < 0 ? -1 : quote(sync, open + 1);
    if (close < 0) return Optional.empty();
    return Optional.of(new String(sync, open + 1, close - open - 1, StandardCharsets.UTF_8));
  }

  /// How many rooms of a sync have a gap before their timeline.
  static int gaps(byte[] sync) {
    int gaps = 0;
    for (int at = find(sync, LIMITED, 0); at >= 0; at = find(sync, LIMITED, at)) {
      at += LIMITED.length;
      while (at < sync.length && (sync[at] == ':' || sync[at] == ' ')) at++;
      if (at < sync.length && sync[at] == 't') gaps++;
    }
    return gaps;
  }

  private static int quote(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '"') return i;
    }
    return -1;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
