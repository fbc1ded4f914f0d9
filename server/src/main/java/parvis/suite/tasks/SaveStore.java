package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parvis.platform.db.Tx;

/// Many changes of tasks in few statements: what each costs besides its rows, all share.
final class SaveStore {
  /// PostgreSQL thinks the number of values worth another plan each time, and making one costs more
  /// than these statements do.
  private static final String ONE_PLAN = "set local plan_cache_mode = force_generic_plan";

  private static final String ASK =
      """
      insert into task_request (scope, request, task, at_ms)
      select scope, request, task, ?
        from unnest(?::bigint[], ?::text[], ?::text[]) as a (scope, request, task)
       order by scope, request
      on conflict (scope, request) do nothing
      returning scope, request,
                exists (select from task_hook where space = ? and not paused) as programs""";

  private static final String NOTE =
      """
      insert into task_change (task, version, field, "by", at_ms, was, became)
      select task, version, field, "by", at_ms, was, became
        from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
               as c (task, version, field, "by", at_ms, was, became)""";

  private static final String SAVE =
      """
      update task t
         set versions = c.versions, content = c.content, texts = c.texts, "column" = c."column",
             rank = c.rank, state = c.state, state_by = c.state_by, state_ms = c.state_ms,
             assignees = c.assignees::text[], own = c.own::text[], due = c.due,
             archived = c.archived, changed_ms = c.changed_ms, parent = c.parent,
             labels = c.labels::text[], waits_for = c.waits_for::text[], priority = c.priority,
             again_on = c.again_on, words = array_to_tsvector(c.words::text[]),
             version = c.version, history_bytes = t.history_bytes + c.bytes
        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::bigint[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                    ?::bigint[], ?::bigint[])
               as c (versions, content, texts, "column", rank, state, state_by, state_ms,
                     assignees, own, due, archived, changed_ms, parent, labels, waits_for, priority,
                     again_on, words, version, bytes, nid)
       where t.nid = c.nid""";

  /// What is asked for of a task under a name of the one who asks.
  record Asked(long scope, String request, String task) {}

  /// What was not asked for before.
  ///
  /// @param programs whether programs of others are told what happens there
  record Fresh(long scope, String request, boolean programs) {
    boolean is(Asked asked) {
      return asked.scope() == scope && asked.request().equals(request);
    }
  }

  /// What a task became, and what it was before.
  record Saved(Task before, Task after, Fact by, HistoryStore.Step step) {}

  private final HistoryStore history = new HistoryStore();

  /// For the rest of a transaction one plan of each statement does for whatever it is given.
  void onePlan(Tx tx) {
    tx.runLater(ONE_PLAN);
  }

  /// Notes that several devices ask for something in a space, on the way of the next statement.
  ///
  /// @return what was not asked for before
  Tx.Later<List<Fresh>> ask(Tx tx, long space, List<Asked> all, long nowMs) {
    return tx.listLater(
        row -> new Fresh(row.number("scope"), row.text("request"), row.bool("programs")),
        ASK,
        nowMs,
        numbers(all, Asked::scope),
        texts(all, Asked::request),
        texts(all, Asked::task),
        space);
  }

  /// Keeps what tasks became, each of which is named once, and what they were before.
  void save(Tx tx, List<Saved> all) {
    note(tx, all);
    var rows = all.stream().map(one -> TaskStore.columns(one.after())).toList();
    var args = new ArrayList<Object>();
    for (int i = 0; i < rows.getFirst().length; i++) {
      args.add(column(rows, i));
    }
    args.add(numbers(all, one -> one.step().bytes()));
    args.add(numbers(all, one -> one.after().key().nid()));
    tx.runLater(SAVE, args.toArray());
    for (var one : all) {
      history.cut(tx, one.after(), one.before().historyBytes() + one.step().bytes());
    }
  }

  private void note(Tx tx, List<Saved> all) {
    var lines = all.stream().flatMap(SaveStore::lines).toList();
    tx.runLater(
        NOTE,
        numbers(lines, line -> line.saved().after().key().nid()),
        numbers(lines, line -> (long) line.saved().after().version()),
        texts(lines, line -> line.saved().step().fields()[line.place()]),
        texts(lines, line -> line.saved().by().by()),
        numbers(lines, line -> line.saved().by().atMs()),
        texts(lines, line -> line.saved().step().was()[line.place()]),
        texts(lines, line -> line.saved().step().became()[line.place()]));
  }

  /// One value that one version changed.
  private record Line(Saved saved, int place) {}

  private static Stream<Line> lines(Saved saved) {
    return IntStream.range(0, saved.step().fields().length)
        .mapToObj(place -> new Line(saved, place));
  }

  /// One column of some rows, as SQL's array of them; lists in it are written as SQL writes them.
  private static Object column(List<Object[]> rows, int place) {
    return switch (rows.getFirst()[place]) {
      case Boolean _ -> flags(rows, place);
      case Number _ -> numbers(rows, row -> ((Number) row[place]).longValue());
      case null, default -> texts(rows, row -> text(row[place]));
    };
  }

  private static boolean[] flags(List<Object[]> rows, int place) {
    var flags = new boolean[rows.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = Boolean.TRUE.equals(rows.get(i)[place]);
    }
    return flags;
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String[] list ->
          Arrays.stream(list).map(SaveStore::quoted).collect(Collectors.joining(",", "{", "}"));
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static <T> long[] numbers(List<T> all, ToLongFunction<T> number) {
    return all.stream().mapToLong(number).toArray();
  }

  private static <T> @Nullable String[] texts(List<T> all, Function<T, @Nullable String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }
}
