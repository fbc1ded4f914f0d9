package parvis.suite.tasks;

import java.time.Clock;
import java.util.List;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;

/// The door of boards: to read one, and to arrange it.
final class Boards {
  private final Db db;
  private final BoardStore store;
  private final Telling telling;
  private final Shelf shelf;
  private final Clock clock;

  Boards(Db db, BoardStore store, Telling telling, Shelf shelf, Clock clock) {
    this.db = db;
    this.clock = clock;
    this.shelf = shelf;
    this.store = store;
    this.telling = telling;
  }

  Board find(Reach reach) {
    return db.read(tx -> store.boardNow(tx, reach.spaceNid()));
  }

  /// What became of a board.
  ///
  /// @param next from which version the next page goes on; 0: there is none
  record Past(List<HistoryStore.Change> changes, long next) {}

  /// The latest first, from a version on.
  Past history(Reach reach, long from) {
    return db.read(
        tx -> {
          var last = Math.min(from, store.boardNow(tx, reach.spaceNid()).version());
          var changes = store.history(tx, reach.spaceNid(), last);
          var end =
              changes.isEmpty()
                  ? last - HistoryStore.PAGE_VERSIONS
                  : changes.getLast().version() - 1;
          return new Past(changes, store.oldest(tx, reach.spaceNid()) <= end ? end : 0);
        });
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
          return arranged(tx, notes, reach, base, before, after);
        });
  }

  private Board arranged(
      Tx tx, Telling.Notes notes, Reach reach, long base, Board before, Board after) {
    if (base != before.version()) {
      throw Refused.changed().with("board", before.json());
    }
    var lost = before.lost(after);
    if (!lost.isEmpty() && store.stands(tx, reach.spaceNid(), lost)) {
      throw Refused.conflict("Tasks stand in a column that goes, or changes its state.");
    }
    store.arrange(tx, reach.spaceNid(), after);
    var now = new Fact(reach.user().value(), clock.millis());
    store.keep(tx, reach.spaceNid(), before, after, now);
    notes.arranged(reach.spaceNid(), after);
    return after;
  }

  /// Arranges a board as another one is, and keeps here what is kept for all there: any board is a
  /// template of others.
  Board copy(Reach from, Reach to, long base) {
    return telling.write(
        (tx, notes) -> {
          var before = store.lockBoard(tx, to.spaceNid());
          var other = store.boardNow(tx, from.spaceNid());
          var after = before.like(other, before.version() + 1);
          var arranged = arranged(tx, notes, to, base, before, after);
          shelf.copy(tx, from, to);
          return arranged;
        });
  }
}
