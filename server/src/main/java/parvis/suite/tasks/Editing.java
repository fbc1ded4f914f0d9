package parvis.suite.tasks;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.platform.db.Tx;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What a task becomes by an edit, or why it does not. What a value must be by itself is decided
/// before, by its [Field]; here it meets the task as it is, its board and its people.
///
/// Whoever changes several things takes their locks in one order, so that no two ever wait for each
/// other: the board of the space first, then tasks, in the order of their numbers.
final class Editing {
  /// What only one at a time changes in a space: two who do so at once would find one place free,
  /// or close a circle.
  private static final Set<Field> ALONE = EnumSet.of(Field.PLACE, Field.PARENT, Field.WAITS_FOR);

  /// What the board must stay as it is for.
  private static final Set<Field> OF_BOARD = EnumSet.of(Field.LABELS, Field.CUSTOM);

  private final Stores stores;
  private final Placing placing;
  private final Relations relations;
  private final Veil veil;

  Editing(Stores stores) {
    var store = stores.tasks();
    this.stores = stores;
    this.placing = new Placing(store);
    this.relations = new Relations(store);
    this.veil = new Veil(store);
  }

  /// Holds the board as some edits need it, before any task is locked for them.
  HeldBoard hold(Tx tx, Reach reach, Collection<Edit> edits) {
    if (edits.stream().anyMatch(edit -> isOf(edit, ALONE))) {
      var locked = HeldBoard.locked(stores, tx, reach.spaceNid());
      edits.forEach(edit -> appended(edit).ifPresent(locked::ahead));
      return locked;
    }
    var held = held(tx, reach);
    if (edits.stream().anyMatch(edit -> isOf(edit, OF_BOARD))) {
      held.now();
    }
    return held;
  }

  /// The board for who holds it already, or changes nothing that hangs on it.
  HeldBoard held(Tx tx, Reach reach) {
    return HeldBoard.kept(stores, tx, reach.spaceNid());
  }

  /// The column at whose end an edit puts a task.
  private static Optional<String> appended(Edit edit) {
    return Optional.ofNullable(edit.set().get(Field.PLACE)).flatMap(Placing::appended);
  }

  /// Whether an edit looks at other tasks than the one that it changes, and at more of them than
  /// the end of a column, which is known.
  static boolean looksAround(Edit edit) {
    return edit.set().entrySet().stream()
        .anyMatch(
            one ->
                ALONE.contains(one.getKey())
                    && (one.getKey() != Field.PLACE || Placing.appended(one.getValue()).isEmpty()));
  }

  private static boolean isOf(Edit edit, Set<Field> some) {
    return edit.set().keySet().stream().anyMatch(some::contains);
  }

  /// The task after the edit; the same one where it is already as it is wished.
  ///
  /// @param before locked after its board, or just made
  /// @param people who may be named
  /// @throws Refused changed when somebody else has changed one of these values after `edit.base()`
  Task apply(
      Tx tx, Reach reach, HeldBoard board, Task before, Edit edit, Set<String> people, Fact by) {
    var changed = changed(tx, reach, board, before, edit);
    if (changed.isEmpty()) {
      return before;
    }
    refuseLate(tx, reach, before, edit, changed);
    refuseAbsent(before, Field.ASSIGNEES, changed.get(Field.ASSIGNEES), people);
    refuseAbsent(before, Field.WATCHERS, changed.get(Field.WATCHERS), people);
    relations.check(tx, reach, board, before, changed, people);
    var after = before.with(changed, state(reach, board, before, changed), by);
    refuseBackwards(after);
    if (changed.containsKey(Field.PLACE)) {
      board.placed(after);
    }
    return after;
  }

  /// The values that are to be others than they are.
  private Map<Field, JsonValue> changed(
      Tx tx, Reach reach, HeldBoard board, Task before, Edit edit) {
    var wanted = new EnumMap<Field, JsonValue>(Field.class);
    wanted.putAll(edit.set());
    veil.keep(tx, reach, before, wanted);
    if (wanted.get(Field.PLACE) instanceof JsonObject wish) {
      wanted.put(Field.PLACE, placing.place(tx, board, before, wish));
    } else if (before.version() == 0) {
      var first = board.now().columns().getFirst();
      wanted.put(
          Field.PLACE, placing.place(tx, board, before, JsonObject.of("column", first.id())));
    }
    if (wanted.get(Field.CUSTOM) instanceof JsonObject wish) {
      wanted.put(Field.CUSTOM, Custom.merged(before.value(Field.CUSTOM), wish));
    }
    wanted.entrySet().removeIf(one -> one.getValue().equals(before.value(one.getKey())));
    return wanted;
  }

  private void refuseLate(
      Tx tx, Reach reach, Task before, Edit edit, Map<Field, JsonValue> changed) {
    if (edit.base() > before.version()) {
      throw Said.invalid("base", "is a version that this task has not had yet");
    }
    var late =
        changed.entrySet().stream()
            .flatMap(
                one ->
                    Custom.words(one.getKey(), before.value(one.getKey()), one.getValue()).stream())
            .filter(word -> before.version() > 0 && before.versionOf(word) > edit.base())
            .toArray();
    if (late.length > 0) {
      throw Refused.changed()
          .with("fields", JsonArray.of(late))
          .with("task", veil.over(tx, reach, before).json(reach.spaceId()));
    }
  }

  /// Who is named already may have gone meanwhile; who is named anew must be there.
  private static void refuseAbsent(
      Task before, Field field, @Nullable JsonValue named, Set<String> people) {
    if (named instanceof JsonArray names) {
      var unknown = new HashSet<>(names.strings());
      unknown.removeAll(people);
      unknown.removeAll(before.people());
      if (!unknown.isEmpty()) {
        throw Refused.invalidParam("Somebody is named who does not see the tasks of this space.")
            .with("field", field.word());
      }
    }
  }

  /// The state that a place gives. To validate, and to take that back, is a right of its own.
  private static State state(
      Reach reach, HeldBoard board, Task before, Map<Field, JsonValue> changed) {
    if (!(changed.get(Field.PLACE) instanceof JsonObject place)) {
      return before.state();
    }
    var next =
        board
            .now()
            .column(place.string("column").orElseThrow())
            .map(Board.Column::state)
            .orElseThrow(() -> Refused.conflict("There is no such column on this board."));
    if (next != before.state() && (next == State.VALIDATED || before.state() == State.VALIDATED)) {
      reach.require(Action.VALIDATE_TASKS);
    }
    return next;
  }

  private static void refuseBackwards(Task task) {
    var start = task.day(Field.START);
    var due = task.day(Field.DUE);
    if (start.isPresent() && due.isPresent() && start.get().compareTo(due.get()) > 0) {
      throw Said.invalid(Field.DUE.word(), "must not lie before \"start\"");
    }
  }
}
