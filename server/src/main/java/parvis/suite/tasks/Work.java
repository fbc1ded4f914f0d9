package parvis.suite.tasks;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;

/// What somebody has to do, in all spaces that they are in.
final class Work {
  /// Tasks that are looked at, of what is to do, to validate and validated.
  static final int LOOKED_AT_MAX = 2_000;

  static final String TO_VALIDATE = "to_validate";
  static final String VALIDATED = "validated";

  /// In their order.
  static final List<String> PARTS =
      List.of("late", "today", "week", "later", TO_VALIDATE, VALIDATED);

  private static final Duration VALIDATED_KEPT = Duration.ofDays(30);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;

  Work(TasksFeature.Needs needs, Tasks tasks, TaskStore store) {
    this.needs = needs;
    this.tasks = tasks;
    this.store = store;
  }

  /// As much of a task as says in which part it is, and who sees it: so many are counted, and few
  /// are told.
  record Line(long nid, long space, Optional<String> due, boolean own) {}

  /// What somebody has to do, and what waits for them.
  ///
  /// @param cut whether there is more than is looked at
  record Found(Map<String, Part> parts, boolean cut) {}

  /// @param first in their order
  /// @param more how many there are besides
  record Part(List<Tasks.Found> first, int more) {}

  /// By part: late, today, this week, later, to validate, validated lately.
  ///
  /// @param parts those that are wanted
  /// @param most of each, so many
  Found of(Actor actor, LocalDate today, Collection<String> parts, int most) {
    var user = actor.user().value();
    var since = needs.clock().millis() - VALIDATED_KEPT.toMillis();
    var validating = validating(actor);
    var todo = needs.db().read(tx -> store.todo(tx, user, LOOKED_AT_MAX));
    var done = needs.db().read(tx -> store.done(tx, user, validating, LOOKED_AT_MAX));
    var validated = needs.db().read(tx -> store.validated(tx, user, since, LOOKED_AT_MAX));
    var lines = new LinkedHashMap<String, List<Line>>();
    PARTS.forEach(part -> lines.put(part, new ArrayList<>()));
    tasks.seenLines(actor, todo).forEach(line -> add(lines, when(line, today), line));
    tasks.seenLines(actor, done).forEach(line -> add(lines, TO_VALIDATE, line));
    tasks.seenLines(actor, validated).forEach(line -> add(lines, VALIDATED, line));
    lines.keySet().retainAll(parts);
    var cut = Stream.of(todo, done, validated).anyMatch(all -> all.size() == LOOKED_AT_MAX);
    return new Found(told(actor, lines, most), cut);
  }

  private static void add(Map<String, List<Line>> lines, String part, Line line) {
    Objects.requireNonNull(lines.get(part)).add(line);
  }

  private Map<String, Part> told(Actor actor, Map<String, List<Line>> lines, int most) {
    var nids =
        lines.values().stream()
            .flatMap(all -> all.stream().limit(most))
            .mapToLong(Line::nid)
            .distinct()
            .toArray();
    var there = new HashMap<Long, Tasks.Found>();
    tasks
        .seenOf(actor, needs.db().read(tx -> store.numbered(tx, nids)))
        .forEach(found -> there.put(found.task().key().nid(), found));
    var told = new LinkedHashMap<String, Part>();
    lines.forEach(
        (part, all) -> {
          var first =
              all.stream()
                  .limit(most)
                  .flatMap(line -> Optional.ofNullable(there.get(line.nid())).stream())
                  .toList();
          told.put(part, new Part(first, Math.max(all.size() - most, 0)));
        });
    return told;
  }

  private static String when(Line line, LocalDate today) {
    var sunday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
    var due = line.due().map(LocalDate::parse);
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
