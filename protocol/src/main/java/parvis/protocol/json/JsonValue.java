package parvis.protocol.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value: immutable, compared by what it says and not by how it was written.
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonInteger, JsonDecimal, JsonBoolean, JsonNull {

  /// The JSON value of a plain Java value: a `JsonValue` itself, `String`, `Long`, `Integer`,
  /// `Boolean`, `List`, `Map` with string keys, or null. Anything else is a programming error and
  /// refused at once.
  static JsonValue of(@Nullable Object value) {
    return switch (value) {
      case null -> JsonNull.NULL;
      case JsonValue json -> json;
      case String text -> new JsonString(text);
      case Long number -> new JsonInteger(number);
      case Integer number -> new JsonInteger(number);
      case Boolean truth -> JsonBoolean.of(truth);
      case List<?> list -> {
        var values = new ArrayList<JsonValue>(list.size());
        for (Object one : list) values.add(of(one));
        yield new JsonArray(values);
      }
      case Map<?, ?> map -> {
        var object = JsonObject.builder();
        map.forEach((name, one) -> object.put(String.valueOf(name), one));
        yield object.build();
      }
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass().getName());
    };
  }
}
