package parvis.suite.tasks;

import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Brings tasks again that [Repeats] says come again. Of each task one comes, in the transaction
/// that says so on the task itself: it is never two, whoever looks at once, and whatever becomes of
/// the task that was done.
final class Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);

  /// Tasks that one look brings.
  private static final int LOOK_MAX = 100;

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final Clock clock;
  private final Stores stores;
  private final TaskStore store;
  private final BoardStore boards;
  private final Placing placing;
  private final Telling telling;
  private final CallStore calls = new CallStore();

  Recurring(TasksFeature.Needs needs, Tasks tasks, Stores stores, Telling telling) {
    this.needs = needs;
    this.tasks = tasks;
    this.clock = needs.clock();
    this.stores = stores;
    this.store = stores.tasks();
    this.boards = stores.boards();
    this.placing = new Placing(store);
    this.telling = telling;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), needs.zone());
  }

  /// Brings the next one of a task that is done; takes it back where that is taken back, and nobody
  /// has touched the next one meanwhile.
  void changed(Tx tx, Telling.Notes notes, Task before, Task after, Fact by) {
    var repeats = Repeats.of(after).filter(rule -> !rule.atDay());
    if (before.state() == State.OPEN && after.state() != State.OPEN) {
      repeats.ifPresent(rule -> follow(tx, notes, after, rule, after.made().by(), by));
    } else if (repeats.isPresent() && before.state() != State.OPEN && after.state() == State.OPEN) {
      store.lockUntouched(tx, after.key()).ifPresent(next -> takeBack(tx, notes, after, next));
    }
  }

  private void takeBack(Tx tx, Telling.Notes notes, Task task, Task next) {
    store.remove(tx, next, clock.millis());
    boards.release(tx, next.key().space());
    store.unfollow(tx, task.key());
    notes.gone(next);
  }

  /// Brings those whose day has come, each by itself; to be called now and then. One that cannot
  /// come is looked at again the next day, and holds up no other meanwhile.
  void look() {
    var day = today();
    for (var task : needs.db().read(tx -> store.again(tx, day.toString(), LOOK_MAX))) {
      try {
        var maker = maker(task);
        telling.write((tx, notes) -> brought(tx, notes, task.key(), maker, day));
      } catch (RuntimeException fault) {
        LOG.warn("The task {} does not come again before tomorrow", task.key().id(), fault);
        needs.db().write(tx -> putOff(tx, task.key(), day));
      }
    }
  }

  /// In whose name a task comes: its maker's, or else that of who is to do it, as far as they are
  /// there. In a space that is archived or has no tasks none comes.
  private Optional<String> maker(Task task) {
    return tasks
        .space(task.key().space())
        .filter(space -> !space.archived())
        .flatMap(
            space ->
                Stream.concat(Stream.of(task.made().by()), task.assignees().stream())
                    .filter(name -> isThere(name, space))
                    .findFirst());
  }

  private boolean isThere(String name, Space space) {
    return UserId.parse(name)
        .filter(user -> tasks.reach(user, space).actions().contains(Action.SEE_TASKS))
        .isPresent();
  }

  private boolean brought(
      Tx tx, Telling.Notes notes, Task.Key key, Optional<String> maker, LocalDate day) {
    boards.lockBoard(tx, key.space());
    var task = store.lockAgain(tx, key, day.toString());
    if (task.isPresent()) {
      var repeats = Repeats.of(task.get());
      if (maker.isEmpty() || repeats.isEmpty()) {
        return putOff(tx, key, day);
      }
      var by = new Fact(maker.get(), clock.millis());
      follow(tx, notes, task.get(), repeats.get(), maker.get(), by);
    }
    return task.isPresent();
  }

  private boolean putOff(Tx tx, Task.Key task, LocalDate day) {
    store.putOff(tx, task, day.plusDays(1).toString());
    return true;
  }

  private void follow(
      Tx tx, Telling.Notes notes, Task last, Repeats repeats, String maker, Fact by) {
    var due = last.day(Field.DUE).map(LocalDate::parse).orElse(today());
    var next = repeats.next(due, today());
    if (!store.follow(tx, last.key()) || next.isEmpty()) {
      return;
    }
    var column =
        boards.board(tx, last.key().space()).columns().stream()
            .filter(one -> one.state() == State.OPEN)
            .findFirst();
    var number = column.flatMap(_ -> boards.number(tx, last.key().space(), Tasks.TASKS_MAX));
    if (number.isEmpty()) {
      LOG.warn(
          "The task {} comes no more: {}",
          last.key().id(),
          column.isEmpty() ? "its board has no column of what is to be done" : "its space is full");
      return;
    }
    var key = new Task.Key(store.nid(tx), needs.secrets().id(), last.key().space(), number.get());
    var blank = Task.made(key, new Fact(maker, by.atMs()));
    var made =
        made(
            tx,
            HeldBoard.kept(stores, tx, key.space()),
            blank,
            last,
            next.get(),
            column.get().id(),
            by);
    store.add(tx, made);
    store.followed(tx, last.key(), key.id());
    calls.changed(tx, blank, made, by);
    notes.changed(made);
  }

  /// What there is to do again: all that was to be done, and nothing that was done.
  private Task made(
      Tx tx, HeldBoard board, Task blank, Task last, Repeats.Next next, String column, Fact by) {
    var values = new EnumMap<Field, JsonValue>(Field.class);
    for (var field : Field.values()) {
      values.put(field, last.value(field));
    }
    values.put(Field.PLACE, placing.place(tx, board, blank, JsonObject.of("column", column)));
    values.put(Field.REPEATS, next.repeats().json());
    values.put(Field.CHECKLIST, unticked(last));
    values.put(Field.WAITS_FOR, JsonArray.EMPTY);
    values.put(Field.SPENT_MINUTES, JsonNull.NULL);
    values.put(Field.ARCHIVED, Field.ARCHIVED.usual());
    values.put(Field.DUE, new JsonString(next.day().toString()));
    start(last, next.day()).ifPresent(day -> values.put(Field.START, day));
    return blank.with(Map.copyOf(values), State.OPEN, by);
  }

  private static JsonArray unticked(Task last) {
    return last.value(Field.CHECKLIST) instanceof JsonArray steps
        ? JsonArray.of(steps.objects().stream().map(step -> step.with("done", false)).toArray())
        : JsonArray.EMPTY;
  }

  /// It begins as long before its day as the last one did.
  private static Optional<JsonValue> start(Task last, LocalDate day) {
    var due = last.day(Field.DUE).map(LocalDate::parse);
    return last.day(Field.START)
        .map(LocalDate::parse)
        .map(start -> start.toEpochDay() - due.orElse(start).toEpochDay())
        .map(ahead -> new JsonString(day.plusDays(Math.min(ahead, 0)).toString()));
  }
}
