package parvis.suite.tasks;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.db.Tx;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What a task may say of its board and of other tasks: which labels it has, what it is part of,
/// and what it waits for. Nothing is part of itself or waits for itself, by whatever way: who
/// changes that holds the board.
final class Relations {
  /// How deep parts have parts.
  static final int PARENTS_MAX = 50;

  /// Parts, by whatever way, of what is made a part of something else.
  private static final int PARTS_MAX = 10_000;

  /// Tasks that one may wait for, one behind the other.
  private static final int AWAITED_MAX = 10_000;

  private final TaskStore tasks;

  Relations(TaskStore tasks) {
    this.tasks = tasks;
  }

  /// @throws Refused invalidParam where it may not say what it is to say from now on
  ///
  /// @param people who may be named
  void check(
      Tx tx,
      Reach reach,
      HeldBoard board,
      Task before,
      Map<Field, JsonValue> changed,
      Set<String> people) {
    if (changed.get(Field.LABELS) instanceof JsonArray labels) {
      refuseUnknown(board.now(), added(labels.strings(), before.strings(Field.LABELS)));
    }
    if (changed.get(Field.CUSTOM) instanceof JsonObject values) {
      var wish = Custom.unlike(values, before.value(Field.CUSTOM));
      Custom.check(board.now(), wish, people);
    }
    if (changed.get(Field.PARENT) instanceof JsonString(var parent)) {
      refuseUnseen(tx, reach, Field.PARENT, Set.of(parent));
      refuseInside(tx, before, parent);
    }
    if (changed.get(Field.WAITS_FOR) instanceof JsonArray waits) {
      var ids = waits.objects().stream().flatMap(wait -> wait.string("task").stream()).toList();
      refuseUnseen(tx, reach, Field.WAITS_FOR, added(ids, before.waitsFor()));
      refuseCircle(tx, before.key().id(), ids);
    }
  }

  private static Set<String> added(List<String> now, List<String> before) {
    var added = new HashSet<>(now);
    before.forEach(added::remove);
    return added;
  }

  private static void refuseUnknown(Board board, Set<String> labels) {
    if (!labels.stream().allMatch(id -> board.label(id).isPresent())) {
      throw Said.invalid(Field.LABELS.word(), "has one that this board has not");
    }
  }

  /// What is of another space, or not theirs to see, is refused like what is not there.
  private void refuseUnseen(Tx tx, Reach reach, Field field, Set<String> ids) {
    var seen =
        tasks.named(tx, ids).stream()
            .filter(task -> task.key().space() == reach.spaceNid() && reach.sees(task))
            .count();
    if (seen < ids.size()) {
      throw Said.invalid(field.word(), "names a task that is not there");
    }
  }

  private void refuseInside(Tx tx, Task task, String parent) {
    var above = tasks.above(tx, parent, PARENTS_MAX);
    if (above.contains(task.key().id())) {
      throw Said.invalid(Field.PARENT.word(), "would make this task a part of itself");
    }
    var parts =
        task.version() == 0
            ? TaskStore.Parts.NONE
            : tasks.parts(tx, task.key(), PARENTS_MAX, PARTS_MAX);
    if (above.size() + 1 + parts.deep() > PARENTS_MAX) {
      throw Said.invalid(Field.PARENT.word(), "lies deeper than " + PARENTS_MAX + " tasks");
    }
    if (parts.count() >= PARTS_MAX) {
      throw Said.invalid(Field.PARENT.word(), "brings more parts than are looked at");
    }
  }

  private void refuseCircle(Tx tx, String task, List<String> waits) {
    var awaited = tasks.awaited(tx, waits, AWAITED_MAX);
    if (awaited.contains(task)) {
      throw Said.invalid(Field.WAITS_FOR.word(), "would make this task wait for itself");
    }
    if (awaited.size() >= AWAITED_MAX) {
      throw Said.invalid(Field.WAITS_FOR.word(), "waits for more tasks than are looked at");
    }
  }
}
