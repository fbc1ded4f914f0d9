package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.http.DayBudget;
import parvis.platform.http.RateLimits;

/// The history of a room as one person may read it.
public final class Reading {
  private static final String NOT_YOURS = "You may not read this room.";

  /// Events looked at for one page, when most of them are filtered out or not visible.
  private static final int LOOKED_AT_MAX = 2_000;

  /// Events read at once, when the first few were not those that are wanted.
  private static final int READ_MIN = 100;

  private static final String BACKWARD =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.pos > ? and e.pos <= ? order by e.pos desc limit ?""";
  private static final String FORWARD =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.pos > ? and e.pos <= ? order by e.pos limit ?""";
  /// Moments looked at for one that can be seen; the index alone tells.
  private static final int MOMENTS_MAX = 100_000;

  private static final String AFTER_TIME =
      """
      select e.event_id, e.ts from event e where e.room = ? and e.pos =
        (select m.pos from (select t.ts, t.pos from event t
                             where t.room = ? and t.ts >= ? and t.pos is not null%s
                             order by t.ts, t.pos limit ?) m
          where m.pos <@ ?::int8multirange order by m.ts, m.pos limit 1)""";
  private static final String BEFORE_TIME =
      """
      select e.event_id, e.ts from event e where e.room = ? and e.pos =
        (select m.pos from (select t.ts, t.pos from event t
                             where t.room = ? and t.ts <= ? and t.pos is not null%s
                             order by t.ts desc, t.pos desc limit ?) m
          where m.pos <@ ?::int8multirange order by m.ts desc, m.pos desc limit 1)""";

  private static final String NOT_IGNORED = " and (t.sender <> all (?) or t.slot is not null)";

  private final Rooms rooms;
  private final Db db;
  private final RateLimits limits;

  /// Requests of one account about rooms that it is not in.
  private final DayBudget glances;

  Reading(Rooms rooms, Db db, RateLimits limits, long glancesADay) {
    this.glances = new DayBudget("glances", glancesADay);
    this.rooms = rooms;
    this.db = db;
    this.limits = limits;
  }

  /// A room and what the actor may see of it.
  ///
  /// @param known the room now, or as it was when the actor left
  /// @param upTo the last position that the actor may see
  public record Window(
      Actor actor, Room room, Known known, Sight sight, Ignoring ignoring, long upTo) {
    /// The room now, or as it was when the actor left.
    public RoomView view() {
      return known.view();
    }

    /// Whether the actor may see an event at that position that is not about themselves.
    public boolean sees(long pos) {
      return pos <= upTo && sight.sees(pos);
    }

    /// How an event is told to the actor where nothing else names the room.
    public EventJson.Telling telling(RoomEvent event) {
      return new EventJson.Telling(actor, room.id().value(), sight.membershipAt(event));
    }

    /// Whether an event is shown: the actor may see it and does not ignore its sender.
    boolean shows(RoomEvent event) {
      return sight.sees(event) && !ignoring.hides(event);
    }
  }

  /// The room as the actor may know it. A past one is read when somebody asks for its state, as few
  /// do.
  public static final class Known {
    private final Supplier<RoomView> source;
    private @Nullable RoomView view;

    Known(Supplier<RoomView> source) {
      this.source = source;
    }

    /// For the one thread of a request.
    RoomView view() {
      var known = view == null ? source.get() : view;
      view = known;
      return known;
    }
  }

  /// A room as the actor may read it.
  ///
  /// @throws Refused forbidden when the actor never was in the room and it is not open to the world
  public Window window(Actor actor, String roomId) {
    var found = rooms.find(roomId);
    if (found.filter(room -> room.published().isJoined(actor.userNid())).isEmpty()) {
      limits.spend(glances, actor, 1);
    }
    var room = found.orElseThrow(() -> Refused.forbidden(NOT_YOURS));
    var now = room.published();
    var standing = rooms.memberships().of(actor.userNid()).in(room.nid());
    var sight = rooms.sight(actor, room, standing);
    var ignoring = rooms.ignoring(actor);
    if (now.isJoined(actor.userNid()) || now.isWorldReadable()) {
      return new Window(actor, room, new Known(() -> now), sight, ignoring, now.lastPos());
    }
    return standing
        .filter(s -> !s.forgotten())
        .flatMap(was -> past(actor, room, was, sight, ignoring))
        .orElseThrow(() -> Refused.forbidden(NOT_YOURS));
  }

  /// A room that the actor is in, or was in until they left; empty when it is neither.
  public Optional<Window> own(Actor actor, long roomNid) {
    var standing = rooms.memberships().of(actor.userNid()).in(roomNid).filter(s -> !s.forgotten());
    var found = standing.isPresent() ? rooms.find(roomNid) : Optional.<Room>empty();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var room = found.get();
    var now = room.published();
    var sight = rooms.sight(actor, room, standing);
    var ignoring = rooms.ignoring(actor);
    return now.isJoined(actor.userNid())
        ? Optional.of(new Window(actor, room, new Known(() -> now), sight, ignoring, now.lastPos()))
        : past(actor, room, standing.get(), sight, ignoring);
  }

  /// What is left to somebody of a room that they are not in any more; empty when they never were.
  private Optional<Window> past(
      Actor actor, Room room, UserRooms.Standing was, Sight sight, Ignoring ignoring) {
    if (was.wasJoined()) {
      var known = new Known(() -> rooms.viewAt(room, was));
      return Optional.of(new Window(actor, room, known, sight, ignoring, was.pos()));
    }
    return sight
        .left()
        .map(
            left ->
                new Window(
                    actor, room, new Known(() -> rooms.viewAt(room, left)), sight, ignoring, left));
  }

