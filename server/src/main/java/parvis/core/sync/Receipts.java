package parvis.core.sync;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Receipts and read markers: what people have read of their rooms.
public final class Receipts {
  private final Rooms rooms;
  private final Keyed keyed;
  private final Clock clock;

  Receipts(Rooms rooms, Keyed keyed, Clock clock) {
    this.rooms = rooms;
    this.keyed = keyed;
    this.clock = clock;
  }

  /// What a client says that it has read.
  record Said(String kind, String eventId, Optional<String> thread) {}

  /// Notes that somebody has read a room up to an event, its threads included.
  public void read(Actor actor, Room room, String eventId) {
    var things =
        new ArrayList<>(receipt(actor, room, new Said("m.read", eventId, Optional.empty())));
    things.add(fullyRead(actor, room, eventId));
    keyed.put(things.toArray(Syncable[]::new));
  }

  /// A receipt never goes back; one that would is dropped.
  List<Syncable> receipt(Actor actor, Room room, Said said) {
    if (said.thread().filter(String::isEmpty).isPresent()) {
      throw Refused.invalidParam("thread_id is main or the id of an event.");
    }
    var event = event(room, said.eventId());
    said.thread().ifPresent(thread -> check(room, event, thread));
    var key = said.kind() + said.thread().map(thread -> "/" + thread).orElse("");
    var before = keyed.receipts(room.nid()).of(actor.userNid()).get(key);
    if (before != null && before.upTo() >= event.pos()) {
      return List.of();
    }
    var value = JsonObject.of("event_id", said.eventId(), "ts", clock.millis(), "pos", event.pos());
    if (said.thread().isPresent()) {
      value = value.with("thread_id", said.thread().get());
    }
    return List.of(
        new Syncable(
            LogRow.RECEIPT,
            actor.userNid(),
            room.nid(),
            key,
            JsonWriter.write(value),
            false,
            null));
  }

  /// An event is read in the thread that it belongs to. A client that sees only what redaction left
  /// of an event does not know its thread, and may read it in the main timeline.
  /// spec: cs-api#threaded-read-receipts
  private void check(Room room, RoomEvent event, String thread) {
    if (thread.equals("main")) {
      if (event.thread() != 0 && event.redactedBy() == 0) {
        throw Refused.invalidParam("This event is in a thread.");
      }
      return;
    }
    var root = rooms.event(room, thread).orElseThrow(Refused::notFound);
    if (event.nid() != root.nid() && event.thread() != root.nid()) {
      throw Refused.invalidParam("This event is not in that thread.");
    }
  }

  Syncable fullyRead(Actor actor, Room room, String eventId) {
    event(room, eventId);
    var value = JsonWriter.write(JsonObject.of("event_id", eventId));
    return new Syncable(
        LogRow.ACCOUNT_DATA, actor.userNid(), room.nid(), "m.fully_read", value, false, null);
  }

  private RoomEvent event(Room room, String eventId) {
    return rooms
        .event(room, eventId)
        .orElseThrow(() -> Refused.notFound("There is no such event in this room."));
  }
}
