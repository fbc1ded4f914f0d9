package parvis.suite.tasks;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Comments in the database.
final class CommentStore {
  private static final String COLUMNS =
      "select nid, id, \"by\", at_ms, edited_ms, content, mentions from task_comment";

  private static final String FIND = COLUMNS + " where task = ? and id = ?";

  private static final String PAGE =
      COLUMNS + " where task = ? and nid < ? order by nid desc limit ?";

  private static final String ADD =
      """
      insert into task_comment (nid, id, task, "by", at_ms, content, mentions)
      values (?, ?, ?, ?, ?, ?, ?)""";

  private static final String REWORD =
      "update task_comment set content = ?, mentions = ?, edited_ms = ? where nid = ?";

  private static final String REMOVE = "delete from task_comment where nid = ?";

  private static final String COUNT = "update task set comments = comments + ? where nid = ?";

  Optional<Comment> find(Tx tx, Task.Key task, String id) {
    return tx.first(CommentStore::comment, FIND, task.nid(), id);
  }

  /// The latest first.
  List<Comment> page(Tx tx, Task.Key task, long before, int max) {
    return tx.list(CommentStore::comment, PAGE, task.nid(), before, max);
  }

  void add(Tx tx, Task.Key task, Comment comment) {
    tx.run(
        ADD,
        comment.nid(),
        comment.id(),
        task.nid(),
        comment.said().by(),
        comment.said().atMs(),
        comment.text(),
        comment.mentions().toArray(String[]::new));
    tx.run(COUNT, 1, task.nid());
  }

  void reword(Tx tx, Comment comment) {
    tx.run(
        REWORD,
        comment.text(),
        comment.mentions().toArray(String[]::new),
        comment.editedMs(),
        comment.nid());
  }

  void remove(Tx tx, Task.Key task, Comment comment) {
    if (tx.run(REMOVE, comment.nid()) == 1) {
      tx.run(COUNT, -1, task.nid());
    }
  }

  private static Comment comment(Row row) {
    return new Comment(
        row.number("nid"),
        row.text("id"),
        new Fact(row.text("by"), row.number("at_ms")),
        row.optionalNumber("edited_ms").orElse(0),
        row.text("content"),
        row.texts("mentions"));
  }
}
