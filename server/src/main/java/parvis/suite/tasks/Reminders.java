package parvis.suite.tasks;

import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// The door of reminders: everybody has one of a task that they see, which nobody else learns of.
final class Reminders {
  static final int OF_TASK_MAX = 500;

  private final Db db;
  private final Tasks tasks;
  private final TaskStore store;
  private final ReminderStore reminders = new ReminderStore();

  Reminders(Db db, Tasks tasks, TaskStore store) {
    this.db = db;
    this.tasks = tasks;
    this.store = store;
  }

  Optional<Reminder> find(Actor actor, String id) {
    var task = tasks.find(actor, id).task();
    return db.read(tx -> reminders.find(tx, task.key(), actor.user().value()));
  }

  /// Sets one's own, in the place of what it was.
  Reminder set(Actor actor, String id, Reminder wish) {
    tasks.find(actor, id);
    return db.write(
        tx -> {
          var task = store.lock(tx, id).orElseThrow(Refused::notFound);
          if (reminders.find(tx, task.key(), wish.user()).isEmpty()
              && reminders.count(tx, task.key()) >= OF_TASK_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "A task has no more reminders than that.");
          }
          reminders.set(tx, task, wish);
          return reminders.find(tx, task.key(), wish.user()).orElseThrow();
        });
  }

  void remove(Actor actor, String id) {
    var key = tasks.find(actor, id).task().key();
    db.write(
        tx -> {
          reminders.remove(tx, key, actor.user().value());
          return true;
        });
  }

  /// Moves those of a task whose day is another one.
  void changed(Tx tx, Task before, Task after) {
    if (!before.day(Field.DUE).equals(after.day(Field.DUE))) {
      reminders.move(tx, after);
    }
  }
}
