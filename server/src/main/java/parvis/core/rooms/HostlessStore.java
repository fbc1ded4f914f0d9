package parvis.core.rooms;

import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// People who are kept out and whose rooms are to be looked at, and rooms that have nobody else.
final class HostlessStore {
  private static final String BARRED =
      """
      insert into unlooked_host ("user")
      select a."user" from account a
       where a.deactivated_ms is null and not a.guest
         and (a.locked or a.withdrawn or a.shut or a.expired or a.suspended)\
      """;

  private static final String NEVER_TWICE = " on conflict do nothing";
  private static final String NOTE = BARRED + " and a.\"user\" = ?" + NEVER_TWICE;
  private static final String NOTE_ALL = BARRED + NEVER_TWICE;

  private static final String TAKE =
      """
      delete from unlooked_host where "user" in (
        select "user" from unlooked_host order by "user" limit ? for update skip locked)
      returning "user"\
      """;

  private static final String FIND =
      """
      insert into hostless_room (room, found_ms) values (?, ?)
      on conflict (room) do nothing\
      """;

  private static final String LOSE = "delete from hostless_room where room = any(?)";

  private static final String LATEST =
      """
      select room, found_ms from hostless_room where (found_ms, room) < (?, ?)
       order by found_ms desc, room desc limit ?\
      """;

  private static final String OLDEST =
      """
      select room, found_ms from hostless_room where (found_ms, room) > (?, ?)
       order by found_ms, room limit ?\
      """;

  private static final String IS_THERE = "select room from hostless_room where room = ?";

  /// A room and when it was found; where a walk through all of them is.
  record Found(long room, long ms) {
    static final Found BEFORE_ALL = new Found(Long.MIN_VALUE, Long.MIN_VALUE);
    static final Found AFTER_ALL = new Found(Long.MAX_VALUE, Long.MAX_VALUE);

    private static Found of(Row row) {
      return new Found(row.number("room"), row.number("found_ms"));
    }
  }

  /// Somebody, if they are kept out.
  void note(Tx tx, long user) {
    tx.run(NOTE, user);
  }

  /// All who are kept out.
  void noteAll(Tx tx) {
    tx.run(NOTE_ALL);
  }

  /// Some of those who are noted, and are not any more.
  List<Long> take(Tx tx, int max) {
    return tx.list(row -> row.number("user"), TAKE, max);
  }

  void find(Tx tx, long room, long now) {
    tx.run(FIND, room, now);
  }

  void lose(Tx tx, long[] rooms) {
    tx.run(LOSE, (Object) rooms);
  }

  /// Rooms that were found before one, the latest first.
  List<Found> latest(Tx tx, Found before, int max) {
    return tx.list(Found::of, LATEST, before.ms(), before.room(), max);
  }

  /// Those that were found after one, the oldest first.
  List<Found> oldest(Tx tx, Found after, int max) {
    return tx.list(Found::of, OLDEST, after.ms(), after.room(), max);
  }

  boolean isThere(Tx tx, long room) {
    return tx.first(row -> row.number("room"), IS_THERE, room).isPresent();
  }
}
