package parvis.core.things;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Things that a reader does not see, by their ids: where what they see names one, they are told
/// that it names none.
public record Hidden(Set<String> ids) {
  public static final Hidden NONE = new Hidden(Set.of());

  /// Those of some that are named and not among what is seen.
  public static Hidden among(Collection<String> named, Collection<String> seen) {
    var hidden = new HashSet<>(named);
    seen.forEach(hidden::remove);
    return new Hidden(Set.copyOf(hidden));
  }

  public boolean has(String id) {
    return ids.contains(id);
  }

  /// A value that names one thing, or none.
  public JsonValue one(JsonValue value) {
    return value instanceof JsonString(var id) && has(id) ? JsonNull.NULL : value;
  }

  /// A list of objects, each of which names a thing.
  ///
  /// @param word under which it does
  public JsonValue all(JsonValue value, String word) {
    return value instanceof JsonArray list
        ? JsonArray.of(
            list.objects().stream()
                .filter(each -> each.string(word).filter(this::has).isEmpty())
                .toArray())
        : value;
  }

  /// Of such a list those that are hidden.
  public JsonArray of(JsonValue value, String word) {
    return value instanceof JsonArray list
        ? JsonArray.of(
            list.objects().stream()
                .filter(each -> each.string(word).filter(this::has).isPresent())
                .toArray())
        : JsonArray.EMPTY;
  }
}
