package parvis.protocol.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The form of an event, which every event of a room version has whoever made it.
///
/// spec: rooms/v1#event-format to rooms/v12#event-format, client-server-api#size-limits
final class PduForm {
  /// The longest type, state key, sender, room id or event id, in bytes.
  static final int FIELD_MAX = 255;

  /// spec: rooms/v4#event-format
  private static final int PREV_EVENTS_MAX = 20;

  private static final int AUTH_EVENTS_MAX = 10;

  private PduForm() {}

  /// What is wrong with it; empty when nothing is.
  static Optional<String> fault(JsonObject json, RoomVersion version) {
    Optional<String> type = json.string("type");
    if (type.isEmpty() || tooLong(type.get())) return Optional.of("no type");
    if (json.string("sender").filter(UserId::valid).isEmpty()) return Optional.of("no sender");
    if (json.has("state_key") && json.string("state_key").filter(key -> !tooLong(key)).isEmpty()) {
      return Optional.of("no proper state_key");
    }
    if (!room(json, version, type.get())) return Optional.of("no proper room_id");
    if (version.eventIdsWritten() && !named(json)) return Optional.of("no proper event_id");
    if (json.object("content").isEmpty()) return Optional.of("no content");
    if (json.integer("origin_server_ts").isEmpty()) return Optional.of("no origin_server_ts");
    if (json.integer("depth").orElse(-1) < 0) return Optional.of("no depth");
    if (!references(json, version, "prev_events", PREV_EVENTS_MAX)) {
      return Optional.of("no proper prev_events");
    }
    if (!references(json, version, "auth_events", AUTH_EVENTS_MAX)) {
      return Optional.of("no proper auth_events");
    }
    if (json.object("hashes").isEmpty()) return Optional.of("no hashes");
    if (json.object("signatures").isEmpty()) return Optional.of("no signatures");
    return Optional.empty();
  }

  private static boolean room(JsonObject json, RoomVersion version, String type) {
    if (!version.roomIdIsCreateHash()) {
      return json.string("room_id").flatMap(RoomId::parse).flatMap(RoomId::server).isPresent();
    }
    // The rule that a create event names no room belongs to the auth rules; here it need not have
    // one.
    if (type.equals(EventType.CREATE)) return !json.has("room_id");
    return json.string("room_id").flatMap(RoomId::parse).isPresent();
  }

  private static boolean named(JsonObject json) {
    return json.string("event_id").flatMap(EventId::parse).flatMap(EventId::server).isPresent();
  }

  private static boolean references(JsonObject json, RoomVersion version, String name, int max) {
    JsonArray references = json.array(name).orElse(null);
    if (references == null || references.size() > max) return false;
    for (var value : references.values()) {
      Optional<EventReference> reference = EventReference.parse(value);
      if (reference.isEmpty()) return false;
      if (reference.get().hash().isPresent() != version.eventIdsWritten()) return false;
    }
    return true;
  }

  static boolean tooLong(String text) {
    return text.length() > FIELD_MAX
        || (text.length() > FIELD_MAX / 3
            && text.getBytes(StandardCharsets.UTF_8).length > FIELD_MAX);
  }
}
