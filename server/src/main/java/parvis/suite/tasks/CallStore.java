package parvis.suite.tasks;

import java.util.Collection;
import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Who is to hear of tasks, in the database.
final class CallStore {
  private static final String ADD =
      """
      insert into task_call (nid, task, kind, "to", "by", at_ms)
      select nextval('nid'), ?, ?, one, ?, ? from unnest(?::text[]) as one""";

  /// The same, but for who is about to hear of it already.
  private static final String ADD_ONCE =
      """
      insert into task_call (nid, task, kind, "to", "by", at_ms)
      select nextval('nid'), ?, ?, one, ?, ? from unnest(?::text[]) as one
       where not exists (select from task_call where task = ? and kind = ? and "to" = one)""";

  private static final String OLDEST =
      """
      select c.nid, c.kind, t.id as task, c."to", c."by", c.at_ms
        from task_call c join task t on t.nid = c.task
       where c.due_ms <= ? order by c.due_ms, c.nid limit ?""";

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

  /// Notes whom a change calls, but for who made it.
  void changed(Tx tx, Task before, Task after, Fact by) {
    Calling.reasons(before, after)
        .forEach(
            (kind, people) ->
                add(
                    tx,
                    after,
                    kind,
                    people.stream().filter(to -> !to.equals(by.by())).toList(),
                    by));
  }

  void add(Tx tx, Task task, Calling.Kind kind, Collection<String> people, Fact fact) {
    if (people.isEmpty()) {
      return;
    }
    var nid = task.key().nid();
    var names = people.toArray(String[]::new);
    if (kind == Calling.Kind.WATCHED) {
      tx.runLater(ADD_ONCE, nid, kind.name(), fact.by(), fact.atMs(), names, nid, kind.name());
    } else {
      tx.runLater(ADD, nid, kind.name(), fact.by(), fact.atMs(), names);
    }
  }

  void due(Tx tx, String day, int max, long nowMs) {
    tx.run(DUE, day, max, nowMs);
  }

  /// Those who are to be told at a moment, whoever waits longest first.
  List<Calling> oldest(Tx tx, long nowMs, int max) {
    return tx.list(CallStore::calling, OLDEST, nowMs, max);
  }

  /// Puts off those who could not be told.
  void later(Tx tx, List<Long> nids, long dueMs) {
    tx.run(LATER, dueMs, numbers(nids));
  }

  void done(Tx tx, List<Long> nids) {
    tx.run(DONE, numbers(nids));
  }

  private static Object numbers(List<Long> nids) {
    return nids.stream().mapToLong(Long::longValue).toArray();
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
