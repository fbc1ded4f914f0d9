package parvis.suite.tasks;

import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Links in the database.
final class LinkStore {
  private static final String OF =
      "select id, kind, target from task_link where task = ? order by nid limit ?";

  private static final String SAME =
      "select id, kind, target from task_link where task = ? and kind = ? and target = ?";

  private static final String ADD =
      """
      insert into task_link (nid, id, task, kind, target, room, event, "by", at_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint task_link_once do nothing""";

  private static final String REMOVE = "delete from task_link where task = ? and id = ?";

  private static final String COUNT = "select count(*) as n from task_link where task = ?";

  private static final String OF_ROOM =
      """
      select l.nid, l.event, t.id as task
        from task_link l join task t on t.nid = l.task
       where l.room = ? and l.nid < ? order by l.nid desc limit ?""";

  /// A message of a room, and the task that is tied to it.
  record Trace(long nid, String event, String task) {}

  List<Link> of(Tx tx, Task.Key task, int max) {
    return tx.list(LinkStore::link, OF, task.nid(), max);
  }

  /// Ties a task to something; the link that is there, where it is tied to that already.
  Link add(Tx tx, long nid, Task.Key task, Link link, Fact by) {
    var kind = link.kind().name();
    var target = link.target().toString();
    tx.run(
        ADD,
        nid,
        link.id(),
        task.nid(),
        kind,
        target,
        link.target().string("room").orElse(null),
        link.target().string("event").orElse(null),
        by.by(),
        by.atMs());
    return tx.first(LinkStore::link, SAME, task.nid(), kind, target).orElseThrow();
  }

  void remove(Tx tx, Task.Key task, String id) {
    tx.run(REMOVE, task.nid(), id);
  }

  long count(Tx tx, Task.Key task) {
    return tx.first(row -> row.number("n"), COUNT, task.nid()).orElseThrow();
  }

  /// The latest first, of those before one.
  List<Trace> ofRoom(Tx tx, String room, long before, int max) {
    return tx.list(
        row -> new Trace(row.number("nid"), row.text("event"), row.text("task")),
        OF_ROOM,
        room,
        before,
        max);
  }

  private static Link link(Row row) {
    return new Link(
        row.text("id"), Link.Kind.valueOf(row.text("kind")), TaskStore.json(row.text("target")));
  }
}