  /// Those of these events that are shown, as the actor sees them, in no order.
  public List<RoomEvent> shown(Window window, long[] nids) {
    var events =
        rooms.events(window.room(), nids).stream()
            .filter(event -> event.pos() <= window.upTo() && window.shows(event))
            .filter(event -> !withholds(window, event.senderNid(), event.pos()))
            .toList();
    return bundled(window, events);
  }

  /// Whether the content of an event is kept from the reader, whose sender had it erased.
  public boolean withholds(Window window, long sender, long pos) {
    return rooms.withholds(sender, pos, window.sight());
  }

  /// One page of history.
  ///
  /// @param next where the next page begins; empty at the end of the history
  public record Page(List<RoomEvent> events, Optional<Long> next) {}

  /// Up to `limit` events after the cut `to`, at or before the cut `from`, latest first.
  public Page backward(Window window, long from, long to, int limit, RoomFilter filter) {
    var events = new ArrayList<RoomEvent>();
    long at = Math.min(from, window.upTo());
    var count = limit + 1;
    for (int looked = 0; looked < LOOKED_AT_MAX; count = Math.max(count, READ_MIN)) {
      var page = read(window, BACKWARD, to, at, count);
      var wanted = wanted(window, filter, page);
      for (var event : page) {
        if (events.size() == limit) {
          return page(window, events, Optional.of(event.pos()));
        }
        at = event.pos() - 1;
        if (window.shows(event) && wanted.test(event)) {
          events.add(event);
        }
      }
      looked += page.size();
      if (page.size() < count) {
        return page(window, events, Optional.empty());
      }
    }
    return page(window, events, Optional.of(at));
  }

  /// Up to `limit` events after the cut `from`, at or before the cut `to`, oldest first.
  public Page forward(Window window, long from, long to, int limit, RoomFilter filter) {
    var events = new ArrayList<RoomEvent>();
    long at = from;
    var count = limit + 1;
    for (int looked = 0; looked < LOOKED_AT_MAX; count = Math.max(count, READ_MIN)) {
      var page = read(window, FORWARD, at, Math.min(to, window.upTo()), count);
      var wanted = wanted(window, filter, page);
      for (var event : page) {
        if (events.size() == limit) {
          return page(window, events, Optional.of(at));
        }
        at = event.pos();
        if (window.shows(event) && wanted.test(event)) {
          events.add(event);
        }
      }
      looked += page.size();
      if (page.size() < count) {
        return page(window, events, Optional.empty());
      }
    }
    return page(window, events, Optional.of(at));
  }

  private Predicate<RoomEvent> wanted(Window window, RoomFilter filter, List<RoomEvent> events) {
    return rooms.taken(window.actor(), window.room(), filter, events, window.upTo());
  }

  private List<RoomEvent> read(Window window, String sql, long after, long upTo, int count) {
    var room = window.room();
    return db.read(
        tx ->
            tx.list(
                row -> RoomStore.event(row, room.version()), sql, room.nid(), after, upTo, count));
  }

  private Page page(Window window, List<RoomEvent> events, Optional<Long> next) {
    return new Page(bundled(window, events), next);
  }

  /// Events from disk, each with what others made of it, as far as the reader may see that.
  List<RoomEvent> bundled(Window window, List<RoomEvent> events) {
    return rooms.bundled(window.actor(), window.room(), events, window.sight(), window.upTo());
  }

  /// The state at an event of a window: as it was, and not as it is by now.
  ///
  /// @param members ids of the people whose member events are asked for; absent: all
  public State state(Window window, RoomEvent at, Optional<Set<String>> members) {
    var now = window.room().published();
    var same = !at.isState() && at.snapshot() == now.snapshot();
    return same ? now.state() : rooms.stateAfter(window.room(), at, members);
  }

  /// An event that is shown.
  ///
  /// @throws Refused notFound when there is no such event for the actor
  RoomEvent shown(Window window, String eventId) {
    var event = event(window, eventId);
    if (window.ignoring().hides(event)) {
      throw noEvent();
    }
    return event;
  }

  static Refused noEvent() {
    return Refused.notFound("There is no such event for you.");
  }

  /// An event that the actor may see, also of somebody whom they ignore.
  ///
  /// @throws Refused notFound when there is no such event for the actor
  RoomEvent event(Window window, String eventId) {
    var event =
        rooms
            .event(window.room(), eventId)
            .filter(e -> e.pos() <= window.upTo() && window.sight().sees(e))
            .orElseThrow(Reading::noEvent);
    var whole =
        window.room().ring().holds(event)
            && window.sight().seesAllFrom(event.pos())
            && window.ignoring().nobody()
            && !rooms.isErased(event);
    return whole ? event : bundled(window, List.of(event)).getFirst();
  }

  /// @param ts when it happened
  record Moment(String eventId, long ts) {}

  /// The event nearest to a moment, before or after it.
  Optional<Moment> at(Window window, long ts, boolean forward) {
    var room = window.room().nid();
    var sql = forward ? AFTER_TIME : BEFORE_TIME;
    var all = window.ignoring().nobody();
    return db.read(
        tx -> {
          var args = new ArrayList<Object>(List.of(room, room, ts));
          if (!all) {
            args.add(window.ignoring().nids(tx));
          }
          args.addAll(List.of(MOMENTS_MAX, window.sight().ranges(window.upTo())));
          return tx.first(
              row -> new Moment(row.text("event_id"), row.number("ts")),
              sql.formatted(all ? "" : NOT_IGNORED),
              args.toArray());
        });
  }
}
