package parvis.protocol.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JSON array.
public record JsonArray(List<JsonValue> values) implements JsonValue {
  public static final JsonArray EMPTY = new JsonArray(List.of());

  public JsonArray {
    values = List.copyOf(values);
  }

  /// The array of these values, each as `JsonValue.of` takes it.
  public static JsonArray of(@Nullable Object... values) {
    var list = new ArrayList<JsonValue>(values.length);
    Arrays.stream(values).map(JsonValue::of).forEach(list::add);
    return new JsonArray(list);
  }

  /// The elements that are strings; other elements are passed over.
  public List<String> strings() {
    var strings = new ArrayList<String>(values.size());
    for (JsonValue value : values) {
      if (value instanceof JsonString(String text)) strings.add(text);
    }
    return strings;
  }

  /// The elements that are objects; other elements are passed over.
  public List<JsonObject> objects() {
    var objects = new ArrayList<JsonObject>(values.size());
    for (JsonValue value : values) {
      if (value instanceof JsonObject object) objects.add(object);
    }
    return objects;
  }

  public int size() {
    return values.size();
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public String toString() {
    return JsonWriter.text(this);
  }
}
