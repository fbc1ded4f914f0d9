package parvis.core.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;

/// The history of a room as one person may read it.
final class Reading {
  private static final String NOT_YOURS = "You may not read this room.";
  private static final int SIGHTS_KEPT_MAX = 20_000;

  /// Events looked at for one page, when most of them are filtered out or not visible.
  private static final int LOOKED_AT_MAX = 2_000;

  private static final String BACKWARD =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.pos > ? and e.pos <= ? order by e.pos desc limit ?""";
  private static final String FORWARD =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.pos > ? and e.pos <= ? order by e.pos limit ?""";
  private static final String AFTER_TIME =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.ts >= ? and e.pos is not null order by e.ts, e.pos limit ?""";
  private static final String BEFORE_TIME =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.ts <= ? and e.pos is not null order by e.ts desc, e.pos desc
             limit ?""";

  private final Rooms rooms;
  private final Db db;
  private final Cache<SightKey, Sight> sights =
      Caffeine.newBuilder().maximumSize(SIGHTS_KEPT_MAX).build();

  /// A sight is right as long as neither the person's standing nor the room's visibility changes.
  private record SightKey(long user, long room, long standing, long visibility) {}

  Reading(Rooms rooms, Db db) {
    this.rooms = rooms;
    this.db = db;
  }

  /// A room and what the actor may see of it.
  ///
  /// @param view the room now, or as it was when the actor left
  /// @param upTo the last position that the actor may see
  record Window(Room room, RoomView view, Sight sight, long upTo) {}

  /// @throws Refused forbidden when the actor never was in the room and it is not open to the world
  Window window(Actor actor, String roomId) {
    var room = rooms.find(roomId).orElseThrow(() -> Refused.forbidden(NOT_YOURS));
    var now = room.published();
    var standing = rooms.memberships().of(actor.userNid()).in(room.nid());
    if (now.isJoined(actor.userNid()) || worldReadable(now)) {
      return new Window(room, now, sight(actor, room, standing), now.lastPos());
    }
    var left =
        standing
            .filter(s -> !s.forgotten() && s.wasJoined())
            .orElseThrow(() -> Refused.forbidden(NOT_YOURS));
    return new Window(room, rooms.viewAt(room, left), sight(actor, room, standing), left.pos());
  }

  private static boolean worldReadable(RoomView view) {
    return view.state()
        .event("m.room.history_visibility", "")
        .flatMap(e -> e.pdu().content().string("history_visibility"))
        .filter("world_readable"::equals)
        .isPresent();
  }

  private Sight sight(Actor actor, Room room, Optional<UserRooms.Standing> standing) {
    var visibility =
        room.published()
            .state()
            .event("m.room.history_visibility", "")
            .map(RoomEvent::pos)
            .orElse(0L);
    var key =
        new SightKey(
            actor.userNid(),
            room.nid(),
            standing.map(UserRooms.Standing::pos).orElse(0L),
            visibility);
    return sights.get(key, _ -> db.read(tx -> Sight.of(tx, room, actor.user().value())));
  }

  /// One page of history.
  ///
  /// @param next where the next page begins; empty at the end of the history
  record Page(List<RoomEvent> events, Optional<Long> next) {}

  /// Up to `limit` events at or before the cut `from`, latest first.
  Page backward(Window window, long from, int limit, Predicate<RoomEvent> wanted) {
    var events = new ArrayList<RoomEvent>();
    long at = Math.min(from, window.upTo());
    for (int looked = 0; looked < LOOKED_AT_MAX; ) {
      var page = read(window, BACKWARD, 0, at, limit + 1);
      for (var event : page) {
        if (events.size() == limit) {
          return page(window, events, Optional.of(event.pos()));
        }
        at = event.pos() - 1;
        if (window.sight().sees(event) && wanted.test(event)) {
          events.add(event);
        }
      }
      looked += page.size();
      if (page.size() <= limit) {
        return page(window, events, Optional.empty());
      }
    }
    return page(window, events, Optional.of(at));
  }

  /// Up to `limit` events after the cut `from`, oldest first.
  Page forward(Window window, long from, int limit, Predicate<RoomEvent> wanted) {
    var events = new ArrayList<RoomEvent>();
    long at = from;
    for (int looked = 0; looked < LOOKED_AT_MAX; ) {
      var page = read(window, FORWARD, at, window.upTo(), limit + 1);
      for (var event : page) {
        if (events.size() == limit) {
          return page(window, events, Optional.of(at));
        }
        at = event.pos();
        if (window.sight().sees(event) && wanted.test(event)) {
          events.add(event);
        }
      }
      looked += page.size();
      if (page.size() <= limit) {
        return page(window, events, Optional.empty());
      }
    }
    return page(window, events, Optional.of(at));
  }

  private List<RoomEvent> read(Window window, String sql, long after, long upTo, int count) {
    var room = window.room();
    return db.read(
        tx ->
            tx.list(
                row -> RoomStore.event(row, room.version()), sql, room.nid(), after, upTo, count));
  }

  private Page page(Window window, List<RoomEvent> events, Optional<Long> next) {
    bundle(window.room(), events);
    return new Page(events, next);
  }

  /// Tells events from disk what others made of them.
  void bundle(Room room, List<RoomEvent> events) {
    db.read(
        tx -> {
          Bundling.attach(tx, room.nid(), events, room.version());
          return events.size();
        });
  }

  /// @throws Refused notFound when there is no such event or the actor may not see it
  RoomEvent event(Window window, String eventId) {
    return rooms
        .event(window.room(), eventId)
        .filter(event -> event.pos() <= window.upTo() && window.sight().sees(event))
        .map(
            event -> {
              if (window.room().ring().find(eventId).isEmpty()) {
                bundle(window.room(), List.of(event));
              }
              return event;
            })
        .orElseThrow(() -> Refused.notFound("There is no such event for you."));
  }

  /// The event nearest to a moment, before or after it.
  Optional<RoomEvent> at(Window window, long ts, boolean forward) {
    var room = window.room();
    var near =
        db.read(
            tx ->
                tx.list(
                    row -> RoomStore.event(row, room.version()),
                    forward ? AFTER_TIME : BEFORE_TIME,
                    room.nid(),
                    ts,
                    LOOKED_AT_MAX));
    return near.stream()
        .filter(event -> event.pos() <= window.upTo() && window.sight().sees(event))
        .findFirst();
  }
}
