package parvis.core.rooms;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.platform.db.Db;
import parvis.platform.db.Row;

/// The rooms that administrators closed, and those that nobody may come into.
final class ClosedRooms {
  /// Closings that one look begins.
  private static final int BEGUN_MAX = 100;

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

  ClosedRooms(Db db) {
    this.db = db;
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
    return db.write(
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

  Optional<Closed> of(long room) {
    return db.read(tx -> tx.first(ClosedRooms::closed, COLUMNS + " where room = ?", room));
  }

  Optional<Closed> find(String id) {
    return db.read(tx -> tx.first(ClosedRooms::closed, COLUMNS + " where id = ?", id));
  }

  /// Those that are not closed yet, and those whose words every node still has to let go of.
  List<Closed> recent(long since) {
    return db.read(
        tx ->
            tx.list(
                ClosedRooms::closed,
                COLUMNS
                    + " where done_ms is null or (purge and done_ms > ?) order by closed_ms limit ?",
                since,
                BEGUN_MAX));
  }

  /// That closing is over; one that was begun after it is not.
  void done(Closed one, long now) {
    db.write(tx -> tx.run(DONE, now, one.room(), one.id()));
  }

  boolean isBlocked(long room) {
    return of(room).filter(Closed::blocked).isPresent();
  }

  void block(long room, String id, long by, long now, boolean blocked) {
    db.write(tx -> blocked ? tx.run(BLOCK, room, id, by, now, now) : tx.run(UNBLOCK, false, room));
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
