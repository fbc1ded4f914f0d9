package parvis.core.rooms;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Takes what was said before a moment out of a room, for an administrator: it is hidden at once
/// and wiped with the next round. State, and what holds the graph together, stays.
///
/// Each step may be taken again, and that all are taken is noted last: after a kill, or where two
/// nodes are at it, it comes out the same.
final class HistoryPurges {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryPurges.class);

  /// Purges that one look goes on with, and those over of which it lets memory go once more.
  private static final int LOOKED_AT_MAX = 100;

  /// How long after a purge each node looks whether it still remembers something.
  private static final Duration REMEMBERED_MAX = Duration.ofHours(1);

  /// How long it is told how far a purge came.
  private static final Duration TOLD_FOR = Duration.ofDays(1);

  private static final String COLUMNS =
      "select id, room, before_pos, until_ts, begun_ms, done_ms from history_purge";
  private static final String BEGIN =
      """
      insert into history_purge (id, room, before_pos, until_ts, purged_by, begun_ms, done_ms)
      values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";
  private static final String DONE = "update history_purge set done_ms = ? where id = ?";
  private static final String OLD = "delete from history_purge where done_ms < ?";
  private static final String AT =
      "select pos from event where room = ? and event_id = ? and pos is not null";
  private static final String UNTIL =
      """
      with later as materialized (
        select min(pos) as pos from event where room = ? and ts > ? and pos is not null)
      select max(e.pos) + 1 as pos from event e, later
       where e.room = ? and e.pos < coalesce(later.pos, 9223372036854775807)
      having max(e.pos) is not null""";

  private final Db db;
  private final Retention retention;
  private final Clock clock;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  HistoryPurges(Db db, Retention retention, Clock clock) {
    this.db = db;
    this.retention = retention;
    this.clock = clock;
  }

  /// @param before the position of the first event that stays
  /// @param until what was sent after this moment stays wherever it is; absent: nothing does
  /// @param doneMs absent: it goes on
  record Purge(
      String id, long room, long before, OptionalLong until, long begunMs, OptionalLong doneMs) {
    static Purge of(Row row) {
      return new Purge(
          row.text("id"),
          row.number("room"),
          row.number("before_pos"),
          row.optionalNumber("until_ts"),
          row.number("begun_ms"),
          row.optionalNumber("done_ms"));
    }
  }

  /// Where an event of a room is.
  Optional<Long> at(long room, String eventId) {
    return db.read(tx -> tx.first(row -> row.number("pos"), AT, room, eventId));
  }

  /// The position before which nothing was sent after a moment. What says of itself that it is old
  /// and came later is behind it, and stays.
  Optional<Long> until(long room, long ts) {
    return db.read(tx -> tx.first(row -> row.number("pos"), UNTIL, room, ts, room));
  }

  /// Notes that a history is to be purged; one of which nothing goes is done with that.
  ///
  /// @return false while another purge of that room is under way
  boolean begin(Purge purge, long by) {
    return db.write(
            tx -> {
              tx.run(OLD, clock.millis() - TOLD_FOR.toMillis());
              return tx.run(
                  BEGIN,
                  purge.id(),
                  purge.room(),
                  purge.before(),
                  orNull(purge.until()),
                  by,
                  purge.begunMs(),
                  orNull(purge.doneMs()));
            })
        > 0;
  }

  private static @Nullable Long orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  Optional<Purge> find(String id) {
    return db.read(tx -> tx.first(Purge::of, COLUMNS + " where id = ?", id));
  }

  /// Goes on with what is to do, after a kill too; to be called now and then.
  void resume() {
    db.read(tx -> some(tx, "done_ms is null")).forEach(this::purge);
    var since = clock.millis() - REMEMBERED_MAX.toMillis();
    for (var one : db.read(tx -> some(tx, "done_ms > ?", since))) {
      retention.forget(one.room());
    }
  }

  private static List<Purge> some(Tx tx, String which, Object... args) {
    var all = new Object[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = LOOKED_AT_MAX;
    return tx.list(Purge::of, COLUMNS + " where " + which + " order by begun_ms desc limit ?", all);
  }

  /// Purges, unless that is under way here.
  void purge(Purge purge) {
    if (!underWay.add(purge.id())) {
      return;
    }
    try {
      retention.purgeBefore(purge.room(), purge.before(), purge.until().orElse(Long.MAX_VALUE));
      db.write(tx -> tx.run(DONE, clock.millis(), purge.id()));
    } catch (RuntimeException fault) {
      LOG.warn("The history of a room cannot be purged at the moment, and is tried again", fault);
    } finally {
      underWay.remove(purge.id());
    }
  }
}
