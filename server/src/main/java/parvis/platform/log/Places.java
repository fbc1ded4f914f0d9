package parvis.platform.log;

import parvis.platform.db.Tx;

/// How far each durable consumer has read the log: its place, by its name.
public final class Places {
  private static final String BEGIN =
      "insert into log_consumer (name, pos) values (?, ?) on conflict (name) do nothing";

  private static final String FIND = "select pos from log_consumer where name = ?";

  private static final String MOVE = "update log_consumer set pos = ? where name = ? and pos < ?";

  private Places() {}

  /// Gives a consumer that has no place yet its first one.
  public static boolean begin(Tx tx, String name, long pos) {
    return tx.run(BEGIN, name, pos) == 1;
  }

  /// Forgets a consumer: the log keeps nothing for it any more.
  public static void end(Tx tx, String name) {
    tx.run("delete from log_consumer where name = ?", name);
  }

  public static long of(Tx tx, String name) {
    return tx.first(row -> row.number("pos"), FIND, name).orElseThrow();
  }

  /// The same, and keeps it for this transaction alone.
  public static long held(Tx tx, String name) {
    return tx.first(row -> row.number("pos"), FIND + " for update", name).orElseThrow();
  }

  /// Moves it forward, never back.
  public static boolean move(Tx tx, String name, long pos) {
    return tx.run(MOVE, pos, name, pos) == 1;
  }
}
