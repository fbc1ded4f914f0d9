package parvis.suite.tasks;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Comments in the database. One that was taken back is a row like others for a while, which a node
/// of the version before shows still, until it is replaced. That version is not shut out by
/// `min_program`, since it would be while nodes are replaced one by one.
final class CommentStore {
  /// Of one task, those that were taken back and are kept: the latest.
  static final int GONE_MAX = 500;

  private static final String COLUMNS =
      "select nid, id, \"by\", at_ms, edited_ms, content, mentions from task_comment";

  private static final String FIND = COLUMNS + " where task = ? and id = ? and gone_ms is null";

  private static final String FIND_GONE =
      "select gone_by from task_comment where task = ? and id = ? and gone_ms is not null";

  private static final String PAGE =
      COLUMNS + " where task = ? and nid < ? and gone_ms is null order by nid desc limit ?";

  private static final String ADD =
      """
      insert into task_comment (nid, id, task, "by", at_ms, content, mentions)
      values (?, ?, ?, ?, ?, ?, ?)""";

  private static final String REWORD =
      "update task_comment set content = ?, mentions = ?, edited_ms = ? where nid = ?";

  private static final String REMOVE =
      "update task_comment set gone_by = ?, gone_ms = ? where nid = ? and gone_ms is null";

  private static final String CUT_GONE =
      """
      delete from task_comment
       where task = ? and gone_ms is not null and (gone_ms, nid) <=
             (select gone_ms, nid from task_comment
               where task = ? and gone_ms is not null
               order by gone_ms desc, nid desc offset ? limit 1)""";

  private static final String GONE =
      "select id from task_comment where task = ? and id = any(?) and gone_ms is not null";

  private static final String RESTORE =
      """
      update task_comment set gone_by = null, gone_ms = null
       where task = ? and id = ? and gone_ms is not null""";

  private static final String FORGET = "delete from task_comment where gone_ms < ?";

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

  /// Takes it back; it is kept for a while, as one of the latest.
  void remove(Tx tx, Task.Key task, Comment comment, Fact now) {
    if (tx.run(REMOVE, now.by(), now.atMs(), comment.nid()) == 1) {
      tx.run(COUNT, -1, task.nid());
      tx.run(CUT_GONE, task.nid(), task.nid(), GONE_MAX);
    }
  }

  /// Who took a comment back that is kept.
  Optional<String> goneBy(Tx tx, Task.Key task, String id) {
    return tx.first(row -> row.text("gone_by"), FIND_GONE, task.nid(), id);
  }

  /// Those of these that were taken back and are kept.
  Set<String> gone(Tx tx, Task.Key task, Collection<String> ids) {
    var some = ids.toArray(String[]::new);
    return Set.copyOf(tx.list(row -> row.text("id"), GONE, task.nid(), some));
  }

  void restore(Tx tx, Task.Key task, String id) {
    if (tx.run(RESTORE, task.nid(), id) == 1) {
      tx.run(COUNT, 1, task.nid());
    }
  }

  /// Forgets those that were taken back before a moment.
  void forget(Tx tx, long beforeMs) {
    tx.run(FORGET, beforeMs);
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
