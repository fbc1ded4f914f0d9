package parvis.protocol.event;

import java.util.Optional;
import parvis.protocol.id.EventId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// An event as later events of its room refer to it.
///
/// @param hash the reference hash beside an id that is not itself one; absent from room version 3
/// on
///
/// spec: rooms/v1#event-format, rooms/v3#event-format
public record EventReference(EventId eventId, Optional<String> hash) {
  /// `"$id"`, or `["$id", {"sha256": "hash"}]`.
  public JsonValue json() {
    return hash.<JsonValue>map(
            base64 -> JsonArray.of(eventId.value(), JsonObject.of("sha256", base64)))
        .orElseGet(() -> new JsonString(eventId.value()));
  }

  /// A reference in either form.
  public static Optional<EventReference> parse(JsonValue value) {
    return switch (value) {
      case JsonString(String id) ->
          EventId.parse(id).map(eventId -> new EventReference(eventId, Optional.empty()));
      case JsonArray pair when pair.size() == 2 -> pair(pair);
      default -> Optional.empty();
    };
  }

  private static Optional<EventReference> pair(JsonArray pair) {
    if (!(pair.values().get(0) instanceof JsonString(String id))
        || !(pair.values().get(1) instanceof JsonObject hashes)) {
      return Optional.empty();
    }
    String hash = hashes.string("sha256").orElse("");
    return EventId.parse(id).map(eventId -> new EventReference(eventId, Optional.of(hash)));
  }
}
