package parvis.suite.tasks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonValue;

/// Tasks and boards in the database.
final class TaskStore {
  /// Changes of one task that are read at once.
  static final int HISTORY_PAGE = 100;

  private static final String COLUMNS =
      """
      select nid, id, space, number, version, versions, content, state, state_by, state_ms,
             seen_by, made_by, made_ms, changed_ms,
      """;

  private static final String WHOLE = COLUMNS + " texts from task";
  private static final String SHORT = COLUMNS + " '{}' as texts from task";

  private static final String FIND = WHOLE + " where id = ?";
  private static final String LOCK = FIND + " for update";

  /// Those alone that somebody made or is to do, where it is named who.
  private static final String OF_OWN =
      " and (?::text is null or made_by = ? or ? = any(assignees))";

  private static final String IN_COLUMN =
      SHORT
          + " where space = ? and archived = ?"
          + OF_OWN
          + " and \"column\" = ? and (rank, number) > (?, ?) order by rank, number limit ?";

  private static final String IN_SPACE =
      SHORT
          + " where space = ? and archived = ?"
          + OF_OWN
          + " and number > ? order by number limit ?";

  private static final String NAMED = SHORT + " where id = any(?)";

  /// The log's own table of last changes, by an index for it.
  private static final String CHANGES =
      """
      select pos, key from syncable
       where kind = 9 and "user" = 0 and room = ? and pos > ? order by pos limit ?""";

  private static final String GONE =
      """
      select key, value from syncable
       where kind = 9 and "user" = 0 and room = ? and key = any(?) and tombstone""";

  private static final String NOTE_UNTOLD =
      "insert into task_untold (nid, space, key, gone, seen_by, at_ms) values (?, ?, ?, ?, ?, ?)";

  private static final String UNTOLD =
      """
      select nid, space, key, gone, seen_by from task_untold
       where at_ms < ? order by at_ms limit ?""";

  private static final String TOLD = "delete from task_untold where nid = any(?)";

  private static final String ADD =
      """
      insert into task (versions, content, texts, "column", rank, state, state_by, state_ms, assignees,
                        seen_by, due, archived, changed_ms, version, nid, id, space, number, made_by,
                        made_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String SAVE =
      """
      update task
         set versions = ?, content = ?, texts = ?, "column" = ?, rank = ?, state = ?, state_by = ?,
             state_ms = ?, assignees = ?, seen_by = ?, due = ?, archived = ?, changed_ms = ?, version = ?
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

  private static final String NUMBER =
      """
      insert into task_board as b (space, numbered) values (?, 1)
      on conflict (space) do update set numbered = b.numbered + 1 returning numbered""";

  private static final String BOARD = "select version, arranged from task_board where space = ?";
  private static final String BOARD_KEPT = BOARD + " for share";
  private static final String BOARD_LOCKED = BOARD + " for update";

  private static final String BEGIN =
      "insert into task_board (space) values (?) on conflict (space) do nothing";

  private static final String ARRANGE =
      "update task_board set version = ?, arranged = ? where space = ?";

  private static final String STANDS =
      "select from task where space = ? and \"column\" = any(?) limit 1";

  private static final String RANK =
      "select rank from task where id = ? and space = ? and \"column\" = ? and nid <> ?";

  private static final String NEXT =
      """
      select min(rank) as rank from task
       where space = ? and "column" = ? and rank > ? and nid <> ?""";

  private static final String LAST =
      "select max(rank) as rank from task where space = ? and \"column\" = ? and nid <> ?";

  /// Which tasks of a space.
  ///
  /// @param column only those in it, in its order; absent: all, by their numbers
  /// @param rank with `number` where the page before ended; empty and 0: from the beginning
  record Filter(Optional<String> column, boolean archived, String rank, long number, int limit) {}

  /// What became of a value.
  record Change(long version, String field, Fact fact, JsonValue was, JsonValue became) {}

  Optional<Task> find(Tx tx, String id) {
    return tx.first(TaskStore::task, FIND, id);
  }

  Optional<Task> lock(Tx tx, String id) {
    return tx.first(TaskStore::task, LOCK, id);
  }

