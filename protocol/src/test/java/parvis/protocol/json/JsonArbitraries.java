package parvis.protocol.json;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Generated JSON, for every law that speaks of any JSON.
public final class JsonArbitraries {
  private static final int DEPTH = 3;

  private JsonArbitraries() {}

  /// Text with a taste for what goes wrong: escapes, the ends of planes, names that sort
  /// differently by unit and point.
  public static Arbitrary<String> text() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "", "\u0000", "\n", "\"", "\\", "/", "é", "日本", "\uE000", "\uFFFD", "😀", "𝒳",
            "\u007f");
    Arbitrary<String> plain = Arbitraries.strings().alpha().ofMaxLength(6);
    return Arbitraries.oneOf(List.of(odd, plain))
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }

  /// Values that have a canonical form.
  public static Arbitrary<JsonValue> canonical() {
    return values(
        Arbitraries.longs()
            .between(-JsonInteger.CANONICAL_MAX, JsonInteger.CANONICAL_MAX)
            .map(JsonInteger::new),
        DEPTH);
  }

  /// Values that a request may hold.
  public static Arbitrary<JsonValue> any() {
    Arbitrary<JsonValue> integers = Arbitraries.longs().map(JsonInteger::new);
    Arbitrary<JsonValue> decimals =
        Arbitraries.of("1.5", "-0.0", "1e400", "12345678901234567890", "1E-7")
            .map(JsonDecimal::new);
    return values(Arbitraries.oneOf(List.of(integers, decimals)), DEPTH);
  }

  public static Arbitrary<JsonObject> objects(Arbitrary<? extends JsonValue> values) {
    return objects(values, 10);
  }

  private static Arbitrary<JsonObject> objects(Arbitrary<? extends JsonValue> values, int sizeMax) {
    return Arbitraries.maps(text(), values)
        .ofMaxSize(sizeMax)
        .map(
            map -> {
              var object = JsonObject.builder();
              map.forEach(object::put);
              return object.build();
            });
  }

  private static Arbitrary<JsonValue> values(Arbitrary<? extends JsonValue> numbers, int depth) {
    Arbitrary<JsonValue> strings = text().map(JsonString::new);
    Arbitrary<JsonValue> words = Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE, JsonNull.NULL);
    Arbitrary<JsonValue> scalars =
        Arbitraries.oneOf(List.of(numbers.map(number -> (JsonValue) number), strings, words));
    if (depth == 0) return scalars;
    Arbitrary<JsonValue> inner = values(numbers, depth - 1);
    Arbitrary<JsonValue> arrays = inner.list().ofMaxSize(4).map(JsonArray::new);
    Arbitrary<JsonValue> objects = objects(inner, depth == DEPTH ? 10 : 3).map(object -> object);
    return Arbitraries.oneOf(List.of(scalars, arrays, objects));
  }
}
