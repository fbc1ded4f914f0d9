package parvis.suite.tasks;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;

/// What somebody has to do, in all spaces that they are in.
final class Work {
  /// Tasks that are looked at, of what is to do, to validate and validated.
  static final int LOOKED_AT_MAX = 2_000;

  private static final Duration VALIDATED_KEPT = Duration.ofDays(30);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;

  Work(TasksFeature.Needs needs, Tasks tasks, TaskStore store) {
    this.needs = needs;
    this.tasks = tasks;
    this.store = store;
  }

  /// What somebody has to do, and what waits for them.
  ///
  /// @param cut whether there is more than is looked at
  record Found(Map<String, List<Tasks.Found>> parts, boolean cut) {}

  /// By part: late, today, this week, later, to validate, validated lately.
  Found of(Actor actor, LocalDate today) {
    var user = actor.user().value();
    var since = needs.clock().millis() - VALIDATED_KEPT.toMillis();
    var validating = validating(actor);
    var todo = needs.db().read(tx -> store.todo(tx, user, LOOKED_AT_MAX));
    var done = needs.db().read(tx -> store.done(tx, validating, LOOKED_AT_MAX));
    var validated = needs.db().read(tx -> store.validated(tx, user, since, LOOKED_AT_MAX));
    var work = new LinkedHashMap<String, List<Tasks.Found>>();
    var byDay =
        tasks.seenOf(actor, todo).stream()
            .collect(Collectors.groupingBy(found -> when(found.task(), today)));
    for (var when : List.of("late", "today", "week", "later")) {
      work.put(when, byDay.getOrDefault(when, List.of()));
    }
    work.put("to_validate", tasks.seenOf(actor, done));
    work.put("validated", tasks.seenOf(actor, validated));
    var cut = Stream.of(todo, done, validated).anyMatch(all -> all.size() == LOOKED_AT_MAX);
    return new Found(work, cut);
  }

  private static String when(Task task, LocalDate today) {
    var sunday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
    var due = task.day(Field.DUE).map(LocalDate::parse);
    if (due.isEmpty() || due.get().isAfter(sunday)) {
      return "later";
    }
    return due.get().isBefore(today) ? "late" : due.get().equals(today) ? "today" : "week";
  }

  /// The spaces in which somebody validates.
  long[] validating(Actor actor) {
    return needs
        .rights()
        .joined(actor)
        .filter(space -> tasks.reach(actor.user(), space).actions().contains(Action.VALIDATE_TASKS))
        .map(Space::room)
        .mapToLong(Room::nid)
        .toArray();
  }
}
