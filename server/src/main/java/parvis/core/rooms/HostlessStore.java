package parvis.core.rooms;

import java.util.List;
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

  private static final String ALL =
      "select room from hostless_room order by found_ms desc, room desc limit ?";

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

  /// Rooms that were found, the latest first.
  List<Long> all(Tx tx, int max) {
    return tx.list(row -> row.number("room"), ALL, max);
  }
}
