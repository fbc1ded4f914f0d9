package parvis.suite.tasks;

import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.db.Tx;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// Where a task comes to stand: the server gives it a rank, so that two people who move tasks at
/// once never put them into one place by chance.
final class Placing {
  private final TaskStore store;
  private final HistoryStore history = new HistoryStore();

  Placing(TaskStore store) {
    this.store = store;
  }

  /// The column that a wish says and nothing else: it is to stand last there.
  static Optional<String> appended(JsonValue wish) {
    return wish instanceof JsonObject place && !place.has("after") && !place.has("rank")
        ? place.string("column")
        : Optional.empty();
  }

  /// Where a task stands after a wish: after another task; first, where that is null; at the rank
  /// that its history told; last, where nothing is said, or the other one has gone elsewhere.
  JsonObject place(Tx tx, HeldBoard board, Task task, JsonObject wish) {
    if (wish.string("after").filter(task.key().id()::equals).isPresent()) {
      throw Said.invalid(Field.PLACE.word(), "comes after itself");
    }
    var column = wish.string("column").orElseThrow();
    var rank = told(tx, task, column, wish).or(() -> stays(tx, task, column, wish));
    return JsonObject.of(
        "column", column, "rank", rank.orElseGet(() -> rank(tx, board, task, column, wish)));
  }

  /// The rank that a wish names: one that the task had before. Any other could lie so far out that
  /// nothing fits beyond it.
  private Optional<String> told(Tx tx, Task task, String column, JsonObject wish) {
    var rank = wish.string("rank");
    var there = rank.map(at -> JsonObject.of("column", column, "rank", at));
    if (there.filter(place -> !stood(tx, task, place)).isPresent()) {
      throw Said.invalid(Field.PLACE.word(), "has a rank that this task never had");
    }
    return rank;
  }

  private boolean stood(Tx tx, Task task, JsonObject place) {
    return task.version() > 0
        && (place.equals(task.value(Field.PLACE)) || history.stood(tx, task.key(), place));
  }

  /// The rank that a task has already, where it stands as it is wished to.
  private Optional<String> stays(Tx tx, Task task, String column, JsonObject wish) {
    var after = wish.string("after");
    if (task.version() == 0 || !task.column().equals(column) || after.isEmpty()) {
      return Optional.empty();
    }
    return store
        .rankOf(tx, task.key(), column, after.get())
        .filter(low -> low.compareTo(task.rank()) < 0)
        .filter(low -> below(store.next(tx, task.key(), column, low), task.rank()))
        .map(_ -> task.rank());
  }

  private static boolean below(Optional<String> next, String rank) {
    return next.isEmpty() || rank.compareTo(next.get()) < 0;
  }

  private String rank(Tx tx, HeldBoard board, Task task, String column, JsonObject wish) {
    var first = wish.has("after") && wish.string("after").isEmpty();
    var other = wish.string("after").flatMap(after -> store.rankOf(tx, task.key(), column, after));
    var low = first ? Optional.of("") : other;
    // Nothing comes after the last one.
    var rank =
        low.map(at -> Rank.between(at, store.next(tx, task.key(), column, at).orElse("")))
            .orElseGet(() -> Rank.between(board.last(task.key(), column).orElse(""), ""));
    if (rank.length() > Rank.CHARS_MAX) {
      throw Refused.conflict("Too many tasks were put into this one place; put it elsewhere.");
    }
    return rank;
  }
}
