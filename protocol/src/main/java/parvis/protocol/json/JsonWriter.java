package parvis.protocol.json;

import java.nio.charset.StandardCharsets;

/// A writer of compact JSON in the order in which names were put.
public final class JsonWriter {
  private JsonWriter() {}

  public static byte[] write(JsonValue value) {
    var out = new JsonBytes(256);
    write(value, out);
    return out.toBytes();
  }

  /// Adds a value to bytes in the making.
  public static void write(JsonValue value, JsonBytes out) {
    switch (value) {
      case JsonString(String text) -> out.string(text);
      case JsonInteger(long number) -> out.number(number);
      case JsonDecimal(String literal) -> out.raw(literal);
      case JsonBoolean(boolean truth) -> out.raw(truth ? "true" : "false");
      case JsonNull _ -> out.raw("null");
      case JsonArray array -> {
        out.one('[');
        for (int i = 0; i < array.size(); i++) {
          if (i > 0) out.one(',');
          write(array.values().get(i), out);
        }
        out.one(']');
      }
      case JsonObject object -> {
        out.one('{');
        for (int i = 0; i < object.size(); i++) {
          if (i > 0) out.one(',');
          out.string(object.nameAt(i)).one(':');
          write(object.valueAt(i), out);
        }
        out.one('}');
      }
    }
  }

  static String text(JsonValue value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }
}
