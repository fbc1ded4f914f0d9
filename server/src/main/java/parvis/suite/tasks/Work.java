package parvis.suite.tasks;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;

/// What somebody has to do, in all spaces that they are in.
final class Work {
  /// Tasks that are told of each kind, and tasks that are looked at.
  private static final int OF_KIND_MAX = 200;

  private static final int LOOKED_AT_MAX = 1_000;
  private static final Duration VALIDATED_KEPT = Duration.ofDays(30);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;

  Work(TasksFeature.Needs needs, Tasks tasks, TaskStore store) {
    this.needs = needs;
    this.tasks = tasks;
    this.store = store;
  }

  /// By kind: late, today, this week, later, to validate, validated lately.
  Map<String, List<Tasks.Found>> of(Actor actor, LocalDate today) {
    var user = actor.user().value();
    var since = needs.clock().millis() - VALIDATED_KEPT.toMillis();
    var validating = validating(actor);
    var todo = needs.db().read(tx -> store.todo(tx, user, LOOKED_AT_MAX));
    var done = needs.db().read(tx -> store.done(tx, validating, OF_KIND_MAX));
    var validated = needs.db().read(tx -> store.validated(tx, user, since, OF_KIND_MAX));
    var work = new LinkedHashMap<String, List<Tasks.Found>>();
    var byDay =
        tasks.seenOf(actor, todo).stream()
            .collect(Collectors.groupingBy(found -> when(found.task(), today)));
    for (var when : List.of("late", "today", "week", "later")) {
      work.put(when, byDay.getOrDefault(when, List.of()).stream().limit(OF_KIND_MAX).toList());
    }
    work.put("to_validate", tasks.seenOf(actor, done));
    work.put("validated", tasks.seenOf(actor, validated));
    return work;
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
  private long[] validating(Actor actor) {
    return needs
        .rights()
        .joined(actor)
        .filter(space -> tasks.reach(actor.user(), space).actions().contains(Action.VALIDATE_TASKS))
        .map(Space::room)
        .mapToLong(Room::nid)
        .toArray();
  }
}
