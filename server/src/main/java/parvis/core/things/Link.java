package parvis.core.things;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.protocol.json.JsonObject;

/// What a thing is tied to.
///
/// @param <K> what things of its leaf may be tied to
/// @param target what its kind names
/// @param way which of the two came of the other
public record Link<K extends Enum<K>>(String id, K kind, JsonObject target, Way way) {
  /// A kind as it is told and asked for.
  public static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// The kind of that word.
  public static <K extends Enum<K>> Optional<K> kind(Class<K> kinds, String word) {
    return Stream.of(kinds.getEnumConstants()).filter(kind -> word(kind).equals(word)).findFirst();
  }

  /// As it is told, with what is told of its other end.
  public JsonObject told(JsonObject end) {
    return end.toBuilder()
        .put("id", id)
        .put("kind", word(kind))
        .putIf(Way.WORD, way.word())
        .build();
  }
}
