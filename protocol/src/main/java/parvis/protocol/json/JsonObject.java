package parvis.protocol.json;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A JSON object: names in the order in which they were put, each once.
///
/// Two parallel arrays hold names and values, because nearly every object of Matrix has fewer than
/// eight names and a walk over those is quicker than any hash. Larger objects carry an index. Two
/// objects are equal when they say the same, whatever the order.
public final class JsonObject implements JsonValue {
  /// Up to this many names a walk is quicker than an index.
  private static final int WALK_MAX = 8;

  public static final JsonObject EMPTY = new JsonObject(new String[0], new JsonValue[0], 0, null);

  private final String[] names;
  private final JsonValue[] values;
  private final int size;
  private final @Nullable Map<String, Integer> index;

  private JsonObject(
      String[] names, JsonValue[] values, int size, @Nullable Map<String, Integer> index) {
    this.names = names;
    this.values = values;
    this.size = size;
    this.index = index;
  }

  /// A name and its value.
  public record Entry(String name, JsonValue value) {}

  /// The object of alternating names and values, each value as `JsonValue.of` takes it.
  public static JsonObject of(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    var object = new Builder(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return object.build();
  }

  public static Builder builder() {
    return new Builder(WALK_MAX);
  }

  /// The value of a name, null when absent.
  public @Nullable JsonValue get(String name) {
    int at = find(names, size, index, name);
    return at < 0 ? null : values[at];
  }

  public boolean has(String name) {
    return find(names, size, index, name) >= 0;
  }

  /// The string under this name; empty when absent or of another type, as in the accessors that
  /// follow.
  public Optional<String> string(String name) {
    return get(name) instanceof JsonString(String value) ? Optional.of(value) : Optional.empty();
  }

  public OptionalLong integer(String name) {
    return get(name) instanceof JsonInteger(long value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  public Optional<Boolean> bool(String name) {
    return get(name) instanceof JsonBoolean(boolean value) ? Optional.of(value) : Optional.empty();
  }

  public Optional<JsonObject> object(String name) {
    return get(name) instanceof JsonObject value ? Optional.of(value) : Optional.empty();
  }

  public Optional<JsonArray> array(String name) {
    return get(name) instanceof JsonArray value ? Optional.of(value) : Optional.empty();
  }

  public List<String> keys() {
    return Collections.unmodifiableList(Arrays.asList(names).subList(0, size));
  }

  public List<Entry> entries() {
    return new AbstractList<>() {
      @Override
      public Entry get(int at) {
        return new Entry(names[Objects.checkIndex(at, size)], values[at]);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /// This object with one name set: in its old place, or at the end.
  public JsonObject with(String name, @Nullable Object value) {
    return toBuilder().put(name, value).build();
  }

  public JsonObject without(String name) {
    if (!has(name)) return this;
    var rest = new Builder(size);
    for (int i = 0; i < size; i++) {
      if (!names[i].equals(name)) rest.put(names[i], values[i]);
    }
    return rest.build();
  }

  public Builder toBuilder() {
    var copy = new Builder(size + 1);
    for (int i = 0; i < size; i++) copy.put(names[i], values[i]);
    return copy;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  String nameAt(int at) {
    return names[at];
  }

  JsonValue valueAt(int at) {
    return values[at];
  }

  private static int find(
      @Nullable String[] names, int size, @Nullable Map<String, Integer> index, String name) {
    if (index != null) return index.getOrDefault(name, -1);
    for (int i = 0; i < size; i++) {
      if (name.equals(names[i])) return i;
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) return true;
    if (!(other instanceof JsonObject that) || that.size != size) return false;
    for (int i = 0; i < size; i++) {
      if (!values[i].equals(that.get(names[i]))) return false;
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < size; i++) hash += names[i].hashCode() ^ values[i].hashCode();
    return hash;
  }

  @Override
  public String toString() {
    return JsonWriter.text(this);
  }

  /// An object in the making; used up by `build`.
  public static final class Builder {
    private String[] names;
    private JsonValue[] values;
    private int size;
    private @Nullable Map<String, Integer> index;

    private Builder(int room) {
      names = new String[room];
      values = new JsonValue[room];
    }

    /// Sets a name; setting it again replaces the value.
    public Builder put(String name, @Nullable Object value) {
      JsonValue json = JsonValue.of(value);
      int at = find(names, size, index, name);
      if (at >= 0) values[at] = json;
      else append(name, json);
      return this;
    }

    /// Sets a name unless there is nothing to set.
    public Builder putIf(String name, Optional<?> value) {
      return value.isPresent() ? put(name, value.get()) : this;
    }

    /// Adds a name that must be new; false when it is not.
    boolean add(String name, JsonValue value) {
      if (find(names, size, index, name) >= 0) return false;
      append(name, value);
      return true;
    }

    private void append(String name, JsonValue value) {
      if (size == names.length) {
        int room = Math.max(4, size * 2);
        names = Arrays.copyOf(names, room);
        values = Arrays.copyOf(values, room);
      }
      names[size] = name;
      values[size] = value;
      size++;
      if (index != null) {
        index.put(name, size - 1);
      } else if (size > WALK_MAX) {
        index = HashMap.newHashMap(size * 2);
        for (int i = 0; i < size; i++) index.put(names[i], i);
      }
    }

    public boolean isEmpty() {
      return size == 0;
    }

    public JsonObject build() {
      return size == 0 ? EMPTY : new JsonObject(names, values, size, index);
    }
  }
}
