package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.List;
import parvis.platform.db.Tx;

/// What tasks became in one transaction, kept one by one as it happens or all together. What is
/// gathered is no row yet: it is written before anybody looks for it there.
final class Saves {
  private final TaskStore tasks;
  private final SaveStore saves = new SaveStore();
  private final Tx tx;
  private final boolean together;
  private final List<SaveStore.Saved> gathered = new ArrayList<>();

  private Saves(TaskStore tasks, Tx tx, boolean together) {
    this.tasks = tasks;
    this.tx = tx;
    this.together = together;
  }

  static Saves oneByOne(TaskStore tasks, Tx tx) {
    return new Saves(tasks, tx, false);
  }

  /// For tasks each of which changes once.
  static Saves together(TaskStore tasks, Tx tx) {
    return new Saves(tasks, tx, true);
  }

  void add(Task before, Task after, Fact by) {
    if (together) {
      var step = HistoryStore.Step.between(before, after);
      gathered.add(new SaveStore.Saved(before, after, by, step));
    } else {
      tasks.save(tx, before, after, by);
    }
  }

  /// Writes what is gathered, before the next statement.
  void write() {
    if (!gathered.isEmpty()) {
      saves.save(tx, gathered);
      gathered.clear();
    }
  }
}
