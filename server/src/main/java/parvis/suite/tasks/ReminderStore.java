package parvis.suite.tasks;

import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// When people want to be told of tasks, in the database.
final class ReminderStore {
  private static final String COLUMNS =
      "select \"user\", days, minute, zone, at_ms from task_reminder where task = ?";

  private static final String FIND = COLUMNS + " and \"user\" = ?";
  private static final String COUNT = "select count(*) as n from task_reminder where task = ?";

  private static final String SET =
      """
      insert into task_reminder (task, "user", days, minute, zone, at_ms, told)
      values (?, ?, ?, ?, ?, ?, false)
      on conflict (task, "user") do update
        set days = excluded.days, minute = excluded.minute, zone = excluded.zone,
            at_ms = excluded.at_ms, told = excluded.at_ms is not distinct from task_reminder.at_ms
                                           and task_reminder.told""";

  private static final String MOVE =
      """
      update task_reminder r
         set at_ms = moved.at_ms, told = r.told and r.at_ms is not distinct from moved.at_ms
        from unnest(?::text[], ?::bigint[]) as moved ("user", at_ms)
       where r.task = ? and r."user" = moved."user\"""";

  private static final String STOP =
      "update task_reminder set at_ms = null, told = false where task = ?";

  private static final String REMOVE = "delete from task_reminder where task = ? and \"user\" = ?";

  /// Those of tasks that are to be done still call somebody; the others are over.
  private static final String CALL =
      """
      with due as (
        update task_reminder set told = true
         where (task, "user") in (select task, "user" from task_reminder
                                   where at_ms <= ? and not told order by at_ms limit ?
                                     for update skip locked)
        returning task, "user")
      insert into task_call (nid, task, kind, "to", "by", at_ms)
      select nextval('nid'), t.nid, 'REMINDED', due."user", '', ?
        from due join task t on t.nid = due.task
       where t.state = 'open' and not t.archived""";

  Optional<Reminder> find(Tx tx, Task.Key task, String user) {
    return tx.first(ReminderStore::reminder, FIND, task.nid(), user);
  }

  long count(Tx tx, Task.Key task) {
    return tx.first(row -> row.number("n"), COUNT, task.nid()).orElseThrow();
  }

  void set(Tx tx, Task task, Reminder wish) {
    tx.run(
        SET,
        task.key().nid(),
        wish.user(),
        wish.days(),
        wish.minute(),
        wish.zone(),
        wish.at(task).orElse(null));
  }

  /// Moves all of a task to its day as it is.
  void move(Tx tx, Task task) {
    if (task.day(Field.DUE).isEmpty()) {
      tx.run(STOP, task.key().nid());
      return;
    }
    var all = tx.list(ReminderStore::reminder, COLUMNS, task.key().nid());
    if (!all.isEmpty()) {
      tx.run(
          MOVE,
          all.stream().map(Reminder::user).toArray(String[]::new),
          all.stream().mapToLong(one -> one.at(task).orElseThrow()).toArray(),
          task.key().nid());
    }
  }

  void remove(Tx tx, Task.Key task, String user) {
    tx.run(REMOVE, task.nid(), user);
  }

  /// Calls those whose moment has come.
  void call(Tx tx, long nowMs, int max) {
    tx.run(CALL, nowMs, max, nowMs);
  }

  private static Reminder reminder(Row row) {
    return new Reminder(
        row.text("user"),
        (int) row.number("days"),
        (int) row.number("minute"),
        row.text("zone"),
        row.optionalNumber("at_ms"));
  }
}
