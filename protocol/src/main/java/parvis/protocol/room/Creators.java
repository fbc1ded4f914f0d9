package parvis.protocol.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonString;

/// Those who made a room: one person, and from version 12 on whoever they named beside themselves.
///
/// spec: rooms/v12#event-format
record Creators(List<UserId> users) {
  static Creators of(RoomVersion version, RoomState state) {
    return of(version, state.get(StateSlot.CREATE).orElse(null));
  }

  static Creators of(RoomVersion version, @Nullable Pdu create) {
    if (create == null) return new Creators(List.of());
    if (version.namesCreator()) {
      return new Creators(create.content().string("creator").map(UserId::new).stream().toList());
    }
    JsonArray additional =
        version.creatorsAbovePowerLevels()
            ? create.content().array("additional_creators").orElse(JsonArray.EMPTY)
            : JsonArray.EMPTY;
    if (additional.isEmpty()) return new Creators(List.of(create.sender()));
    var users = new ArrayList<UserId>(additional.size() + 1);
    users.add(create.sender());
    for (var user : additional.values()) {
      if (user instanceof JsonString(String id)) users.add(new UserId(id));
    }
    return new Creators(List.copyOf(users));
  }

  boolean has(String user) {
    for (UserId creator : users) {
      if (creator.value().equals(user)) return true;
    }
    return false;
  }
}
