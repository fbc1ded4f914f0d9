package parvis.suite.tasks;

import java.util.List;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What tasks tell of somebody, for themselves: those that they made or are to do, and what they
/// said of any and was not taken back. What others wrote in them is not told but for a task's
/// title; and of a task that they see no more, that it was theirs alone: what it says by now is
/// others'.
final class OwnTasks {
  private static final int TASKS_MAX = 20_000;
  private static final int COMMENTS_MAX = 50_000;

  private static final String COMMENTS =
      """
      select t.id as task, c.at_ms, c.content
        from task_comment c join task t on t.nid = c.task
       where c."by" = ? and c.gone_ms is null order by c.nid limit ?""";

  private OwnTasks() {}

  /// What is read of somebody, before it is known what of it they see.
  private record Kept(List<Task> tasks, List<JsonObject> comments) {
    static Kept of(Tx tx, String user) {
      return new Kept(OwnTasks.tasks(tx, user), OwnTasks.comments(tx, user));
    }
  }

  static JsonObject of(Db db, Tasks tasks, Actor actor) {
    var user = actor.user().value();
    var kept = db.read(tx -> Kept.of(tx, user));
    var own = kept.tasks().stream().filter(task -> task.isOf(user)).toList();
    var seen =
        tasks.seenOf(actor, own).stream()
            .map(found -> found.task().key().id())
            .collect(Collectors.toSet());
    return JsonObject.of(
        "tasks",
        JsonArray.of(
            own.stream()
                .map(task -> seen.contains(task.key().id()) ? json(task, user) : bare(task, user))
                .toArray()),
        "task_comments",
        JsonArray.of(kept.comments().toArray()));
  }

  private static List<JsonObject> comments(Tx tx, String user) {
    return tx.list(
        row ->
            JsonObject.of(
                "task", row.text("task"),
                "ts", row.number("at_ms"),
                "text", row.text("content")),
        COMMENTS,
        user,
        COMMENTS_MAX);
  }

  /// Forgets the views, the reminders and the calls of somebody whose account is no more.
  static void forget(Tx tx, String user) {
    tx.run("delete from task_shelf where owner = ?", user);
    tx.run("delete from task_reminder where \"user\" = ?", user);
    tx.run("delete from task_call where \"to\" = ?", user);
    tx.run("delete from task_watch_call where \"to\" = ?", user);
  }

  private static List<Task> tasks(Tx tx, String user) {
    return new Query(TaskStore.WHOLE)
        .and("own @> array[?]::text[]", user)
        .then(" order by nid limit ?", TASKS_MAX)
        .list(tx, TaskStore::task);
  }

  /// That a task was theirs.
  private static JsonObject bare(Task task, String user) {
    return JsonObject.of(
        "task", task.key().id(),
        "assigned", task.assignees().contains(user),
        "made", task.made().by().equals(user));
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
