package parvis.suite.tasks;

import java.util.Collection;
import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Who watches a task and is to hear that it goes on, in the database: each reader of each task is
/// told once of whatever happens before they are, and no sooner again than after a pause.
///
/// Whoever changes a task holds its row, so no two of them note one reader at once; and they touch
/// no row that is there, so nobody waits for who tells. Of a task that somebody holds nobody is
/// told: they would hear of what is not there yet. A row that is being told counts no more for what
/// happens from then on: that is noted anew, and told after the pause.
final class WatchCallStore {
  private static final String ADD =
      """
      insert into task_watch_call (nid, task, "to", "by", at_ms, due_ms, told)
      select nextval('nid'), ?, one, ?, ?,
             coalesce((select max(due_ms) from task_watch_call where task = ? and "to" = one), 0), false
        from unnest(?::text[]) as one
       where not exists (select from task_watch_call
                          where task = ? and "to" = one and not told and not telling)""";

  /// What nodes of the version before note among all other calls, of tasks that nobody changes now.
  private static final String MOVE =
      """
      with apart as (
        delete from task_call
         where nid in (select c.nid from task_call c join task t on t.nid = c.task
                        where c.kind = 'WATCHED' order by c.nid limit ?
                          for no key update of t, c skip locked)
        returning nid, task, "to", "by", at_ms)
      insert into task_watch_call (nid, task, "to", "by", at_ms, due_ms, told)
      select distinct on (task, "to") nid, task, "to", "by", at_ms,
             coalesce((select max(due_ms) from task_watch_call w
                        where w.task = apart.task and w."to" = apart."to"), 0), false
        from apart
       where not exists (select from task_watch_call w
                          where w.task = apart.task and w."to" = apart."to"
                            and not told and not telling)
       order by task, "to", nid""";

  /// Takes those whose turn it is; who stops before they told them tells them after the pause. What
  /// was noted meanwhile is due then, too, and tells both: as the newer one, since who stopped may
  /// have told the other, and nobody is told twice of one row.
  private static final String TAKE =
      """
      with due as (
        update task_watch_call as c set telling = true, due_ms = ?,
               told = exists (select from task_watch_call w
                               where w.task = c.task and w."to" = c."to" and w.nid > c.nid
                                 and not w.told and w.due_ms <= ?)
         where nid in (select c.nid from task_watch_call c join task t on t.nid = c.task
                        where not c.told and c.due_ms <= ?
                        order by c.due_ms, c.nid limit ?
                          for no key update of t, c skip locked)
        returning nid, task, "to", "by", at_ms, told)
      select due.nid, t.id as task, due."to", due."by", due.at_ms
        from due join task t on t.nid = due.task
       where not due.told order by due.at_ms, due.nid""";

  private static final String LATER =
      "update task_watch_call set telling = false, due_ms = ? where nid = any(?)";

  private static final String TOLD =
      "update task_watch_call set told = true, due_ms = ? where nid = any(?)";

  private static final String FORGET =
      """
      delete from task_watch_call
       where nid in (select nid from task_watch_call where told and due_ms <= ? limit ?)""";

  void add(Tx tx, Task.Key task, Collection<String> people, Fact fact) {
    var names = people.toArray(String[]::new);
    tx.runLater(ADD, task.nid(), fact.by(), fact.atMs(), task.nid(), names, task.nid());
  }

  /// Puts those here who stand among all other calls, a bounded number of them.
  void move(Tx tx, int max) {
    tx.run(MOVE, max);
  }

  /// Takes those who are to be told at a moment.
  ///
  /// @param againMs when they may be told of the same task again
  List<Calling> take(Tx tx, long nowMs, long againMs, int max) {
    return tx.list(WatchCallStore::calling, TAKE, againMs, nowMs, nowMs, max);
  }

  /// Puts off some who could not be told.
  void later(Tx tx, long[] nids, long dueMs) {
    tx.run(LATER, dueMs, nids);
  }

  /// Notes that some were told, and when they may be told of the same task again.
  void told(Tx tx, long[] nids, long againMs) {
    tx.run(TOLD, againMs, nids);
  }

  /// Forgets those who were told and may be told again.
  void forget(Tx tx, long nowMs, int max) {
    tx.run(FORGET, nowMs, max);
  }

  private static Calling calling(Row row) {
    return new Calling(
        row.number("nid"),
        Calling.Kind.WATCHED,
        row.text("task"),
        row.text("to"),
        new Fact(row.text("by"), row.number("at_ms")));
  }
}
