package parvis.core.rooms;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// The rooms that administrators closed, and those that nobody may come into.
final class ClosedRooms {
  /// Closings that one look goes on with, and those over that it looks at once more.
  private static final int BEGUN_MAX = 100;

  private static final int OVER_MAX = 1_000;

  /// Rooms known in memory; of more, each is asked for.
  private static final int KNOWN_MAX = 10_000;

  /// How long what is known holds: another node may close a room meanwhile.
  private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

  private static final String SHUT =
      "select room from closed_room where blocked or done_ms is null limit ?";

  private static final String COLUMNS =
      "select room, id, message, purge, blocked, closed_ms, done_ms from closed_room";

  private static final String BEGIN =
      """
      insert into closed_room (room, id, closed_by, closed_ms, message, purge, blocked)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (room) do update
         set id = excluded.id, closed_by = excluded.closed_by, closed_ms = excluded.closed_ms,
             message = excluded.message, purge = excluded.purge,
             blocked = closed_room.blocked or excluded.blocked, done_ms = null
       where closed_room.done_ms is not null
      """;

  private static final String DONE = "update closed_room set done_ms = ? where room = ? and id = ?";

  private static final String UNBLOCK = "update closed_room set blocked = ? where room = ?";

  private static final String BLOCK =
      """
      insert into closed_room
        (room, id, closed_by, closed_ms, message, purge, blocked, done_ms)
      values (?, ?, ?, ?, '', false, true, ?)
      on conflict (room) do update set blocked = true\
      """;

  private final Db db;
  private final Clock clock;
  private final AtomicLong changes = new AtomicLong();
  private volatile Known known = Known.NOTHING;

  /// The rooms that nobody may come into, as of a moment.
  ///
  /// @param whole whether there are no others
  private record Known(Set<Long> rooms, boolean whole, long atMs) {
    static final Known NOTHING = new Known(Set.of(), false, Long.MIN_VALUE / 2);
  }

  ClosedRooms(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /// A closing.
  ///
  /// @param id what administrators ask for it by
  /// @param message said to who is taken out
  /// @param purge whether what was said goes, too
  /// @param doneMs absent: it goes on
  record Closed(
      long room,
      String id,
      String message,
      boolean purge,
      boolean blocked,
      long closedMs,
      OptionalLong doneMs) {}

  /// Notes that a room is to be closed; false while it is being closed already.
  boolean begin(Closed closed, long by) {
    return write(
            tx ->
                tx.run(
                    BEGIN,
                    closed.room(),
                    closed.id(),
                    by,
                    closed.closedMs(),
                    closed.message(),
                    closed.purge(),
                    closed.blocked()))
        > 0;
  }

  private int write(Function<Tx, Integer> change) {
    try {
      return db.write(change);
    } finally {
      changes.incrementAndGet();
      known = Known.NOTHING;
    }
  }

  Optional<Closed> of(long room) {
    return db.read(tx -> tx.first(ClosedRooms::closed, COLUMNS + " where room = ?", room));
  }

  Optional<Closed> find(String id) {
    return db.read(tx -> tx.first(ClosedRooms::closed, COLUMNS + " where id = ?", id));
  }

  /// Those that are not closed yet.
  List<Closed> begun() {
    return db.read(
        tx ->
            tx.list(
                ClosedRooms::closed,
                COLUMNS + " where done_ms is null order by closed_ms limit ?",
                BEGUN_MAX));
  }

  /// Those that were closed since then, the last first.
  List<Closed> over(long since) {
    return db.read(
        tx ->
            tx.list(
                ClosedRooms::closed,
                COLUMNS + " where done_ms > ? order by done_ms desc limit ?",
                since,
                OVER_MAX));
  }

  /// That closing is over; one that was begun after it is not.
  void done(Closed one, long now) {
    write(tx -> tx.run(DONE, now, one.room(), one.id()));
  }

  boolean isBlocked(long room) {
    return of(room).filter(Closed::blocked).isPresent();
  }

  /// Whether nobody may come into a room: it is blocked, or being closed. What another node decided
  /// is so here within [#KNOWN_FOR].
  boolean isShut(long room) {
    var now = known;
    if (clock.millis() - now.atMs() > KNOWN_FOR.toMillis()) {
      now = look();
    }
    return now.rooms().contains(room)
        || (!now.whole()
            && of(room).filter(one -> one.blocked() || one.doneMs().isEmpty()).isPresent());
  }

  private Known look() {
    var before = changes.get();
    var at = clock.millis();
    var rooms = db.read(tx -> tx.list(row -> row.number("room"), SHUT, KNOWN_MAX + 1));
    var found = new Known(Set.copyOf(rooms), rooms.size() <= KNOWN_MAX, at);
    if (changes.get() == before) {
      known = found;
    }
    return found;
  }

  void block(long room, String id, long by, long now, boolean blocked) {
    write(tx -> blocked ? tx.run(BLOCK, room, id, by, now, now) : tx.run(UNBLOCK, false, room));
  }

  private static Closed closed(Row row) {
    return new Closed(
        row.number("room"),
        row.text("id"),
        row.text("message"),
        row.bool("purge"),
        row.bool("blocked"),
        row.number("closed_ms"),
        row.optionalNumber("done_ms"));
  }
}
