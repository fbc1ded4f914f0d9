package parvis.suite.tasks;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Something that is to be done.
///
/// @param values what people set of it, by the words of the [Field]s; the long ones are absent
///     where many tasks are read
/// @param versions of what changed since it was made, the version at which it did so last
/// @param state that of its column, and who brought it there
/// @param historyBytes what its history takes, as it was read
record Task(
    Key key,
    int version,
    JsonObject versions,
    JsonObject values,
    State state,
    Fact since,
    Fact made,
    long changedMs,
    long comments,
    long historyBytes) {

  /// How many steps its checklist has, which is not told among many, and how many are ticked off.
  private static final String STEPS = "steps";

  private static final String STEPS_DONE = "steps_done";

  /// What it is called: in the database, by others, and among the tasks of its space.
  ///
  /// @param space nid of the room that the space is
  record Key(long nid, String id, long space, long number) {}

  /// One that somebody makes; the long fields come to it by [#with], like all others.
  static Task made(Key key, Fact by) {
    var values = JsonObject.builder();
    for (var field : Field.values()) {
      values.put(field.word(), field.usual());
    }
    return new Task(key, 0, JsonObject.EMPTY, values.build(), State.OPEN, by, by, by.atMs(), 0, 0);
  }

  /// What it becomes by a change of some values.
  Task with(Map<Field, JsonValue> changed, State next, Fact by) {
    var after = values.toBuilder();
    var changedAt = versions.toBuilder();
    changed.forEach(
        (field, value) -> {
          after.put(field.word(), value);
          if (field == Field.CHECKLIST && value instanceof JsonArray steps) {
            after.put(STEPS, steps.size());
            after.put(STEPS_DONE, steps.objects().stream().filter(Task::isTicked).count());
          }
          if (version > 0) {
            Custom.words(field, value(field), value)
                .forEach(word -> changedAt.put(word, version + 1));
          }
        });
    var now = after.build();
    var moved = version == 0 || next != state;
    return new Task(
        key,
        version + 1,
        changedAt.build(),
        now,
        next,
        moved ? by : since,
        made,
        by.atMs(),
        comments,
        historyBytes);
  }

  /// What it is once other people watch it, which changes nothing that it says of the work.
  Task watchedBy(Collection<String> people) {
    var watchers = JsonArray.of(people.toArray());
    return with(Map.of(Field.WATCHERS, watchers), state, new Fact(since.by(), changedMs));
  }

  /// The same, as if that had been said of it.
  Task with(Field field, JsonValue said) {
    var other = values.with(field.word(), said);
    return new Task(
        key, version, versions, other, state, since, made, changedMs, comments, historyBytes);
  }

  private static boolean isTicked(JsonObject step) {
    return step.bool("done").orElse(false);
  }

  /// What it says; the usual, where it was made before there was such a field.
  JsonValue value(Field field) {
    return Optional.ofNullable(values.get(field.word())).orElseGet(field::usual);
  }

  /// The version at which what has this word changed last.
  long versionOf(String word) {
    return versions.integer(word).orElse(1);
  }

  String text(Field field) {
    return values.string(field.word()).orElseThrow();
  }

  List<String> assignees() {
    return strings(Field.ASSIGNEES);
  }

  /// The elements of a list.
  List<String> strings(Field field) {
    return value(field) instanceof JsonArray list ? list.strings() : List.of();
  }

  /// Everybody whom it names.
  Set<String> people() {
    var people = new HashSet<>(assignees());
    people.addAll(strings(Field.WATCHERS));
    return people;
  }

  /// The task that it is part of.
  Optional<String> parent() {
    return value(Field.PARENT) instanceof JsonString(var id) ? Optional.of(id) : Optional.empty();
  }

  /// The tasks that it waits for.
  List<String> waitsFor() {
    return value(Field.WAITS_FOR) instanceof JsonArray waits
        ? waits.objects().stream().flatMap(wait -> wait.string("task").stream()).toList()
        : List.of();
  }

  /// A day as it is written, which is in the order of days.
  Optional<String> day(Field field) {
    return value(field) instanceof JsonString(var day) ? Optional.of(day) : Optional.empty();
  }

  boolean archived() {
    return values.bool(Field.ARCHIVED.word()).orElseThrow();
  }

  String column() {
    return place().string("column").orElseThrow();
  }

  String rank() {
    return place().string("rank").orElseThrow();
  }

  private JsonObject place() {
    return values.object(Field.PLACE.word()).orElseThrow();
  }

  /// Whose own it is: they made it or are to do it.
  Set<String> own() {
    var own = new HashSet<>(assignees());
    own.add(made.by());
    return own;
  }

  boolean isOf(String user) {
    return own().contains(user);
  }

  /// As it is told among many.
  JsonObject card(String space) {
    var card =
        JsonObject.builder()
            .put("id", key.id())
            .put("space", space)
            .put("number", key.number())
            .put("version", version)
            .put("column", column())
            .put("rank", rank())
            .put("state", state.word())
            .put("state_by", since.by())
            .put("state_at", since.atMs());
    for (var field : Field.values()) {
      if (!field.isLong() && field != Field.PLACE) {
        card.put(field.word(), value(field));
      }
    }
    return card.put(STEPS, values.integer(STEPS).orElse(0))
        .put(STEPS_DONE, values.integer(STEPS_DONE).orElse(0))
        .put("comments", comments)
        .put("made_by", made.by())
        .put("made_at", made.atMs())
        .put("changed_at", changedMs)
        .build();
  }

  /// As it is told to who opened it.
  JsonObject json(String space) {
    return card(space).toBuilder()
        .put(Field.DESCRIPTION.word(), text(Field.DESCRIPTION))
        .put(Field.CHECKLIST.word(), value(Field.CHECKLIST))
        .put("versions", versions)
        .build();
  }
}
