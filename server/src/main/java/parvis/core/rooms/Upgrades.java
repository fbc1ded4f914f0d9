package parvis.core.rooms;

import java.util.List;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// The upgrades that have begun and not ended: what a kill leaves of one is known to the next
/// start.
final class Upgrades {
  /// What one start looks at: more than requests that one process ever had at work.
  private static final int BEGUN_MAX = 10_000;

  private static final String BEGIN =
      """
      insert into room_upgrade (replacement, old, "user") values (?, ?, ?)""";
  private static final String END = "delete from room_upgrade where replacement = ?";
  private static final String BEGUN =
      """
      select replacement, old, "user" from room_upgrade order by replacement limit ?""";

  private Upgrades() {}

  /// @param user who replaces the old room
  record Begun(long replacement, long old, long user) {}

  static void begin(Tx tx, Begun begun) {
    tx.run(BEGIN, begun.replacement(), begun.old(), begun.user());
  }

  static void end(Tx tx, long replacement) {
    tx.run(END, replacement);
  }

  static List<Begun> begun(Db db) {
    return db.read(
        tx ->
            tx.list(
                row -> new Begun(row.number("replacement"), row.number("old"), row.number("user")),
                BEGUN,
                BEGUN_MAX));
  }
}
