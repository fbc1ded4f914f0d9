package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.rooms.Publication;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// Counts what people have not read, when they ask and only as far as they have not counted yet:
/// there is no row and no work per member of a room.
///
/// A count begins at what the person has read: the latest of their receipt, their own last message
/// and their joining. It goes on from the cut of the last count through the events that came since.
final class Counting implements Follower {
  private static final int KEPT_MAX = 2_000_000;

  /// Events counted from disk at most; whoever has more unread sees this many.
  static final int COUNTED_MAX = 1_000;

  private record Key(long user, long room) {}

  private final Rooms rooms;
  private final Keyed keyed;
  private final Rules rules;
  private final Cache<Key, Unread> counts = Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

  Counting(Rooms rooms, Keyed keyed, Rules rules) {
    this.rooms = rooms;
    this.keyed = keyed;
    this.rules = rules;
  }

  Unread count(Actor actor, Room room, UserRooms.Standing standing, long upTo) {
    var key = new Key(actor.userNid(), room.nid());
    var known = counts.getIfPresent(key);
    if (known != null && known.upTo() == upTo && !known.stale()) {
      return known;
    }
    var counted =
        known != null && known.upTo() < upTo && !known.stale()
            ? advance(actor, room, known, upTo)
            : begin(actor, room, standing, upTo);
    counts.asMap().merge(key, counted, (old, now) -> now.upTo() >= old.upTo() ? now : old);
    return counted;
  }

  private Unread advance(Actor actor, Room room, Unread from, long upTo) {
    var events = events(room, from.upTo(), upTo);
    for (var event : events) {
      if (event.type().equals("m.room.redaction")) {
        var standing = rooms.memberships().of(actor.userNid()).in(room.nid());
        return begin(actor, room, standing.orElseThrow(), upTo);
      }
    }
    return add(actor, room, from, events).upTo(upTo);
  }

  private Unread begin(Actor actor, Room room, UserRooms.Standing standing, long upTo) {
    var start = Math.max(read(actor, room, ""), standing.since());
    var main = read(actor, room, "/main");
    var events =
        events(room, start, upTo).stream()
            .filter(event -> event.thread() != 0 || event.pos() > main)
            .toList();
    var counted = add(actor, room, Unread.none(start), events);
    for (var thread : counted.threads().entrySet()) {
      var upToInThread = read(actor, room, "/" + thread.getValue().root());
      if (upToInThread > start) {
        counted = recount(actor, room, counted, thread.getKey(), upToInThread, upTo);
      }
    }
    return counted.upTo(upTo);
  }

  private Unread recount(
      Actor actor, Room room, Unread counted, long thread, long since, long upTo) {
    var fresh = counted.readThread(thread);
    var inThread =
        events(room, since, upTo).stream().filter(event -> event.thread() == thread).toList();
    return add(actor, room, fresh, inThread);
  }

  private Unread add(Actor actor, Room room, Unread from, List<RoomEvent> events) {
    var counted = from;
    var reader = rules.of(actor);
    for (var event : events) {
      if (event.senderNid() == actor.userNid()) {
        counted = event.thread() == 0 ? counted.readMain() : counted.readThread(event.thread());
      } else {
        var verdict = reader.verdict(room, event);
        if (verdict.notifies()) {
          counted =
              event.thread() == 0
                  ? counted.plusMain(verdict.highlight())
                  : counted.plusThread(event.thread(), event.relatesTo(), verdict.highlight());
        }
      }
    }
    return counted;
  }

  private List<RoomEvent> events(Room room, long since, long upTo) {
    return room.ring().reaches(since)
        ? room.ring().after(since, upTo, COUNTED_MAX)
        : rooms.last(room, since, upTo, COUNTED_MAX);
  }

  /// The position up to which the person has read: everything, or with `/` and its name one thread.
  private long read(Actor actor, Room room, String thread) {
    return Math.max(
        position(actor, room, "m.read" + thread), position(actor, room, "m.read.private" + thread));
  }

  private long position(Actor actor, Room room, String key) {
    return keyed.receipt(room.nid(), actor.userNid(), key).map(Counting::position).orElse(0L);
  }

  static long position(Keyed.Receipt receipt) {
    return json(receipt.value())
        .flatMap(j -> j.integer("pos").stream().boxed().findFirst())
        .orElse(0L);
  }

  private static Optional<JsonObject> json(byte[] value) {
    return JsonReader.read(value, JsonLimits.REQUEST) instanceof JsonObject object
        ? Optional.of(object)
        : Optional.empty();
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      if (row.kind() == LogRow.RECEIPT) {
        counts.put(new Key(row.user(), row.room()), Unread.staleSince(row.pos()));
      } else if (row.payload() instanceof Publication(_, _, var member, _) && member != 0) {
        counts.put(new Key(member, row.room()), Unread.staleSince(row.pos()));
      }
    }
  }
}
