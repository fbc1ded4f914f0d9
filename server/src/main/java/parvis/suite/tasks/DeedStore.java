package parvis.suite.tasks;

import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// What was done about tasks besides their fields, in the database.
final class DeedStore {
  /// Of one task, the latest.
  static final int OF_TASK_MAX = 1_000;

  private static final String ADD =
      "insert into task_deed (nid, task, kind, what, \"by\", at_ms) values (?, ?, ?, ?, ?, ?)";

  private static final String CUT =
      """
      delete from task_deed
       where task = ? and nid <=
             (select nid from task_deed where task = ? order by nid desc offset ? limit 1)""";

  private static final String PAGE =
      """
      select nid, kind, what, "by", at_ms
        from task_deed where task = ? and nid < ? order by nid desc limit ?""";

  void add(Tx tx, Task.Key task, Deed deed) {
    var by = deed.fact().by();
    var what = deed.what().toString();
    tx.run(ADD, deed.nid(), task.nid(), deed.kind().name(), what, by, deed.fact().atMs());
    tx.run(CUT, task.nid(), task.nid(), OF_TASK_MAX);
  }

  /// The latest first.
  List<Deed> page(Tx tx, Task.Key task, long before, int max) {
    return tx.list(DeedStore::deed, PAGE, task.nid(), before, max);
  }

  private static Deed deed(Row row) {
    return new Deed(
        row.number("nid"),
        Deed.Kind.valueOf(row.text("kind")),
        TaskStore.json(row.text("what")),
        new Fact(row.text("by"), row.number("at_ms")));
  }
}
