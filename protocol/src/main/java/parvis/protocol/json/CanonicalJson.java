package parvis.protocol.json;

import static parvis.protocol.json.JsonRefused.Kind.NOT_CANONICAL;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A writer of the one byte form in which Matrix hashes and signs JSON.
///
/// Rooms of before version 6 may hold numbers that have no such form. What others hashed there is
/// written by `tolerant`, with those numbers as they stand.
///
/// spec: appendices#canonical-json, rooms/v1#canonical-json
public final class CanonicalJson {
  private CanonicalJson() {}

  /// The canonical bytes. Throws `JsonRefused` when the value has none: a fraction, a number beyond
  /// ±(2^53−1), half of a surrogate pair.
  public static byte[] write(JsonValue value) {
    var out = new JsonBytes(512);
    write(value, out);
    return out.toBytes();
  }

  /// The same form for a value with any numbers. Throws `JsonRefused` for half of a surrogate pair.
  public static byte[] tolerant(JsonValue value) {
    var out = new JsonBytes(512);
    tolerant(value, out);
    return out.toBytes();
  }

  /// Adds the canonical form of a value to bytes in the making.
  public static void write(JsonValue value, JsonBytes out) {
    write(value, out, false);
  }

  public static void tolerant(JsonValue value, JsonBytes out) {
    write(value, out, true);
  }

  private static void write(JsonValue value, JsonBytes out, boolean anyNumber) {
    switch (value) {
      case JsonString(String text) -> string(text, out);
      case JsonInteger number -> {
        if (!anyNumber && !number.canonical()) throw refused("a number beyond ±(2^53−1)");
        out.number(number.value());
      }
      case JsonDecimal(String literal) -> {
        if (!anyNumber) throw refused("a number that is no integer");
        out.raw(literal);
      }
      case JsonBoolean(boolean truth) -> out.raw(truth ? "true" : "false");
      case JsonNull _ -> out.raw("null");
      case JsonArray array -> {
        out.one('[');
        for (int i = 0; i < array.size(); i++) {
          if (i > 0) out.one(',');
          write(array.values().get(i), out, anyNumber);
        }
        out.one(']');
      }
      case JsonObject object -> object(object, out, anyNumber);
    }
  }

  private static void object(JsonObject object, JsonBytes out, boolean anyNumber) {
    int[] order = order(object);
    out.one('{');
    for (int i = 0; i < object.size(); i++) {
      int at = order == null ? i : order[i];
      if (i > 0) out.one(',');
      string(object.nameAt(at), out);
      out.one(':');
      write(object.valueAt(at), out, anyNumber);
    }
    out.one('}');
  }

  private static void string(String text, JsonBytes out) {
    boolean open = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLowSurrogate(c) != open) throw refused("half of a surrogate pair");
      open = Character.isHighSurrogate(c);
    }
    if (open) throw refused("half of a surrogate pair");
    out.string(text);
  }

  /// The order in which to write names; null when they are in order already, as in everything read
  /// back from canonical bytes.
  private static int @Nullable [] order(JsonObject object) {
    int size = object.size();
    int sorted = 1;
    while (sorted < size && compare(object.nameAt(sorted - 1), object.nameAt(sorted)) < 0) sorted++;
    if (sorted >= size) return null;
    var order = new Integer[size];
    for (int i = 0; i < size; i++) order[i] = i;
    Arrays.sort(order, (a, b) -> compare(object.nameAt(a), object.nameAt(b)));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /// Compares by code point, which differs from Java's order by UTF-16 unit where U+E000…U+FFFF
  /// meets what lies beyond.
  static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) return weight(x) - weight(y);
    }
    return a.length() - b.length();
  }

  private static int weight(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }

  /// A stretch of bytes.
  public record Part(int from, int to) {
    public int length() {
      return to - from;
    }
  }

  /// Where the value of a name stands in the canonical bytes of an object. They were written here:
  /// nothing of them is checked.
  public static Part member(byte[] object, String name) {
    byte[] wanted = ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
    int at = 1;
    while (at < object.length - 1) {
      int value = end(object, at) + 1;
      int end = end(object, value);
      if (Arrays.equals(object, at, value - 1, wanted, 0, wanted.length)) {
        return new Part(value, end);
      }
      at = end + 1;
    }
    throw new IllegalArgumentException("an object without " + name);
  }

  /// Where a name or a value ends.
  private static int end(byte[] json, int from) {
    int depth = 0;
    int at = from;
    do {
      switch (json[at]) {
        case '"' -> at = quote(json, at);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0 || ",:]}".indexOf(json[at]) < 0);
    return at;
  }

  /// The quote that closes the one at a place.
  private static int quote(byte[] json, int open) {
    int at = open + 1;
    while (json[at] != '"') at += json[at] == '\\' ? 2 : 1;
    return at;
  }

  private static JsonRefused refused(String reason) {
    return new JsonRefused(NOT_CANONICAL, reason, -1);
  }
}
