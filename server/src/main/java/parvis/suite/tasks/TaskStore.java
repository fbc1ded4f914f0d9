package parvis.suite.tasks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.base.Words;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonValue;

/// Tasks in the database, what became of them, and what devices asked for.
final class TaskStore {
  private static final String COLUMNS =
      """
      select nid, id, space, number, version, versions, content, state, state_by, state_ms,
             made_by, made_ms, changed_ms, comments, history_bytes,
      """;

  static final String WHOLE = COLUMNS + " texts from task";
  static final String SHORT_COLUMNS = COLUMNS + " '{}' as texts ";
  static final String SHORT = SHORT_COLUMNS + "from task";

  private static final String FIND = WHOLE + " where id = ?";
  private static final String LOCK = FIND + " for update";

  private static final String LOCK_ALL = WHOLE + " where id = any(?) order by nid for update";

  private static final String COMES =
      " where again_on <= ? and followed_by is null and not archived";

  private static final String AGAIN = SHORT + COMES + " order by again_on, nid limit ?";

  private static final String LOCK_AGAIN = WHOLE + COMES + " and id = ? for update skip locked";

  private static final String PUT_OFF = "update task set again_on = ? where nid = ?";

  private static final String FOLLOW =
      "update task set followed_by = '' where nid = ? and followed_by is null";

  private static final String FOLLOWED = "update task set followed_by = ? where nid = ?";

  private static final String UNFOLLOW = "update task set followed_by = null where nid = ?";

  /// What came after a task, if it is as it came: open, never changed, and nothing hangs on it. Who
  /// changes it at the moment touches it.
  private static final String LOCK_UNTOUCHED =
      WHOLE
          + " t "
          + """
          where id = (select followed_by from task where nid = ?)
            and version = 1 and state = 'open' and comments = 0 and followed_by is null
            and not exists (select from task where parent = t.id)
            and not exists (select from task where space = t.space and waits_for @> array[t.id])
            and not exists (select from task_link where task = t.nid)
            and not exists (select from task_reminder where task = t.nid)
          for update skip locked""";

  private static final String NID = "select nextval('nid') as nid";

  private static final String NUMBERED = SHORT + " where nid = any(?)";

  private static final String LINE = "select nid, space, due, ? = any(own) as own from task";

  private static final String NAMED = SHORT + " where id = any(?)";

  private static final String ADD =
      """
      insert into task (versions, content, texts, "column", rank, state, state_by, state_ms, assignees,
                        own, due, archived, changed_ms, parent, labels, waits_for, priority, again_on,
                        words, version, nid, id, space, number, made_by, made_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, array_to_tsvector(?::text[]), ?,
              ?, ?, ?, ?, ?, ?)""";

  private static final String SAVE =
      """
      update task
         set versions = ?, content = ?, texts = ?, "column" = ?, rank = ?, state = ?, state_by = ?,
             state_ms = ?, assignees = ?, own = ?, due = ?, archived = ?, changed_ms = ?, parent = ?,
             labels = ?, waits_for = ?, priority = ?, again_on = ?, words = array_to_tsvector(?::text[]), version = ?,
             history_bytes = history_bytes + ?
       where nid = ?""";

  private static final String REMOVE = "delete from task where nid = ?";

  private static final String GONE = "insert into task_gone (id, own, at_ms) values (?, ?, ?)";

  private static final String ASK =
      """
      insert into task_request (scope, request, task, at_ms) values (?, ?, ?, ?)
      on conflict (scope, request) do nothing""";

  private static final String ASKED =
      "select task from task_request where scope = ? and request = ?";

  private static final String UNASK =
      "delete from task_request where scope = ? and request = any(?)";

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

  /// What is part of a task, by whatever way, and how many steps below it.
  private static final String PARTS =
      """
      with recursive part as (
        select id, 1 as steps from task where parent = ?
        union all
        select t.id, p.steps + 1 from task t join part p on t.parent = p.id where p.steps < ?)
      select coalesce(max(steps), 0) as deep, count(*) as n
        from (select steps from part limit ?) p""";

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

  /// Among what is archived and what is not, each by the index.
  private static final String NEXT =
      """
      select min(rank) as rank from (
        select min(rank) as rank from task
         where space = ? and not archived and "column" = ? and rank > ? and nid <> ?
        union all
        select min(rank) from task
         where space = ? and archived and "column" = ? and rank > ? and nid <> ?) r""";

  /// The last two, each way by the index: one of them may be the one that is to move.
  private static final String ENDS =
      """
      select nid, rank from (
        (select nid, rank from task where space = ? and not archived and "column" = ?
          order by rank desc, number desc limit 2)
        union all
        (select nid, rank from task where space = ? and archived and "column" = ?
          order by rank desc, number desc limit 2)) r
       order by rank desc""";

  private final HistoryStore history = new HistoryStore();

  Optional<Task> find(Tx tx, String id) {
    return tx.first(TaskStore::task, FIND, id);
  }

