package parvis.suite.tasks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.base.Words;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonValue;

/// Tasks in the database, what became of them, and what devices asked for.
final class TaskStore {
  /// Changes of one task that are read at once.
  static final int HISTORY_PAGE = 100;

  private static final String COLUMNS =
      """
      select nid, id, space, number, version, versions, content, state, state_by, state_ms,
             seen_by, made_by, made_ms, changed_ms, comments,
      """;

  static final String WHOLE = COLUMNS + " texts from task";
  static final String SHORT = COLUMNS + " '{}' as texts from task";

  private static final String FIND = WHOLE + " where id = ?";
  private static final String LOCK = FIND + " for update";

  private static final String NAMED = SHORT + " where id = any(?)";

  private static final String ADD =
      """
      insert into task (versions, content, texts, "column", rank, state, state_by, state_ms, assignees,
                        seen_by, due, archived, changed_ms, parent, labels, waits_for, words, version, nid,
                        id, space, number, made_by, made_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, array_to_tsvector(?::text[]), ?, ?,
              ?, ?, ?, ?, ?)""";

  private static final String SAVE =
      """
      update task
         set versions = ?, content = ?, texts = ?, "column" = ?, rank = ?, state = ?, state_by = ?,
             state_ms = ?, assignees = ?, seen_by = ?, due = ?, archived = ?, changed_ms = ?, parent = ?,
             labels = ?, waits_for = ?, words = array_to_tsvector(?::text[]), version = ?
       where nid = ?""";

  private static final String REMOVE = "delete from task where nid = ?";

  private static final String NOTE =
      """
      insert into task_change (task, version, field, "by", at_ms, was, became)
      select ?, ?, field, ?, ?, was, became
        from unnest(?::text[], ?::text[], ?::text[]) as c (field, was, became)""";

  private static final String HISTORY =
      """
      select version, field, "by", at_ms, was, became from task_change
       where task = ? and version <= ? order by version desc, field limit ?""";

  private static final String ASK =
      """
      insert into task_request (scope, request, task, at_ms) values (?, ?, ?, ?)
      on conflict (scope, request) do nothing""";

  private static final String ASKED =
      "select task from task_request where scope = ? and request = ?";

  private static final String FORGET = "delete from task_request where at_ms < ?";

  private static final String PART = "select from task where parent = ? limit 1";

  /// What a task is part of, step by step.
  private static final String ABOVE =
      """
      with recursive above as (
        select id, parent, 1 as steps from task where id = ?
        union all
        select t.id, t.parent, a.steps + 1 from task t join above a on t.id = a.parent where a.steps < ?)
      select id from above order by steps""";

  /// Whatever some tasks wait for, and what that waits for.
  private static final String AWAITED =
      """
      with recursive awaited as (
        select id, waits_for from task where id = any(?)
        union
        select t.id, t.waits_for from task t join awaited a on t.id = any(a.waits_for))
      select id from awaited limit ?""";

  private static final String RANK =
      "select rank from task where id = ? and space = ? and \"column\" = ? and nid <> ?";

  private static final String STOOD =
      "select from task_change where task = ? and field = 'place' and ? in (was, became) limit 1";

  private static final String NEXT =
      """
      select min(rank) as rank from task
       where space = ? and "column" = ? and rank > ? and nid <> ?""";

  private static final String LAST =
      "select max(rank) as rank from task where space = ? and \"column\" = ? and nid <> ?";

  /// What became of a value.
  record Change(long version, String field, Fact fact, JsonValue was, JsonValue became) {}

  Optional<Task> find(Tx tx, String id) {
    return tx.first(TaskStore::task, FIND, id);
  }

  Optional<Task> lock(Tx tx, String id) {
    return tx.first(TaskStore::task, LOCK, id);
  }

