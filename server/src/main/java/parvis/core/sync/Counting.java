package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.List;
import parvis.base.Actor;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.platform.memory.Memory;

/// Counts what people have not read, when they ask and only as far as they have not counted yet:
/// there is no row and no work per member of a room.
///
/// A count begins at what the person has read: the latest of their receipt, their own last message
/// and their joining. It goes on from the cut of the last count through the events that came since.
/// It comes out the same whether it went on or began anew, as long as no more than [#COUNTED_MAX]
/// events came after what was read.
///
/// Nothing must be told to forget a count: it knows its [Unread.Basis], and one made from what came
/// after its cut is not kept.
public final class Counting {
  private static final int PERCENT = 5;
  private static final long COUNT_BYTES = 100;

  /// Events looked at when a count begins, the last ones; and the highest count that is told of a
  /// thread.
  static final int COUNTED_MAX = 1_000;

  private static final String REDACTION = "m.room.redaction";

  private record Key(long user, long room) {}

  /// Whose count of what up to where.
  private record Asked(
      Actor actor, Room room, Unread.Basis basis, Rules.Reader reader, long upTo) {}

  /// Events of a room after a cut.
  ///
  /// @param ahead whether some of them are known to be redacted by what came after the cut `upTo`
  private record Found(List<RoomEvent> events, boolean ahead) {}

  private final Rooms rooms;
  private final Keyed keyed;
  private final Rules rules;
  private final Cache<Key, Unread> counts;

  Counting(Rooms rooms, Keyed keyed, Rules rules, Memory memory) {
    this.counts =
        memory.cache(
            "counts", PERCENT, (_, unread) -> COUNT_BYTES * (1 + 2L * unread.threads().size()));
    this.rooms = rooms;
    this.keyed = keyed;
    this.rules = rules;
  }

  /// @param standing since when the person is in the room
  Unread count(Actor actor, Room room, UserRooms.Standing standing, long upTo) {
    var reader = rules.of(actor);
    var read = keyed.receipts(room.nid()).changed(actor.userNid());
    var following = keyed.of(actor.userNid()).following().changed(room.nid());
    var basis = new Unread.Basis(standing.since(), read, reader.ignoring(), following);
    var asked = new Asked(actor, room, basis, reader, upTo);
    var key = new Key(actor.userNid(), room.nid());
    var known = counts.getIfPresent(key);
    if (known == null || !known.basis().equals(basis) || known.upTo() > upTo) {
      return begin(asked, key);
    }
    return known.upTo() == upTo ? known : advance(asked, key, known);
  }

  /// How many events somebody has not read in a room, its threads included.
  public int unread(Actor actor, Room room, UserRooms.Standing standing, long upTo) {
    var unread = count(actor, room, standing, upTo);
    return unread.threads().values().stream()
        .mapToInt(thread -> thread.count().events())
        .reduce(unread.main().events(), Integer::sum);
  }

  /// Whether somebody has not read an event that notifies them.
  public boolean isUnread(Actor actor, Room room, UserRooms.Standing standing, RoomEvent event) {
    var upTo = Math.max(event.pos(), room.published().lastPos());
    var count = count(actor, room, standing, upTo).of(event.thread());
    return count.events() > 0 && event.pos() > count.from();
  }

  private Unread advance(Asked asked, Key key, Unread from) {
    var counted = from;
    var found = events(asked, from.upTo());
    for (var event : found.events()) {
      if (!event.type().equals(REDACTION)) {
        continue;
      }
      var target = event.taken();
      if (target.isEmpty()) {
        return begin(asked, key);
      }
      counted = without(asked, counted, target.get(), event);
    }
    return keep(asked, key, add(asked, counted, found.events()), found);
  }

  private Unread keep(Asked asked, Key key, Unread counted, Found found) {
    var whole = counted.upTo(asked.upTo());
    if (asked.basis().within(asked.upTo()) && !found.ahead()) {
      counts.asMap().merge(key, whole, (old, now) -> now.upTo() >= old.upTo() ? now : old);
    }
    return whole;
  }

