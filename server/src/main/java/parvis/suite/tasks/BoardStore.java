package parvis.suite.tasks;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;

/// Boards in the database.
final class BoardStore {
  private static final String NUMBER =
      """
      insert into task_board as b (space, numbered, held) values (?, 1, 1)
      on conflict (space) do update set numbered = b.numbered + 1, held = b.held + 1
       where b.held < ? returning numbered""";

  private static final String RELEASE = "update task_board set held = held - 1 where space = ?";

  private static final String BOARD = "select version, arranged from task_board where space = ?";
  private static final String BOARD_KEPT = BOARD + " for share";
  private static final String BOARD_LOCKED = BOARD + " for update";

  private static final String BEGIN =
      "insert into task_board (space) values (?) on conflict (space) do nothing";

  private static final String ARRANGE =
      "update task_board set version = ?, arranged = ? where space = ?";

  /// Changes of one board that are kept, the latest, up to the bytes of the history of one task.
  static final int VERSIONS_MAX = 500;

  private static final String KEEP =
      """
      insert into task_board_change (space, version, field, "by", at_ms, was, became)
      values (?, ?, ?, ?, ?, ?, ?)""";

  private static final String CUT =
      "delete from task_board_change where space = ? and version <= ?";

  private static final String CUT_BYTES =
      """
      delete from task_board_change
       where space = ? and version <=
             (select max(version)
                from (select version,
                             sum(octet_length(was) + octet_length(became) + ?)
                               over (order by version desc) as kept_bytes
                        from task_board_change where space = ?) c
               where kept_bytes > ?)""";

  private static final String HISTORY =
      """
      select version, field, "by", at_ms, was, became
        from (select *, sum(octet_length(was) + octet_length(became)) over (order by version desc)
                        - sum(octet_length(was) + octet_length(became)) over (partition by version)
                        as later_bytes
                from task_board_change where space = ? and version <= ? and version > ?) c
       where later_bytes < ? order by version desc, field""";

  private static final String OLDEST =
      "select min(version) as n from task_board_change where space = ?";

  private static final String STANDS =
      "select from task where space = ? and \"column\" = any(?) limit 1";

  /// The next number of a space; empty when it has so many tasks already.
  Optional<Long> number(Tx tx, long space, int max) {
    return tx.first(row -> row.number("numbered"), NUMBER, space, max);
  }

  /// One of its tasks is there no more; its number is not given again.
  void release(Tx tx, long space) {
    tx.run(RELEASE, space);
  }

  /// The board as it is until the end of the transaction.
  Board board(Tx tx, long space) {
    return tx.first(BoardStore::board, BOARD_KEPT, space).orElse(Board.USUAL);
  }

  /// The board as it is at the moment.
  Board boardNow(Tx tx, long space) {
    return tx.first(BoardStore::board, BOARD, space).orElse(Board.USUAL);
  }

  /// Locks it on the way of the next statement, if anybody has arranged it or made a task.
  Tx.Later<Optional<Board>> lockLater(Tx tx, long space) {
    return tx.firstLater(BoardStore::board, BOARD_LOCKED, space);
  }

  Board lockBoard(Tx tx, long space) {
    return tx.first(BoardStore::board, BOARD_LOCKED, space)
        .orElseGet(
            () -> {
              tx.run(BEGIN, space);
              return tx.first(BoardStore::board, BOARD_LOCKED, space).orElseThrow();
            });
  }

  void arrange(Tx tx, long space, Board board) {
    tx.run(ARRANGE, board.version(), board.json().toString(), space);
  }

  /// Keeps what became of an arrangement.
  void keep(Tx tx, long space, Board before, Board after, Fact fact) {
    var was = before.json();
    var became = after.json();
    for (var field : Board.ARRANGED) {
      var old = was.get(field);
      var now = became.get(field);
      if (old != null && now != null && !old.equals(now)) {
        tx.run(
            KEEP,
            space,
            after.version(),
            field,
            fact.by(),
            fact.atMs(),
            old.toString(),
            now.toString());
      }
    }
    tx.run(CUT, space, after.version() - VERSIONS_MAX);
    tx.run(CUT_BYTES, space, HistoryStore.CHANGE_BYTES, space, HistoryStore.TASK_BYTES_MAX);
  }

  /// The latest first, from a version on; whole versions, as many and as long as one page of the
  /// history of a task.
  List<HistoryStore.Change> history(Tx tx, long space, long from) {
    var end = from - HistoryStore.PAGE_VERSIONS;
    return tx.list(BoardStore::change, HISTORY, space, from, end, HistoryStore.PAGE_BYTES_MAX);
  }

  /// The first version of which something is kept.
  long oldest(Tx tx, long space) {
    return tx.first(row -> row.optionalNumber("n"), OLDEST, space)
        .orElseThrow()
        .orElse(Long.MAX_VALUE);
  }

  private static HistoryStore.Change change(Row row) {
    return new HistoryStore.Change(
        row.number("version"),
        row.text("field"),
        new Fact(row.text("by"), row.number("at_ms")),
        TaskStore.value(row.text("was")),
        TaskStore.value(row.text("became")));
  }

  /// Whether any task stands in one of these columns, archived ones among them.
  boolean stands(Tx tx, long space, List<String> columns) {
    return tx.first(_ -> true, STANDS, space, columns.toArray(String[]::new)).isPresent();
  }

  private static Board board(Row row) {
    var version = (int) row.number("version");
    return row.optionalText("arranged")
        .map(arranged -> Board.USUAL.arranged(version, new Body(TaskStore.json(arranged))))
        .orElse(Board.USUAL);
  }
}