  /// What few tasks have is looked for by its own index, and put in order afterwards: in the order
  /// of the space the database would walk past all others.
  ///
  /// @param own whose alone; absent: of everybody
  List<Task> list(Tx tx, long space, Optional<String> own, Filter filter) {
    var query = new Query(SHORT).and("space = ?", space).and("archived = ?", filter.archived());
    own.ifPresent(
        user ->
            query
                .and("seen_by @> array[?]::text[]", user)
                .and("(made_by = ? or ? = any(assignees))", user, user));
    filter.assignee().ifPresent(user -> query.and("assignees @> array[?]::text[]", user));
    filter.label().ifPresent(label -> query.and("labels @> array[?]::text[]", label));
    filter.parent().ifPresent(parent -> query.and("parent = ?", parent));
    filter.state().ifPresent(state -> query.and("state = ?", state.word()));
    filter.dueFrom().ifPresent(day -> query.and("due >= ?", day));
    filter.dueTo().ifPresent(day -> query.and("due <= ?", day));
    filter.words().ifPresent(words -> query.and("words @@ ?::tsquery", words));
    var afterwards = own.isPresent() || filter.isNarrow();
    var page = filter.page();
    if (filter.column().isPresent()) {
      query
          .and("\"column\" = ?", filter.column().get())
          .and("(rank, number) > (?, ?)", page.rank(), page.number())
          .then(afterwards ? " order by rank || '', number" : " order by rank, number");
    } else {
      query
          .and("number > ?", page.number())
          .then(afterwards ? " order by number + 0" : " order by number");
    }
    return query.then(" limit ?", page.limit() + 1).list(tx);
  }

  /// What somebody has to do, in all spaces: what is due first.
  List<Task> todo(Tx tx, String user, int max) {
    return new Query(SHORT)
        .and("assignees @> array[?]::text[]", user)
        .and("state = 'open'")
        .and("not archived")
        .then(" order by due nulls last, nid limit ?", max)
        .list(tx);
  }

  /// What is done and waits for whoever validates, in some spaces.
  List<Task> done(Tx tx, long[] spaces, int max) {
    return new Query(SHORT)
        .and("space = any(?)", (Object) spaces)
        .and("state = 'done'")
        .and("not archived")
        .then(" order by nid limit ?", max)
        .list(tx);
  }

  /// What somebody validated since a moment, the latest first.
  List<Task> validated(Tx tx, String user, long sinceMs, int max) {
    return new Query(SHORT)
        .and("state = 'validated'")
        .and("state_by = ?", user)
        .and("state_ms > ?", sinceMs)
        .then(" order by state_ms desc limit ?", max)
        .list(tx);
  }

  void add(Tx tx, Task task) {
    var key = task.key();
    var made =
        new Object[] {key.id(), key.space(), key.number(), task.made().by(), task.made().atMs()};
    tx.run(ADD, joined(columns(task), made));
  }

  /// Keeps what a task became, and what it was before.
  void save(Tx tx, Task before, Task after, Fact by) {
    tx.run(SAVE, columns(after));
    var changed =
        Arrays.stream(Field.values())
            .filter(field -> !before.value(field).equals(after.value(field)))
            .toList();
    tx.run(
        NOTE,
        after.key().nid(),
        after.version(),
        by.by(),
        by.atMs(),
        changed.stream().map(Field::word).toArray(String[]::new),
        changed.stream().map(field -> before.value(field).toString()).toArray(String[]::new),
        changed.stream().map(field -> after.value(field).toString()).toArray(String[]::new));
  }

  /// What changes of a task, and then its nid.
  private static Object[] columns(Task task) {
    var content = task.values().toBuilder().build();
    var texts = JsonObject.builder();
    for (var field : Field.values()) {
      if (field.isLong()) {
        texts.put(field.word(), task.value(field));
        content = content.without(field.word());
      }
    }
    return new Object[] {
      task.versions().toString(),
      content.toString(),
      texts.build().toString(),
      task.column(),
      task.rank(),
      task.state().word(),
      task.since().by(),
      task.since().atMs(),
      task.assignees().toArray(String[]::new),
      task.seenBy().toArray(String[]::new),
      task.day(Field.DUE).orElse(null),
      task.archived(),
      task.changedMs(),
      task.parent().orElse(null),
      task.strings(Field.LABELS).toArray(String[]::new),
      task.waitsFor().toArray(String[]::new),
      Words.of(task.text(Field.TITLE), task.text(Field.DESCRIPTION)),
      task.version(),
      task.key().nid()
    };
  }