  Optional<Task> lock(Tx tx, String id) {
    return tx.first(TaskStore::task, LOCK, id);
  }

  /// Those of these ids that are there, locked, in one order for all.
  List<Task> lockAll(Tx tx, Collection<String> ids) {
    return tx.list(TaskStore::task, LOCK_ALL, (Object) ids.toArray(String[]::new));
  }

  /// Those that come again at their day, which has come.
  List<Task> again(Tx tx, String day, int max) {
    return tx.list(TaskStore::task, AGAIN, day, max);
  }

  /// One of them, if it is so still and nobody else brings the next.
  Optional<Task> lockAgain(Tx tx, Task.Key task, String day) {
    return tx.first(TaskStore::task, LOCK_AGAIN, day, task.id());
  }

  /// Looks at one of them no sooner than on another day.
  void putOff(Tx tx, Task.Key task, String day) {
    tx.run(PUT_OFF, day, task.nid());
  }

  /// Notes that what comes after a task is seen to; false when it was before.
  boolean follow(Tx tx, Task.Key task) {
    return tx.run(FOLLOW, task.nid()) == 1;
  }

  /// Notes which one comes after it.
  void followed(Tx tx, Task.Key task, String next) {
    tx.run(FOLLOWED, next, task.nid());
  }

  /// The one that comes after a task, if nobody has touched it.
  Optional<Task> lockUntouched(Tx tx, Task.Key task) {
    return tx.first(TaskStore::task, LOCK_UNTOUCHED, task.nid());
  }

  /// Notes that none comes after a task yet.
  void unfollow(Tx tx, Task.Key task) {
    tx.run(UNFOLLOW, task.nid());
  }

  /// A number that was never given before.
  long nid(Tx tx) {
    return tx.first(row -> row.number("nid"), NID).orElseThrow();
  }

  /// What few tasks have is looked for by its own index, and put in order afterwards: in the order
  /// of the space the database would walk past all others.
  List<Task> list(Tx tx, Reach reach, Filter filter) {
    return list(tx, SHORT, reach, filter);
  }

  /// The same with what is long.
  List<Task> whole(Tx tx, Reach reach, Filter filter) {
    return list(tx, WHOLE, reach, filter);
  }

  private static List<Task> list(Tx tx, String columns, Reach reach, Filter filter) {
    var query =
        new Query(columns)
            .and("space = ?", reach.spaceNid())
            .and("archived = ?", filter.archived());
    if (!reach.seesAll()) {
      query.and("own @> array[?]::text[]", reach.user().value());
    }
    Stream.concat(filter.rare().stream(), filter.common().stream())
        .forEach(one -> query.and(one.sql(), one.values().toArray()));
    var afterwards = !reach.seesAll() || !filter.rare().isEmpty();
    var page = filter.page();
    if (!filter.column().isEmpty()) {
      query
          .and("\"column\" = ?", filter.column())
          .and("(rank, number) > (?, ?)", page.rank(), page.number())
          .then(afterwards ? " order by rank || '', number" : " order by rank, number");
    } else {
      query
          .and("number > ?", page.number())
          .then(afterwards ? " order by number + 0" : " order by number");
    }
    return query.then(" limit ?", page.limit() + 1).list(tx, TaskStore::task);
  }

  /// What somebody has to do, in all spaces: what is due first.
  List<Work.Line> todo(Tx tx, String user, int max) {
    return new Query("")
        .then(LINE, user)
        .and("assignees @> array[?]::text[]", user)
        .and("state = 'open'")
        .and("not archived")
        .then(" order by due nulls last, nid limit ?", max)
        .list(tx, TaskStore::line);
  }

  /// What is done and waits for whoever validates, in some spaces. By their plain numbers the
  /// database would walk past all other tasks.
  List<Work.Line> done(Tx tx, String user, long[] spaces, int max) {
    return new Query("")
        .then(LINE, user)
        .and("space = any(?)", (Object) spaces)
        .and("state = 'done'")
        .and("not archived")
        .then(" order by nid + 0 limit ?", max)
        .list(tx, TaskStore::line);
  }

  /// What somebody validated since a moment, the latest first.
  List<Work.Line> validated(Tx tx, String user, long sinceMs, int max) {
    return new Query("")
        .then(LINE, user)
        .and("state = 'validated'")
        .and("state_by = ?", user)
        .and("state_ms > ?", sinceMs)
        .then(" order by state_ms desc limit ?", max)
        .list(tx, TaskStore::line);
  }

  private static Work.Line line(Row row) {
    return new Work.Line(
        row.number("nid"), row.number("space"), row.optionalText("due"), row.bool("own"));
  }

  /// Those of these numbers that are there, without what is long.
  List<Task> numbered(Tx tx, long[] nids) {
    return tx.list(TaskStore::task, NUMBERED, (Object) nids);
  }

