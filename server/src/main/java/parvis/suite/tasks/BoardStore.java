package parvis.suite.tasks;

import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;

/// Boards in the database.
final class BoardStore {
  private static final String NUMBER =
      """
      insert into task_board as b (space, numbered) values (?, 1)
      on conflict (space) do update set numbered = b.numbered + 1 returning numbered""";

  private static final String BOARD = "select version, arranged from task_board where space = ?";
  private static final String BOARD_KEPT = BOARD + " for share";
  private static final String BOARD_LOCKED = BOARD + " for update";

  private static final String BEGIN =
      "insert into task_board (space) values (?) on conflict (space) do nothing";

  private static final String ARRANGE =
      "update task_board set version = ?, arranged = ? where space = ?";

  private static final String STANDS =
      "select from task where space = ? and \"column\" = any(?) limit 1";

  /// The next number of a space.
  long number(Tx tx, long space) {
    return tx.first(row -> row.number("numbered"), NUMBER, space).orElseThrow();
  }

  /// The board as it is until the end of the transaction.
  Board board(Tx tx, long space) {
    return tx.first(BoardStore::board, BOARD_KEPT, space).orElse(Board.USUAL);
  }

  /// The board as it is at the moment.
  Board boardNow(Tx tx, long space) {
    return tx.first(BoardStore::board, BOARD, space).orElse(Board.USUAL);
  }

  Board lockBoard(Tx tx, long space) {
    tx.run(BEGIN, space);
    return tx.first(BoardStore::board, BOARD_LOCKED, space).orElseThrow();
  }

  void arrange(Tx tx, long space, Board board) {
    tx.run(ARRANGE, board.version(), board.json().toString(), space);
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
