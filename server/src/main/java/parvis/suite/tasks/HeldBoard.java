package parvis.suite.tasks;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.platform.db.Tx;

/// The board of a space as it is until the end of a transaction, for whoever changes tasks on it:
/// read once, and only where it is looked at.
final class HeldBoard {
  private final BoardStore store;
  private final Tx tx;
  private final long space;
  private Tx.@Nullable Later<Optional<Board>> locked;
  private @Nullable Board known;

  private HeldBoard(BoardStore store, Tx tx, long space) {
    this.store = store;
    this.tx = tx;
    this.space = space;
  }

  /// Kept as it is, from when it is first looked at.
  static HeldBoard kept(BoardStore store, Tx tx, long space) {
    return new HeldBoard(store, tx, space);
  }

  /// Kept as it is by one transaction at a time, from before the next statement.
  static HeldBoard locked(BoardStore store, Tx tx, long space) {
    var held = new HeldBoard(store, tx, space);
    held.locked = store.lockLater(tx, space);
    return held;
  }

  Board now() {
    var board = known;
    if (board == null) {
      board = read();
      known = board;
    }
    return board;
  }

  private Board read() {
    return locked == null
        ? store.board(tx, space)
        : locked.now().orElseGet(() -> store.lockBoard(tx, space));
  }
}