  void add(Tx tx, Task task) {
    var key = task.key();
    var made =
        new Object[] {
          key.nid(), key.id(), key.space(), key.number(), task.made().by(), task.made().atMs()
        };
    tx.runLater(ADD, joined(columns(task), made));
  }

  /// Keeps what a task became, and what it was before.
  void save(Tx tx, Task before, Task after, Fact by) {
    var step = HistoryStore.Step.between(before, after);
    history.note(tx, after, step, by);
    tx.runLater(SAVE, joined(columns(after), new Object[] {step.bytes(), after.key().nid()}));
    history.cut(tx, after, before.historyBytes() + step.bytes());
  }

  /// Keeps what a task became, of which its history says nothing.
  void save(Tx tx, Task after) {
    tx.runLater(SAVE, joined(columns(after), new Object[] {0L, after.key().nid()}));
  }

  /// What changes of a task.
  static Object[] columns(Task task) {
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
      task.own().toArray(String[]::new),
      task.day(Field.DUE).orElse(null),
      task.archived(),
      task.changedMs(),
      task.parent().orElse(null),
      labels(task),
      task.waitsFor().toArray(String[]::new),
      task.text(Field.PRIORITY),
      Repeats.of(task).filter(Repeats::atDay).flatMap(_ -> task.day(Field.DUE)).orElse(null),
      Words.of(task.text(Field.TITLE), task.text(Field.DESCRIPTION)),
      task.version()
    };
  }

  private static String[] labels(Task task) {
    return Stream.concat(
            task.strings(Field.LABELS).stream(), Custom.marks(task.value(Field.CUSTOM)).stream())
        .toArray(String[]::new);
  }

  /// Takes a task away; that it was there, and whose own, stays known.
  void remove(Tx tx, Task task, long nowMs) {
    tx.run(GONE, task.key().id(), task.own().toArray(String[]::new), nowMs);
    tx.run(REMOVE, task.key().nid());
  }

  /// Those of these ids that are there.
  List<Task> named(Tx tx, Collection<String> ids) {
    return tx.list(TaskStore::task, NAMED, (Object) ids.toArray(String[]::new));
  }

  /// Notes that a device asks for something; what it was about when it has asked before.
  Optional<String> ask(Tx tx, long scope, String request, String task, long nowMs) {
    return tx.run(ASK, scope, request, task, nowMs) == 1
        ? Optional.empty()
        : asked(tx, scope, request);
  }

  /// What something was about that was asked for.
  Optional<String> asked(Tx tx, long scope, String request) {
    return tx.first(row -> row.text("task"), ASKED, scope, request);
  }

  /// Forgets that some things were asked for.
  void unask(Tx tx, long scope, List<String> requests) {
    tx.run(UNASK, scope, requests.toArray(String[]::new));
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

  /// How many tasks are part of one, and how many stand below one another.
  record Parts(int deep, long count) {
    static final Parts NONE = new Parts(0, 0);
  }

  /// What is part of a task, up to two bounds.
  Parts parts(Tx tx, Task.Key key, int deepMax, int max) {
    return tx.first(
            row -> new Parts((int) row.number("deep"), row.number("n")),
            PARTS,
            key.id(),
            deepMax,
            max)
        .orElseThrow();
  }

  /// Some tasks, and all that they wait for by whatever way, up to a bound.
  List<String> awaited(Tx tx, List<String> ids, int max) {
    return tx.list(row -> row.text("id"), AWAITED, ids.toArray(String[]::new), max);
  }

  /// The rank of another task, if it stands in that column.
  Optional<String> rankOf(Tx tx, Task.Key but, String column, String id) {
    return tx.first(row -> row.text("rank"), RANK, id, but.space(), column, but.nid());
  }

  /// The first rank after another one.
  Optional<String> next(Tx tx, Task.Key but, String column, String rank) {
    var after = new Object[] {but.space(), column, rank, but.nid()};
    return tx.first(row -> row.optionalText("rank"), NEXT, joined(after, after)).orElseThrow();
  }

  /// What stands last in a column, the last one first.
  List<HeldBoard.End> ends(Tx tx, long space, String column) {
    return tx.list(TaskStore::end, ENDS, space, column, space, column);
  }

  /// The same, on the way of the next statement.
  Tx.Later<List<HeldBoard.End>> endsLater(Tx tx, long space, String column) {
    return tx.listLater(TaskStore::end, ENDS, space, column, space, column);
  }

  private static HeldBoard.End end(Row row) {
    return new HeldBoard.End(row.number("nid"), row.text("rank"));
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
        new Fact(row.text("made_by"), row.number("made_ms")),
        row.number("changed_ms"),
        row.number("comments"),
        row.number("history_bytes"));
  }

  static JsonObject json(String text) {
    if (value(text) instanceof JsonObject json) {
      return json;
    }
    throw new IllegalStateException("what is kept of a task is no object");
  }

  /// What a text takes.
  static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static JsonValue value(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST);
  }

  private static Object[] joined(Object[] some, Object[] more) {
    var all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
