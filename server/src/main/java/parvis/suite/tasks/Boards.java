package parvis.suite.tasks;

import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.http.Body;

/// The door of boards: to read one, and to arrange it.
final class Boards {
  private final Db db;
  private final BoardStore store;
  private final Telling telling;

  Boards(Db db, BoardStore store, Telling telling) {
    this.db = db;
    this.store = store;
    this.telling = telling;
  }

  Board find(Reach reach) {
    return db.read(tx -> store.boardNow(tx, reach.spaceNid()));
  }

  /// Arranges a board. A column in which tasks stand neither goes nor changes its state: tasks are
  /// moved one by one, by who may.
  ///
  /// @param base the version that was seen
  /// @throws Refused changed when somebody else has arranged it since
  Board arrange(Reach reach, long base, Body wish) {
    return telling.write(
        (tx, notes) -> {
          var before = store.lockBoard(tx, reach.spaceNid());
          var after = before.arranged(before.version() + 1, wish);
          if (base != before.version()) {
            throw Refused.changed().with("board", before.json());
          }
          var lost = before.lost(after);
          if (!lost.isEmpty() && store.stands(tx, reach.spaceNid(), lost)) {
            throw Refused.conflict("Tasks stand in a column that goes, or changes its state.");
          }
          store.arrange(tx, reach.spaceNid(), after);
          notes.arranged(reach.spaceNid());
          return after;
        });
  }
}
