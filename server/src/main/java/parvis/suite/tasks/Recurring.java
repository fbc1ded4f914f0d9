package parvis.suite.tasks;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Tx;
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
  private final Clock clock;
  private final TaskStore store;
  private final BoardStore boards;
  private final Placing placing;
  private final Telling telling;
  private final CallStore calls = new CallStore();

  Recurring(TasksFeature.Needs needs, Stores stores, Telling telling) {
    this.needs = needs;
    this.clock = needs.clock();
    this.store = stores.tasks();
    this.boards = stores.boards();
    this.placing = new Placing(store);
    this.telling = telling;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /// Brings the next one of a task that is done.
  void changed(Tx tx, Telling.Notes notes, Task before, Task after, Fact by) {
    if (before.state() == State.OPEN && after.state() != State.OPEN) {
      Repeats.of(after)
          .filter(repeats -> !repeats.atDay())
          .ifPresent(repeats -> follow(tx, notes, after, repeats, by));
    }
  }

  /// Brings those whose day has come; to be called now and then.
  void look() {
    try {
      var day = today().toString();
      telling.write(
          (tx, notes) -> {
            for (var task : store.again(tx, day, LOOK_MAX)) {
              var by = new Fact(task.made().by(), clock.millis());
              Repeats.of(task).ifPresent(repeats -> follow(tx, notes, task, repeats, by));
            }
            return true;
          });
    } catch (DatabaseFault fault) {
      LOG.warn("Tasks that come again do not come yet", fault);
    }
  }

  private void follow(Tx tx, Telling.Notes notes, Task last, Repeats repeats, Fact by) {
    var due = last.day(Field.DUE).map(LocalDate::parse).orElse(today());
    var next = repeats.next(due, today());
    var id = needs.secrets().id();
    if (!store.follow(tx, last.key(), next.isPresent() ? id : "") || next.isEmpty()) {
      return;
    }
    var number = boards.number(tx, last.key().space(), Tasks.TASKS_MAX);
    if (number.isEmpty()) {
      LOG.warn("A space is full: a task that comes again comes no more");
      return;
    }
    var key = new Task.Key(store.nid(tx), id, last.key().space(), number.get());
    var blank = Task.made(key, new Fact(last.made().by(), by.atMs()));
    var made = made(tx, blank, last, next.get(), by);
    store.add(tx, made);
    calls.changed(tx, blank, made, by);
    notes.changed(made);
  }

  /// What there is to do again: all that was to be done, and nothing that was done.
  private Task made(Tx tx, Task blank, Task last, Repeats.Next next, Fact by) {
    var values = new EnumMap<Field, JsonValue>(Field.class);
    for (var field : Field.values()) {
      values.put(field, last.value(field));
    }
    var board = boards.lockBoard(tx, last.key().space());
    var column =
        board.columns().stream()
            .filter(one -> one.state() == State.OPEN)
            .findFirst()
            .orElse(board.columns().getFirst());
    values.put(Field.PLACE, placing.place(tx, blank, JsonObject.of("column", column.id())));
    values.put(Field.REPEATS, next.repeats().json());
    values.put(Field.CHECKLIST, unticked(last));
    values.put(Field.WAITS_FOR, JsonArray.EMPTY);
    values.put(Field.SPENT_MINUTES, JsonNull.NULL);
    values.put(Field.ARCHIVED, Field.ARCHIVED.usual());
    values.put(Field.DUE, new JsonString(next.day().toString()));
    start(last, next.day()).ifPresent(day -> values.put(Field.START, day));
    return blank.with(Map.copyOf(values), column.state(), by);
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