  /// The count after a redaction of an event that may be in it. What was sent after the count was
  /// made is not, and comes redacted already.
  private Unread without(Asked asked, Unread from, RoomEvent target, RoomEvent redaction) {
    var counts =
        target.pos() <= from.upTo()
            && target.pos() > from.of(target.thread()).from()
            && from.of(target.thread()).events() > 0
            && target.senderNid() != asked.actor().userNid()
            && isFirst(asked.room(), redaction, target);
    var verdict = counts ? asked.reader().verdict(asked.room(), target) : Rules.Verdict.SILENT;
    return verdict.notifies()
        ? from.minus(target.thread(), verdict.highlight(), redaction.pos())
        : from;
  }

  /// Whether no other redaction took away the same event at nearly the same moment.
  private static boolean isFirst(Room room, RoomEvent redaction, RoomEvent target) {
    return room.ring().all().stream()
        .takeWhile(event -> event.pos() < redaction.pos())
        .flatMap(event -> event.taken().stream())
        .noneMatch(taken -> taken.nid() == target.nid());
  }

  private Unread begin(Asked asked, Key key) {
    var room = asked.room();
    var user = asked.actor().userNid();
    var receipts = keyed.receipts(room.nid());
    var start = Math.max(receipts.read(user, ""), asked.basis().since());
    var main = receipts.read(user, "/main");
    var found = events(asked, start);
    var unread =
        found.events().stream().filter(event -> event.thread() != 0 || event.pos() > main).toList();
    var counted = add(asked, Unread.none(start, asked.basis()), unread);
    for (var thread : counted.threads().entrySet()) {
      var read = receipts.read(user, "/" + thread.getValue().root());
      if (read > start) {
        counted = recount(asked, counted, thread.getKey(), read, found);
      }
    }
    return keep(asked, key, counted, found);
  }

  private Unread recount(Asked asked, Unread counted, long thread, long since, Found found) {
    var inThread =
        found.events().stream()
            .filter(event -> event.thread() == thread && event.pos() > since)
            .toList();
    return add(asked, counted.readThread(thread, 0), inThread);
  }

  private Unread add(Asked asked, Unread from, List<RoomEvent> events) {
    var counted = from;
    for (var event : events) {
      if (event.senderNid() == asked.actor().userNid()) {
        counted = own(counted, event);
      } else {
        counted = other(asked, counted, event);
      }
      if (event.type().equals(REDACTION)) {
        counted = counted.changed(event.pos());
      }
    }
    return counted;
  }

  /// Whoever sends something has read what came before, in the thread where they send it. To take
  /// another name is to send nothing.
  private static Unread own(Unread from, RoomEvent event) {
    if (event.type().equals("m.room.member")) {
      return from;
    }
    return event.thread() == 0
        ? from.readMain(event.pos())
        : from.readThread(event.thread(), event.pos());
  }

  private Unread other(Asked asked, Unread from, RoomEvent event) {
    var verdict = asked.reader().verdict(asked.room(), event);
    if (!verdict.notifies()) {
      return from;
    }
    if (event.thread() == 0) {
      return from.plusMain(event.pos(), verdict.highlight());
    }
    var known = from.threads().get(event.thread());
    var root = known == null ? rooms.threadRoot(asked.room(), event) : known.root();
    return from.plusThread(event.thread(), root, event.pos(), verdict.highlight());
  }

  /// What was redacted after the cut comes redacted, from memory and from disk; the redaction
  /// itself comes with it. Who came and went is left out where that spares a question: by the
  /// default rules it counts for nobody.
  private Found events(Asked asked, long since) {
    var room = asked.room();
    var ring = room.ring();
    var reaches =
        asked.reader().isUntouched() ? ring.reachesBesideMembers(since) : ring.reaches(since);
    var all =
        reaches
            ? ring.after(since, Long.MAX_VALUE, COUNTED_MAX)
            : rooms.last(room, since, Long.MAX_VALUE, COUNTED_MAX);
    var within = all.stream().filter(event -> event.pos() <= asked.upTo()).toList();
    var ahead =
        all.stream()
            .anyMatch(event -> event.pos() > asked.upTo() && event.type().equals(REDACTION));
    return new Found(within, ahead);
  }
}