  /// @param own whose alone; absent: of everybody
  List<Task> list(Tx tx, long space, Optional<String> own, Filter filter) {
    var user = own.orElse(null);
    return filter.column().isPresent()
        ? tx.list(
            TaskStore::task,
            IN_COLUMN,
            space,
            filter.archived(),
            user,
            user,
            user,
            filter.column().get(),
            filter.rank(),
            filter.number(),
            filter.limit())
        : tx.list(
            TaskStore::task,
            IN_SPACE,
            space,
            filter.archived(),
            user,
            user,
            user,
            filter.number(),
            filter.limit());
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

  /// What changed of a board after a position, of each thing its last change.
  List<News.Change> changes(Tx tx, long space, long since, int max) {
    return tx.list(
        row -> new News.Change(row.number("pos"), row.text("key")), CHANGES, space, since, max);
  }

  /// Those of these ids that are gone, and who saw them.
  Map<String, Set<String>> gone(Tx tx, long space, Collection<String> ids) {
    var gone = new HashMap<String, Set<String>>();
    if (!ids.isEmpty()) {
      tx.list(
          row -> gone.put(row.text("key"), seenBy(row.bytes("value"))),
          GONE,
          space,
          ids.toArray(String[]::new));
    }
    return gone;
  }

  private static Set<String> seenBy(byte[] json) {
    return JsonReader.read(json, JsonLimits.REQUEST) instanceof JsonArray array
        ? Set.copyOf(array.strings())
        : Set.of();
  }

  /// Notes what the log is to be told.
  void note(Tx tx, Note note, long nowMs) {
    tx.run(
        NOTE_UNTOLD,
        note.nid(),
        note.space(),
        note.key(),
        note.gone(),
        note.seenBy().toArray(String[]::new),
        nowMs);
  }

  /// What was noted before a moment and is noted still, the oldest first.
  List<Note> untold(Tx tx, long beforeMs, int max) {
    return tx.list(
        row ->
            new Note(
                row.number("nid"),
                row.number("space"),
                row.text("key"),
                row.bool("gone"),
                Set.copyOf(row.texts("seen_by"))),
        UNTOLD,
        beforeMs,
        max);
  }

  void told(Tx tx, List<Long> notes) {
    if (!notes.isEmpty()) {
      tx.run(TOLD, (Object) notes.stream().mapToLong(Long::longValue).toArray());
    }
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

  /// The next number of a space.
  long number(Tx tx, long space) {
    return tx.first(row -> row.number("numbered"), NUMBER, space).orElseThrow();
  }

  /// The board as it is until the end of the transaction.
  Board board(Tx tx, long space) {
    return tx.first(TaskStore::board, BOARD_KEPT, space).orElse(Board.USUAL);
  }

  /// The board as it is at the moment.
  Board boardNow(Tx tx, long space) {
    return tx.first(TaskStore::board, BOARD, space).orElse(Board.USUAL);
  }

  Board lockBoard(Tx tx, long space) {
    tx.run(BEGIN, space);
    return tx.first(TaskStore::board, BOARD_LOCKED, space).orElseThrow();
  }

  void arrange(Tx tx, long space, Board board) {
    tx.run(ARRANGE, board.version(), board.json().toString(), space);
  }

  /// Whether any task stands in one of these columns, archived ones among them.
  boolean stands(Tx tx, long space, List<String> columns) {
    return tx.first(_ -> true, STANDS, space, columns.toArray(String[]::new)).isPresent();
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

  private static Task task(Row row) {
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
        row.number("changed_ms"));
  }

  private static Change change(Row row) {
    return new Change(
        row.number("version"),
        row.text("field"),
        new Fact(row.text("by"), row.number("at_ms")),
        value(row.text("was")),
        value(row.text("became")));
  }

  private static Board board(Row row) {
    var version = (int) row.number("version");
    return row.optionalText("arranged")
        .map(arranged -> Board.USUAL.arranged(version, new Body(json(arranged))))
        .orElse(Board.USUAL);
  }

  private static JsonObject json(String text) {
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
