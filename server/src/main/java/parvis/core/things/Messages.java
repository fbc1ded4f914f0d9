package parvis.core.things;

import parvis.base.Actor;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonObject;

/// Messages as things are tied to them: by their room and their event.
public record Messages(Rooms rooms) {
  /// The message that somebody asks to have a thing tied to.
  public static JsonObject asked(Body wish) {
    return JsonObject.of(
        "room", wish.string("room", Body.NAME_BYTES_MAX),
        "event", wish.string("event", Body.NAME_BYTES_MAX));
  }

  /// Whether the actor is in its room and sees it.
  public boolean seen(Actor actor, JsonObject message) {
    return rooms
        .find(message.string("room").orElseThrow())
        .filter(room -> room.published().isJoined(actor.userNid()))
        .flatMap(room -> rooms.seen(actor, room, message.string("event").orElseThrow()))
        .isPresent();
  }
}
