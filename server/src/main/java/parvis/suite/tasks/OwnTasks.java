package parvis.suite.tasks;

import java.util.List;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What tasks tell of somebody, for themselves: those that they made or are to do, and what they
/// said of any. What others wrote in them is not told but for a task's title.
final class OwnTasks {
  private static final int TASKS_MAX = 20_000;
  private static final int COMMENTS_MAX = 50_000;

  private static final String COMMENTS =
      """
      select t.id as task, c.at_ms, c.content
        from task_comment c join task t on t.nid = c.task
       where c."by" = ? order by c.nid limit ?""";

  private OwnTasks() {}

  static JsonObject of(Tx tx, String user) {
    return JsonObject.of(
        "tasks",
        JsonArray.of(
            tasks(tx, user).stream()
                .filter(task -> task.isOf(user))
                .map(task -> json(task, user))
                .toArray()),
        "task_comments",
        JsonArray.of(
            tx.list(
                    row ->
                        JsonObject.of(
                            "task", row.text("task"),
                            "ts", row.number("at_ms"),
                            "text", row.text("content")),
                    COMMENTS,
                    user,
                    COMMENTS_MAX)
                .toArray()));
  }

  /// Forgets the views, the reminders and the calls of somebody whose account is no more.
  static void forget(Tx tx, String user) {
    tx.run("delete from task_shelf where owner = ?", user);
    tx.run("delete from task_reminder where \"user\" = ?", user);
    tx.run("delete from task_call where \"to\" = ?", user);
  }

  private static List<Task> tasks(Tx tx, String user) {
    return new Query(TaskStore.WHOLE)
        .and("own @> array[?]::text[]", user)
        .then(" order by nid limit ?", TASKS_MAX)
        .list(tx, TaskStore::task);
  }

  private static JsonObject json(Task task, String user) {
    var told =
        JsonObject.builder()
            .put("task", task.key().id())
            .put("title", task.text(Field.TITLE))
            .put("state", task.state().word())
            .put("assigned", task.assignees().contains(user))
            .put("made", task.made().by().equals(user))
            .put("ts", task.made().atMs())
            .putIf("due", task.day(Field.DUE));
    if (task.made().by().equals(user)) {
      told.put("description", task.text(Field.DESCRIPTION));
    }
    return told.build();
  }
}
