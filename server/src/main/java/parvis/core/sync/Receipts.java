package parvis.core.sync;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
  static final String FULLY_READ = "m.fully_read";

  private static final String MAIN = "main";

  /// Relations that are followed from an event to the beginning of a thread.
  private static final int HOPS_MAX = 3;

  private static final byte[] NOTHING = {};

  private final Stripes stripes = new Stripes();
  private final Rooms rooms;
  private final Keyed keyed;
  private final Clock clock;

  Receipts(Rooms rooms, Keyed keyed, Clock clock) {
    this.rooms = rooms;
    this.keyed = keyed;
    this.clock = clock;
  }

  /// What a client says that it has read.
  ///
  /// @param kind `m.read`, `m.read.private`, or `m.fully_read`, which knows no threads
  record Said(String kind, String eventId, Optional<String> thread) {}

  /// Notes that somebody has read a room up to an event, its threads included.
  public void read(Actor actor, Room room, String eventId) {
    note(
        actor,
        room,
        List.of(
            new Said("m.read", eventId, Optional.empty()),
            new Said(FULLY_READ, eventId, Optional.empty())));
  }

  /// Notes all of it together. A receipt never goes back, whichever device of a person comes first;
  /// one that would is dropped.
  void note(Actor actor, Room room, List<Said> said) {
    var notes = said.stream().map(one -> note(actor, room, one)).toList();
    stripes.run(
        actor.userNid(),
        () -> {
          var known = keyed.receipts(room.nid()).of(actor.userNid());
          var news =
              notes.stream()
                  .filter(note -> !note.isReceipt() || note.isNewer(known.get(note.thing.key())))
                  .flatMap(note -> Stream.concat(stale(actor, room, note), Stream.of(note.thing)))
                  .toArray(Syncable[]::new);
          if (news.length > 0) {
            keyed.put(news);
          }
        });
  }

  /// The receipt that makes way for another: a thread of which nobody read for longest is as unread
  /// as the room around it.
  private Stream<Syncable> stale(Actor actor, Room room, Note note) {
    if (!note.isThreaded()) {
      return Stream.empty();
    }
    return keyed.receipts(room.nid()).oldestBefore(actor.userNid(), note.thing.key()).stream()
        .map(
            old ->
                new Syncable(
                    LogRow.RECEIPT, actor.userNid(), room.nid(), old.key(), NOTHING, true, null));
  }

  /// What is to be written.
  ///
  /// @param upTo the position of the event that was read
  private record Note(Syncable thing, long upTo) {
    boolean isReceipt() {
      return thing.kind() == LogRow.RECEIPT;
    }

    boolean isThreaded() {
      return isReceipt() && thing.key().indexOf('/') >= 0;
    }

    boolean isNewer(RoomReceipts.@Nullable Receipt before) {
      return before == null || before.upTo() < upTo;
    }
  }

  private Note note(Actor actor, Room room, Said said) {
    if (said.thread().filter(String::isEmpty).isPresent()) {
      throw Refused.invalidParam("thread_id is main or the id of an event.");
    }
    var event = event(actor, room, said.eventId());
    if (said.kind().equals(FULLY_READ)) {
      if (said.thread().isPresent()) {
        throw Refused.invalidParam("What is fully read is so in all threads.");
      }
      var value = JsonObject.of("event_id", said.eventId());
      return new Note(thing(LogRow.ACCOUNT_DATA, actor, room, said.kind(), value), event.pos());
    }
    said.thread().ifPresent(thread -> check(actor, room, event, thread));
    var key = said.kind() + said.thread().map(thread -> "/" + thread).orElse("");
    var value = JsonObject.of("event_id", said.eventId(), "ts", clock.millis(), "pos", event.pos());
    if (said.thread().isPresent()) {
      value = value.with("thread_id", said.thread().get());
    }
    return new Note(thing(LogRow.RECEIPT, actor, room, key, value), event.pos());
  }

  private static Syncable thing(short kind, Actor actor, Room room, String key, JsonObject value) {
    var bytes = JsonWriter.write(value);
    return new Syncable(kind, actor.userNid(), room.nid(), key, bytes, false, null);
  }

  /// Whether an event is the one at which a thread begins, or its relations lead there.
  private boolean leadsTo(Actor actor, Room room, RoomEvent event, String thread) {
    var at = Optional.of(event);
    for (int hop = 0; hop <= HOPS_MAX && at.isPresent(); hop++) {
      if (at.get().eventId().equals(thread)) {
        return begins(actor, room, at.get());
      }
      at =
          at.map(RoomEvent::relatesTo)
              .filter(target -> !target.isEmpty())
              .flatMap(target -> rooms.seen(actor, room, target));
    }
    return false;
  }

  /// An event is read in the thread that it belongs to, as its reader sees it; one at which a
  /// thread begins may be read there too, and so may what relates to that one without being of the
  /// thread, at some hops: a reaction to what refers to it. A client that sees only what redaction
  /// left of an event does not know its thread, and may read it in the main timeline.
  /// spec: cs-api#threaded-read-receipts
  private void check(Actor actor, Room room, RoomEvent event, String thread) {
    var own = rooms.threadOf(room, event);
    var belongs =
        thread.equals(MAIN)
            ? own.isEmpty() || event.redactedBy() != 0
            : own.filter(thread::equals).isPresent() || leadsTo(actor, room, event, thread);
    if (!belongs) {
      throw Refused.invalidParam("This event is not in that thread.");
    }
  }

  private boolean begins(Actor actor, Room room, RoomEvent event) {
    return rooms.visible(actor, room, List.of(event)).stream()
        .anyMatch(seen -> seen.bundle().filter(made -> made.replies() > 0).isPresent());
  }

  private RoomEvent event(Actor actor, Room room, String eventId) {
    return rooms
        .seen(actor, room, eventId)
        .orElseThrow(() -> Refused.notFound("There is no such event in this room."));
  }
}
