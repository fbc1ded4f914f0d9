package parvis.suite.tasks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Who is to hear of tasks, in the database. Those who watch one stand apart: all others are told
/// before them.
final class CallStore {
  /// How often one change calls those who watch. Whoever changes more at once arranges a board, of
  /// which the others see what it became.
  static final int WATCHED_MAX = 1_000;

  private static final String ADD =
      """
      insert into task_call (nid, task, kind, "to", "by", at_ms)
      select nextval('nid'), ?, ?, one, ?, ? from unnest(?::text[]) as one""";

  /// Of a kind that a later version has this one knows nothing: it leaves them to that one.
  private static final String OLDEST =
      """
      select c.nid, c.kind, t.id as task, c."to", c."by", c.at_ms
        from task_call c join task t on t.nid = c.task
       where c.due_ms <= ? and c.kind = any(?) order by c.due_ms, c.nid limit ?""";

  private static final String FORGET =
      "delete from task_call where at_ms < ? and not kind = any(?)";

  private static final String LATER = "update task_call set due_ms = ? where nid = any(?)";

  private static final String DONE = "delete from task_call where nid = any(?)";

  /// Those who are to do what is due on a day, each once.
  private static final String DUE =
      """
      with due as (
        update task set due_told = due
         where nid in (select nid from task
                        where due = ? and state = 'open' and not archived
                          and due_told is distinct from due
                        limit ? for no key update skip locked)
        returning nid, assignees)
      insert into task_call (nid, task, kind, "to", "by", at_ms)
      select nextval('nid'), due.nid, 'DUE', one, '', ? from due, unnest(due.assignees) as one""";

  /// The kinds that stand here, as they are written.
  private static final String[] KINDS =
      EnumSet.complementOf(EnumSet.of(Calling.Kind.WATCHED)).stream()
          .map(Calling.Kind::name)
          .toArray(String[]::new);

  private final WatchCallStore watching = new WatchCallStore();

  /// Who watches what one request changes, of each task that goes on.
  static final class Watchers {
    private final List<Watcher> all = new ArrayList<>();
    private final Map<String, Integer> tasks = new HashMap<>();

    /// @param turn how many tasks of the same request they watch, up to this one
    private record Watcher(Task.Key task, String to, int turn) {}

    private void add(Task task, Collection<String> people) {
      people.forEach(to -> all.add(new Watcher(task.key(), to, tasks.merge(to, 1, Integer::sum))));
    }

    /// As many as may be called: all of them once, before anybody is called of a second task.
    private Map<Task.Key, List<String>> called() {
      return all.stream()
          .sorted(Comparator.comparingInt(Watcher::turn))
          .limit(WATCHED_MAX)
          .collect(groupingBy(Watcher::task, mapping(Watcher::to, toList())));
    }
  }

  /// Notes whom a change calls, but for who made it.
  void changed(Tx tx, Task before, Task after, Fact by) {
    var watchers = new Watchers();
    changed(tx, before, after, by, watchers);
    watched(tx, watchers, by);
  }

  /// The same for one of many changes: who watches is noted once all are known.
  void changed(Tx tx, Task before, Task after, Fact by, Watchers watchers) {
    Calling.reasons(before, after)
        .forEach(
            (kind, people) -> {
              var others = people.stream().filter(to -> !to.equals(by.by())).toList();
              if (kind == Calling.Kind.WATCHED) {
                watchers.add(after, others);
              } else {
                add(tx, after, kind, others, by);
              }
            });
  }

  /// Notes who is to hear that what they watch goes on.
  void watched(Tx tx, Watchers watchers, Fact by) {
    watchers.called().forEach((task, people) -> watching.add(tx, task, people, by));
  }

  /// Notes whom one task calls.
  void add(Tx tx, Task task, Calling.Kind kind, Collection<String> people, Fact fact) {
    if (people.isEmpty()) {
      return;
    }
    if (kind == Calling.Kind.WATCHED) {
      watching.add(tx, task.key(), people, fact);
    } else {
      var names = people.toArray(String[]::new);
      tx.runLater(ADD, task.key().nid(), kind.name(), fact.by(), fact.atMs(), names);
    }
  }

  void due(Tx tx, String day, int max, long nowMs) {
    tx.run(DUE, day, max, nowMs);
  }

  /// Those who are to be told at a moment, whoever waits longest first; who watches comes last.
  ///
  /// @param againMs when who watches may be told of the same task again
  List<Calling> oldest(Tx tx, long nowMs, long againMs, int max) {
    var all = new ArrayList<>(tx.list(CallStore::calling, OLDEST, nowMs, KINDS, max));
    all.addAll(watching.take(tx, nowMs, againMs, max - all.size()));
    return all;
  }

  /// Puts off those who could not be told.
  void later(Tx tx, List<Calling> all, long dueMs) {
    tx.run(LATER, dueMs, numbers(all, false));
    watching.later(tx, numbers(all, true), dueMs);
  }

  /// @param againMs when who watches may be told of the same task again
  void done(Tx tx, List<Calling> all, long againMs) {
    tx.run(DONE, (Object) numbers(all, false));
    watching.told(tx, numbers(all, true), againMs);
  }

  /// Puts those who watch apart from all others, and forgets who was told and may be told again, a
  /// bounded number of both.
  void again(Tx tx, long nowMs, int max) {
    watching.move(tx, max);
    watching.forget(tx, nowMs, max);
  }

  /// Forgets those of whom nobody has known since a moment why they are called.
  void forget(Tx tx, long beforeMs) {
    tx.run(FORGET, beforeMs, KINDS);
  }

  private static long[] numbers(List<Calling> all, boolean watching) {
    return all.stream()
        .filter(one -> (one.kind() == Calling.Kind.WATCHED) == watching)
        .mapToLong(Calling::nid)
        .toArray();
  }

  private static Calling calling(Row row) {
    return new Calling(
        row.number("nid"),
        Calling.Kind.valueOf(row.text("kind")),
        row.text("task"),
        row.text("to"),
        new Fact(row.text("by"), row.number("at_ms")));
  }
}