  void remove(Tx tx, Task.Key key) {
    tx.run(REMOVE, key.nid());
  }

  List<Change> history(Tx tx, Task.Key key, long from) {
    return tx.list(TaskStore::change, HISTORY, key.nid(), from, HISTORY_PAGE);
  }

  /// Those of these ids that are there.
  List<Task> named(Tx tx, Collection<String> ids) {
    return tx.list(TaskStore::task, NAMED, (Object) ids.toArray(String[]::new));
  }

  /// Notes that a device asks for something; what it was about when it has asked before.
  Optional<String> ask(Tx tx, long scope, String request, String task, long nowMs) {
    return tx.run(ASK, scope, request, task, nowMs) == 1
        ? Optional.empty()
        : tx.first(row -> row.text("task"), ASKED, scope, request);
  }

  void forgetRequests(Tx tx, long beforeMs) {
    tx.run(FORGET, beforeMs);
  }

  /// Whether anything is part of it.
  boolean hasParts(Tx tx, Task.Key key) {
    return tx.first(_ -> true, PART, key.id()).isPresent();
  }

  /// A task and what it is part of, up to a bound.
  List<String> above(Tx tx, String id, int max) {
    return tx.list(row -> row.text("id"), ABOVE, id, max);
  }

  /// Some tasks, and all that they wait for by whatever way, up to a bound.
  List<String> awaited(Tx tx, List<String> ids, int max) {
    return tx.list(row -> row.text("id"), AWAITED, ids.toArray(String[]::new), max);
  }

  /// Whether a task had a place before.
  boolean stood(Tx tx, Task.Key key, JsonObject place) {
    return tx.first(_ -> true, STOOD, key.nid(), place.toString()).isPresent();
  }

  /// The rank of another task, if it stands in that column.
  Optional<String> rankOf(Tx tx, Task.Key but, String column, String id) {
    return tx.first(row -> row.text("rank"), RANK, id, but.space(), column, but.nid());
  }

  /// The first rank after another one.
  Optional<String> next(Tx tx, Task.Key but, String column, String rank) {
    return tx.first(row -> row.optionalText("rank"), NEXT, but.space(), column, rank, but.nid())
        .orElseThrow();
  }

  Optional<String> last(Tx tx, Task.Key but, String column) {
    return tx.first(row -> row.optionalText("rank"), LAST, but.space(), column, but.nid())
        .orElseThrow();
  }

  static Task task(Row row) {
    var values = json(row.text("content")).toBuilder();
    json(row.text("texts")).entries().forEach(text -> values.put(text.name(), text.value()));
    return new Task(
        new Task.Key(row.number("nid"), row.text("id"), row.number("space"), row.number("number")),
        (int) row.number("version"),
        json(row.text("versions")),
        values.build(),
        State.of(row.text("state")).orElseThrow(),
        new Fact(row.text("state_by"), row.number("state_ms")),
        Set.copyOf(row.texts("seen_by")),
        new Fact(row.text("made_by"), row.number("made_ms")),
        row.number("changed_ms"),
        row.number("comments"));
  }

  private static Change change(Row row) {
    return new Change(
        row.number("version"),
        row.text("field"),
        new Fact(row.text("by"), row.number("at_ms")),
        value(row.text("was")),
        value(row.text("became")));
  }

  static JsonObject json(String text) {
    if (value(text) instanceof JsonObject json) {
      return json;
    }
    throw new IllegalStateException("what is kept of a task is no object");
  }

  private static JsonValue value(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST);
  }

  private static Object[] joined(Object[] some, Object[] more) {
    var all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
