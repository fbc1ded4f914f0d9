package parvis.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static parvis.protocol.json.JsonRefused.Kind.DUPLICATE_KEY;
import static parvis.protocol.json.JsonRefused.Kind.NOT_CANONICAL;
import static parvis.protocol.json.JsonRefused.Kind.NOT_JSON;
import static parvis.protocol.json.JsonRefused.Kind.TOO_DEEP;
import static parvis.protocol.json.JsonRefused.Kind.TOO_LARGE;

import java.util.ArrayList;

/// A reader of JSON from UTF-8 bytes: strict, one pass, without intermediate tokens.
///
/// It refuses what RFC 8259 merely discourages and what has split Matrix rooms in practice: names
/// that occur twice, halves of surrogate pairs, overlong UTF-8, a byte order mark, deep nesting.
/// Recursion is bounded by `JsonLimits.depthMax`.
///
/// spec: appendices#canonical-json, RFC 8259
public final class JsonReader {
  private final byte[] in;
  private final JsonLimits limits;
  private int at;
  private int depth;

  private JsonReader(byte[] in, JsonLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// The one value these bytes hold. Throws `JsonRefused`.
  public static JsonValue read(byte[] utf8, JsonLimits limits) {
    if (utf8.length > limits.bytesMax()) {
      throw new JsonRefused(TOO_LARGE, "more than " + limits.bytesMax() + " bytes", 0);
    }
    var reader = new JsonReader(utf8, limits);
    JsonValue value = reader.value(reader.skipSpace());
    if (reader.skipSpace() >= 0) throw reader.notJson("something follows the value");
    return value;
  }

  /// Moves past white space and shows the byte there, −1 at the end.
  private int skipSpace() {
    while (at < in.length) {
      byte b = in[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') return b & 0xFF;
      at++;
    }
    return -1;
  }

  private JsonValue value(int first) {
    return switch (first) {
      case '"' -> new JsonString(string());
      case '{' -> object();
      case '[' -> array();
      case 't' -> word("true", JsonBoolean.TRUE);
      case 'f' -> word("false", JsonBoolean.FALSE);
      case 'n' -> word("null", JsonNull.NULL);
      case -1 -> throw notJson("the text ends too early");
      default -> number(first);
    };
  }

  private JsonValue word(String word, JsonValue value) {
    int end = at + word.length();
    if (end > in.length) throw notJson("the text ends too early");
    for (int i = 0; i < word.length(); i++) {
      if (in[at + i] != word.charAt(i)) throw notJson("a value is expected");
    }
    at = end;
    return value;
  }

  private JsonObject object() {
    enter();
    var object = JsonObject.builder();
    int next = skipSpace();
    if (next == '}') {
      at++;
      depth--;
      return JsonObject.EMPTY;
    }
    while (true) {
      if (next != '"') throw notJson("a name is expected");
      int start = at;
      String name = string();
      if (skipSpace() != ':') throw notJson("a colon is expected");
      at++;
      if (!object.add(name, value(skipSpace()))) {
        throw new JsonRefused(DUPLICATE_KEY, "a name occurs twice", start);
      }
      int after = skipSpace();
      if (after == '}') break;
      if (after != ',') throw notJson("a comma is expected");
      at++;
      next = skipSpace();
    }
    at++;
    depth--;
    return object.build();
  }

  private JsonArray array() {
    enter();
    int next = skipSpace();
    if (next == ']') {
      at++;
      depth--;
      return JsonArray.EMPTY;
    }
    var values = new ArrayList<JsonValue>();
    while (true) {
      values.add(value(next));
      int after = skipSpace();
      if (after == ']') break;
      if (after != ',') throw notJson("a comma is expected");
      at++;
      next = skipSpace();
    }
    at++;
    depth--;
    return new JsonArray(values);
  }

  private void enter() {
    if (++depth > limits.depthMax()) {
      throw new JsonRefused(TOO_DEEP, "nested deeper than " + limits.depthMax(), at);
    }
    at++;
  }

  /// Reads a string; plain ASCII, by far the usual case, is copied in one go.
  private String string() {
    int start = ++at;
    while (at < in.length) {
      byte b = in[at];
      if (b == '"') {
        String text = new String(in, start, at - start, ISO_8859_1);
        at++;
        return text;
      }
      if (b == '\\' || b < ' ') break; // negative bytes are the beginnings of longer characters
      at++;
    }
    at = start;
    return longString();
  }

  private String longString() {
    var text = new StringBuilder(Math.min(in.length - at, 64));
    int plain = at;
    while (at < in.length) {
      byte b = in[at];
      if (b < 0) {
        int length = Utf8.length(in, at);
        if (length < 0) throw notJson("bytes that are no UTF-8");
        at += length;
      } else if (b == '"' || b == '\\') {
        text.append(new String(in, plain, at - plain, UTF_8));
        at++;
        if (b == '"') return text.toString();
        escape(text);
        plain = at;
      } else if (b < ' ') {
        throw notJson("a control character in a string");
      } else {
        at++;
      }
    }
    throw notJson("the text ends too early");
  }

  private void escape(StringBuilder text) {
    int escaped = at < in.length ? in[at++] : -1;
    switch (escaped) {
      case '"', '\\', '/' -> text.append((char) escaped);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> unicode(text);
      default -> throw notJson("no such escape");
    }
  }

  private void unicode(StringBuilder text) {
    char unit = hex();
    if (Character.isLowSurrogate(unit)) throw notJson("half of a surrogate pair");
    text.append(unit);
    if (Character.isHighSurrogate(unit)) {
      if (at + 1 >= in.length || in[at] != '\\' || in[at + 1] != 'u') {
        throw notJson("half of a surrogate pair");
      }
      at += 2;
      char low = hex();
      if (!Character.isLowSurrogate(low)) throw notJson("half of a surrogate pair");
      text.append(low);
    }
  }

  private char hex() {
    if (at + 4 > in.length) throw notJson("the text ends too early");
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = in[at] < 0 ? -1 : Character.digit(in[at], 16);
      if (digit < 0) throw notJson("a hexadecimal digit is expected");
      unit = (unit << 4) | digit;
      at++;
    }
    return (char) unit;
  }

  /// Reads a number. The usual one, an integer of at most 18 digits, never leaves the registers.
  private JsonValue number(int first) {
    int start = at;
    boolean negative = first == '-';
    if (negative) at++;
    int digits = at;
    long value = 0;
    while (isDigit()) value = value * 10 + (in[at++] - '0');
    int count = at - digits;
    if (count == 0) throw notJson("a value is expected");
    if (count > 1 && in[digits] == '0') throw notJson("a number begins with 0");
    boolean fraction = at < in.length && in[at] == '.';
    if (fraction) {
      at++;
      digits();
    }
    boolean exponent = at < in.length && (in[at] == 'e' || in[at] == 'E');
    if (exponent) {
      at++;
      if (at < in.length && (in[at] == '+' || in[at] == '-')) at++;
      digits();
    }
    if (!fraction && !exponent && count <= 18) {
      if (limits.canonicalNumbers()
          && (value > JsonInteger.CANONICAL_MAX || (negative && value == 0))) {
        throw notCanonical(start);
      }
      return new JsonInteger(negative ? -value : value);
    }
    if (limits.canonicalNumbers()) throw notCanonical(start);
    return Numbers.unusual(new String(in, start, at - start, ISO_8859_1));
  }

  private void digits() {
    int start = at;
    while (isDigit()) at++;
    if (at == start) throw notJson("a digit is expected");
  }

  private boolean isDigit() {
    return at < in.length && in[at] >= '0' && in[at] <= '9';
  }

  private JsonRefused notJson(String reason) {
    return new JsonRefused(NOT_JSON, reason, at);
  }

  private static JsonRefused notCanonical(int offset) {
    return new JsonRefused(NOT_CANONICAL, "a number that events cannot hold", offset);
  }
}
