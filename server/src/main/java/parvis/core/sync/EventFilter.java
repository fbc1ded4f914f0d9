package parvis.core.sync;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.RoomFilter;
import parvis.platform.http.Body;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonObject;

/// Which events of one kind a client wants, and how many.
/// spec: cs-api#filtering (EventFilter, RoomEventFilter)
///
/// @param rooms absent: all
record EventFilter(
    int limit,
    Optional<List<String>> rooms,
    List<String> notRooms,
    RoomFilter events,
    boolean redundantMembers,
    boolean threadCounts) {

  static final int LIMIT_DEFAULT = 20;
  static final int LIMIT_MAX = 500;
  private static final int ROOMS_MAX = 1_000;

  static final EventFilter ALL = read(JsonObject.EMPTY);

  /// @throws Refused badJson when a field has another type than the specification gives it
  static EventFilter read(JsonObject json) {
    var body = new Body(json);
    var limit = body.optionalInteger("limit").orElse(LIMIT_DEFAULT);
    if (limit < 0) {
      throw Refused.badJson("limit is not negative.");
    }
    return new EventFilter(
        (int) Math.min(limit, LIMIT_MAX),
        body.optionalArray("rooms").map(_ -> rooms(body.strings("rooms", ROOMS_MAX))),
        rooms(body.strings("not_rooms", ROOMS_MAX)),
        RoomFilter.read(json),
        body.optionalBool("include_redundant_members").orElse(false),
        body.optionalBool("unread_thread_notifications").orElse(false));
  }

  /// The ids of rooms, checked.
  static List<String> rooms(List<String> ids) {
    if (ids.stream().anyMatch(id -> RoomId.parse(id).isEmpty())) {
      throw Refused.badJson("A filter names rooms by their ids.");
    }
    return ids;
  }

  boolean room(String roomId) {
    return rooms.map(list -> list.contains(roomId)).orElse(true) && !notRooms.contains(roomId);
  }

  /// Whether some events of a timeline may be left out.
  boolean looks() {
    return events.looks();
  }

  boolean lazyMembers() {
    return events.lazyMembers();
  }

  boolean type(String type) {
    return events.type(type);
  }

  boolean sender(String user) {
    return events.sender(user);
  }

  boolean takes(RoomEvent event) {
    return events.test(event);
  }
}
