package parvis.suite.tasks;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Grants;
import parvis.core.rights.Space;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Tells people of tasks, as notices of the server: who is given one, who is called in a comment,
/// who is to validate, whose is validated, whose is due tomorrow, who watches one that goes on, and
/// who wanted to be reminded. It is noted in the transaction that gives the reason, and told a
/// moment later to who sees the task then.
final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  /// People told in one look, and tasks of one day that one look finds.
  private static final int LOOK_MAX = 100;

  private static final int DUE_MAX = 1_000;

  /// From when on people are told what is due tomorrow.
  private static final LocalTime MORNING = LocalTime.of(8, 0);

  /// People who are told that something is theirs to validate.
  private static final int VALIDATING_MAX = 20;

  /// After what time who could not be told is told again.
  private static final Duration WAIT = Duration.ofMinutes(1);

  /// After what time nobody is told any more, because it cannot be done.
  private static final Duration TRIED_MAX = Duration.ofDays(1);

  /// After what time who was told that a task goes on which they watch is told of it again; what
  /// happens meanwhile is told then, as one.
  static final Duration PAUSE = Duration.ofHours(1);

  /// How long who is called for a reason that this version does not know is left to a later one.
  private static final Duration UNKNOWN_KEPT = Duration.ofDays(7);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final BoardStore boards;
  private final CallStore store = new CallStore();
  private final ReminderStore reminders = new ReminderStore();

  Calls(TasksFeature.Needs needs, Tasks tasks, BoardStore boards) {
    this.needs = needs;
    this.tasks = tasks;
    this.boards = boards;
  }

  /// Tells what waits to be told; to be called now and then. A fault leaves the rest to the next
  /// look; what is told twice by two nodes comes to its reader once.
  void look() {
    var now = needs.clock().instant();
    var again = now.plus(PAUSE).toEpochMilli();
    var waiting =
        needs
            .db()
            .write(
                tx -> {
                  callingDay(now.atZone(needs.zone()))
                      .ifPresent(day -> store.due(tx, day.toString(), DUE_MAX, now.toEpochMilli()));
                  reminders.call(tx, now.toEpochMilli(), DUE_MAX);
                  store.again(tx, now.toEpochMilli(), DUE_MAX);
                  return store.oldest(tx, now.toEpochMilli(), again, LOOK_MAX);
                });
    var done = new ArrayList<Calling>();
    var later = new ArrayList<Calling>();
    for (var calling : waiting) {
      if (isTold(calling) || calling.fact().atMs() < now.minus(TRIED_MAX).toEpochMilli()) {
        done.add(calling);
      } else {
        later.add(calling);
      }
    }
    if (!waiting.isEmpty()) {
      needs
          .db()
          .write(
              tx -> {
                store.done(tx, done, again);
                store.later(tx, later, now.plus(WAIT).toEpochMilli());
                return true;
              });
    }
  }

  /// Forgets whom nobody knew how to tell; to be called now and then.
  void forget(Tx tx) {
    store.forget(tx, needs.clock().millis() - UNKNOWN_KEPT.toMillis());
  }

  /// The day of which people are told at a moment: tomorrow, but nobody is woken for it.
  static Optional<LocalDate> callingDay(ZonedDateTime now) {
    return now.toLocalTime().isBefore(MORNING)
        ? Optional.empty()
        : Optional.of(now.toLocalDate().plusDays(1));
  }

  private boolean isTold(Calling calling) {
    try {
      tasks
          .placed(calling.task())
          .filter(placed -> !(calling.kind().isOfDay() && placed.space().archived()))
          .ifPresent(placed -> tell(calling, placed));
      return true;
    } catch (RuntimeException fault) {
      LOG.warn("Somebody does not hear of a task yet", fault);
      return false;
    }
  }

  private void tell(Calling calling, Tasks.Placed placed) {
    var people =
        calling.to().equals(Calling.VALIDATING)
            ? validating(placed.space())
            : Stream.of(calling.to());
    people
        .filter(name -> !name.equals(calling.fact().by()))
        .filter(name -> calling.kind() != Calling.Kind.WATCHED || watches(placed.task(), name))
        .flatMap(name -> UserId.parse(name).stream())
        .filter(user -> tasks.reach(user, placed.space()).sees(placed.task()))
        .forEach(user -> tell(calling, placed, user));
  }

  /// Who stopped watching is told no more of what they were to hear.
  private static boolean watches(Task task, String name) {
    return task.strings(Field.WATCHERS).contains(name);
  }

  private void tell(Calling calling, Tasks.Placed placed, UserId user) {
    var title = placed.task().text(Field.TITLE);
    var words = calling.kind().text(title, placed.space().name());
    var about =
        JsonObject.builder()
            .put("kind", calling.kind().word())
            .put("task", calling.task())
            .put("space_id", placed.space().id().value())
            .put("title", title)
            .put("short", calling.kind().line())
            .putIf("by", Optional.of(calling.fact().by()).filter(by -> !by.isEmpty()))
            .build();
    try {
      needs.notices().tell(user, words, about, "task call " + calling.nid());
    } catch (Refused gone) {
      if (gone.kind() != Refused.Kind.NOT_FOUND) {
        throw gone;
      }
    }
  }

  /// Who validates in a space; nobody, where no column is for that.
  private Stream<String> validating(Space space) {
    var board = needs.db().read(tx -> boards.boardNow(tx, space.room().nid()));
    if (board.columns().stream().noneMatch(column -> column.state() == State.VALIDATED)) {
      return Stream.empty();
    }
    return Stream.concat(space.levels().named().stream(), Grants.named(space).stream())
        .distinct()
        .filter(user -> tasks.reach(user, space).actions().contains(Action.VALIDATE_TASKS))
        .map(UserId::value)
        .limit(VALIDATING_MAX);
  }
}
