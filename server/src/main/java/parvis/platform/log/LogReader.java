package parvis.platform.log;

import java.util.List;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// The log as the database has it.
final class LogReader {
  private static final String ROWS =
      """
      select pos, kind, room, "user", ref, key
        from log
       where pos > ? and pos <= ?
       order by pos
       limit ?""";

  private final Db db;

  LogReader(Db db) {
    this.db = db;
  }

  /// Rows above `after` up to `last`, ascending, at most `max`.
  List<LogRow> rows(long after, long last, int max) {
    return db.read(tx -> rows(tx, after, last, max));
  }

  /// The same inside a transaction.
  static List<LogRow> rows(Tx tx, long after, long last, int max) {
    return tx.list(LogReader::row, ROWS, after, last, max);
  }

  private static LogRow row(Row row) {
    return new LogRow(
        row.number("pos"),
        (short) row.number("kind"),
        row.number("room"),
        row.number("user"),
        row.number("ref"),
        row.text("key"),
        null);
  }
}
