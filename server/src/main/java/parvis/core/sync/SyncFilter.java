package parvis.core.sync;

import java.util.List;
import java.util.Optional;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonObject;

/// What a client wants of a sync.
/// spec: cs-api#filtering (Filter)
record SyncFilter(
    EventFilter presence,
    EventFilter accountData,
    Optional<List<String>> rooms,
    List<String> notRooms,
    boolean includeLeave,
    EventFilter timeline,
    EventFilter state,
    EventFilter ephemeral,
    EventFilter roomAccountData) {

  private static final int ROOMS_MAX = 1_000;

  static final SyncFilter ALL = read(JsonObject.EMPTY);

  /// @throws parvis.base.Refused badJson
  static SyncFilter read(JsonObject json) {
    var body = new Body(json);
    var room = new Body(body.optionalObject("room").orElse(JsonObject.EMPTY));
    body.optionalArray("event_fields");
    body.optionalString("event_format");
    return new SyncFilter(
        of(body, "presence"),
        of(body, "account_data"),
        room.optionalArray("rooms").isPresent()
            ? Optional.of(EventFilter.rooms(room.strings("rooms", ROOMS_MAX)))
            : Optional.empty(),
        EventFilter.rooms(room.strings("not_rooms", ROOMS_MAX)),
        room.optionalBool("include_leave").orElse(false),
        of(room, "timeline"),
        of(room, "state"),
        of(room, "ephemeral"),
        of(room, "account_data"));
  }

  private static EventFilter of(Body body, String name) {
    return EventFilter.read(body.optionalObject(name).orElse(JsonObject.EMPTY));
  }

  boolean room(String roomId) {
    return rooms.map(list -> list.contains(roomId)).orElse(true) && !notRooms.contains(roomId);
  }

  boolean lazyMembers() {
    return state.lazyMembers();
  }

  boolean threadCounts() {
    return timeline.threadCounts();
  }
}
