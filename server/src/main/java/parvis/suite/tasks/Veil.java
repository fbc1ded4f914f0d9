package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import parvis.core.things.Hidden;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// Keeps from the reader of some tasks the ids of others that they do not see: of what a task is
/// part of, and of what it waits for.
final class Veil {
  private static final Set<Field> NAMING = EnumSet.of(Field.PARENT, Field.WAITS_FOR);

  private static final String PARENT = Field.PARENT.word();
  private static final String WAITS_FOR = Field.WAITS_FOR.word();

  private final TaskStore store;

  Veil(TaskStore store) {
    this.store = store;
  }

  /// Tasks of one space, in their order.
  List<Task> over(Tx tx, Reach reach, List<Task> all) {
    var hidden = hidden(tx, reach, all.stream().flatMap(Veil::names).toList());
    return hidden.ids().isEmpty() ? all : all.stream().map(task -> over(hidden, task)).toList();
  }

  Task over(Tx tx, Reach reach, Task task) {
    return over(tx, reach, List.of(task)).getFirst();
  }

  static Task over(Hidden hidden, Task task) {
    return task.with(Field.PARENT, hidden.one(task.value(Field.PARENT)))
        .with(Field.WAITS_FOR, hidden.all(task.value(Field.WAITS_FOR), "task"));
  }

  /// The same of a card as it was written for who sees all.
  static byte[] over(Hidden hidden, byte[] card) {
    return JsonReader.read(card, JsonLimits.REQUEST) instanceof JsonObject told
        ? JsonWriter.write(
            told.with(PARENT, hidden.one(value(told, PARENT)))
                .with(WAITS_FOR, hidden.all(value(told, WAITS_FOR), "task")))
        : card;
  }

  private static JsonValue value(JsonObject card, String word) {
    return Optional.ofNullable(card.get(word)).orElse(JsonNull.NULL);
  }

  /// The tasks that one names.
  static Stream<String> names(Task task) {
    return NAMING.stream().flatMap(field -> names(task.value(field)));
  }

  private static Stream<String> names(JsonValue value) {
    return switch (value) {
      case JsonString(var id) -> Stream.of(id);
      case JsonArray waits ->
          waits.objects().stream().flatMap(wait -> wait.string("task").stream());
      default -> Stream.empty();
    };
  }

  /// The history of a task, in which it never named what is not seen.
  List<HistoryStore.Change> history(Tx tx, Reach reach, List<HistoryStore.Change> all) {
    var names =
        all.stream()
            .filter(Veil::isNaming)
            .flatMap(one -> Stream.concat(names(one.was()), names(one.became())))
            .toList();
    var hidden = hidden(tx, reach, names);
    return all.stream()
        .map(one -> isNaming(one) ? veiled(one, hidden) : one)
        .filter(one -> !one.was().equals(one.became()))
        .toList();
  }

  private static boolean isNaming(HistoryStore.Change change) {
    return Field.of(change.field()).filter(NAMING::contains).isPresent();
  }

  private static HistoryStore.Change veiled(HistoryStore.Change change, Hidden hidden) {
    return new HistoryStore.Change(
        change.version(),
        change.field(),
        change.fact(),
        veiled(change.was(), hidden),
        veiled(change.became(), hidden));
  }

  private static JsonValue veiled(JsonValue value, Hidden hidden) {
    return hidden.all(hidden.one(value), "task");
  }

  /// How many stand where, by what they are part of: what is not seen is the lane of none.
  List<Lanes.Count> lanes(Tx tx, Reach reach, List<Lanes.Count> all) {
    var hidden = hidden(tx, reach, all.stream().map(Lanes.Count::lane).toList());
    var sums = new LinkedHashMap<List<String>, Long>();
    for (var one : all) {
      var lane = hidden.has(one.lane()) ? "" : one.lane();
      sums.merge(List.of(one.column(), lane), one.tasks(), Long::sum);
    }
    var told = new ArrayList<Lanes.Count>();
    sums.forEach((at, tasks) -> told.add(new Lanes.Count(at.getFirst(), at.getLast(), tasks)));
    return told;
  }

  /// Leaves in its place what somebody does not see, who wishes that a task name something else, or
  /// nothing.
  void keep(Tx tx, Reach reach, Task before, Map<Field, JsonValue> wanted) {
    if (before.version() == 0 || NAMING.stream().noneMatch(wanted::containsKey)) {
      return;
    }
    var hidden = hidden(tx, reach, names(before).toList());
    if (wanted.get(Field.PARENT) instanceof JsonNull
        && before.parent().filter(hidden::has).isPresent()) {
      wanted.remove(Field.PARENT);
    }
    if (wanted.get(Field.WAITS_FOR) instanceof JsonArray waits) {
      var kept = hidden.of(before.value(Field.WAITS_FOR), "task");
      wanted.put(
          Field.WAITS_FOR,
          JsonArray.of(Stream.concat(kept.objects().stream(), waits.objects().stream()).toArray()));
    }
  }

  private Hidden hidden(Tx tx, Reach reach, Collection<String> names) {
    if (reach.seesAll() || names.isEmpty()) {
      return Hidden.NONE;
    }
    var seen = store.named(tx, names).stream().filter(reach::sees).map(one -> one.key().id());
    return Hidden.among(names, seen.toList());
  }
}
