package parvis.suite.tasks;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parvis.platform.db.Tx;

/// The board of a space as it is until the end of a transaction, for whoever changes tasks on it:
/// read once, and only where it is looked at.
final class HeldBoard {
  private final Stores stores;
  private final Tx tx;
  private final long space;
  private Tx.@Nullable Later<Optional<Board>> locked;
  private @Nullable Board known;

  /// What stands last in columns that were looked at, the last one first.
  private final Map<String, Tx.Later<List<End>>> ends = new HashMap<>();

  /// A task that stands at the end of a column, or did.
  record End(long nid, String rank) {}

  private HeldBoard(Stores stores, Tx tx, long space) {
    this.stores = stores;
    this.tx = tx;
    this.space = space;
  }

  /// Kept as it is, from when it is first looked at.
  static HeldBoard kept(Stores stores, Tx tx, long space) {
    return new HeldBoard(stores, tx, space);
  }

  /// Kept as it is by one transaction at a time, from before the next statement.
  static HeldBoard locked(Stores stores, Tx tx, long space) {
    var held = new HeldBoard(stores, tx, space);
    held.locked = stores.boards().lockLater(tx, space);
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
        ? stores.boards().board(tx, space)
        : locked.now().orElseGet(() -> stores.boards().lockBoard(tx, space));
  }

  /// Looks at the end of a column on the way of the next statement.
  void ahead(String column) {
    ends.computeIfAbsent(column, _ -> stores.tasks().endsLater(tx, space, column));
  }

  /// The last rank of a column; of whoever else has left it meanwhile, too, beyond which is last
  /// all the same.
  Optional<String> last(Task.Key but, String column) {
    var known = ends.get(column);
    var all = known == null ? stores.tasks().ends(tx, space, column) : known.now();
    return all.stream().filter(end -> end.nid() != but.nid()).map(End::rank).findFirst();
  }

  /// That a task stands elsewhere from now on.
  void placed(Task task) {
    ends.computeIfPresent(
        task.column(),
        (_, there) ->
            Tx.Later.of(
                Stream.concat(
                        there.now().stream(), Stream.of(new End(task.key().nid(), task.rank())))
                    .sorted(Comparator.comparing(End::rank).reversed())
                    .toList()));
  }
}
