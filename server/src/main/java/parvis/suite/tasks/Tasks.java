package parvis.suite.tasks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.things.Thing;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The door of tasks for who reads them; who writes them goes on to [Doing].
final class Tasks {
  /// Tasks that one space has.
  static final int TASKS_MAX = 250_000;

  /// Of how many tasks, and for how long, it is known in which space they are.
  private static final int SPACES_MAX = 20_000;

  private static final Duration SPACES_KEPT = Duration.ofMinutes(10);

  private final TasksFeature.Needs needs;
  private final Rights rights;
  private final TaskStore store;
  private final HistoryStore history = new HistoryStore();
  private final Veil veil;

  /// Of what changed a moment ago, in which space it is: a task is never in another one.
  private final Cache<String, Long> spaces =
      Caffeine.newBuilder().maximumSize(SPACES_MAX).expireAfterAccess(SPACES_KEPT).build();

  Tasks(TasksFeature.Needs needs, TaskStore store) {
    this.needs = needs;
    this.rights = needs.rights();
    this.store = store;
    this.veil = new Veil(store);
  }

  /// A task as the one who asked is told of it, and what they may do with it.
  record Found(Task task, Reach reach) {
    JsonObject json() {
      return task.json(reach.spaceId());
    }

    JsonObject card() {
      return task.card(reach.spaceId());
    }
  }

  /// A task as it is told to somebody who sees it.
  Found found(Tx tx, Reach reach, Task task) {
    return new Found(veil.over(tx, reach, task), reach);
  }

  /// What somebody may do with the tasks of a space.
  ///
  /// @throws Refused as [Rights#require]
  Reach reach(Actor actor, String spaceId, Action least) {
    var granted = rights.granted(actor, spaceId, least);
    return new Reach(actor.user(), granted.space(), granted.actions());
  }

  /// The same of somebody, who may have none of it.
  Reach reach(UserId user, Space space) {
    return new Reach(user, space, rights.allowed(user, space));
  }

  /// @throws Refused notFound, whether there is none or it is not theirs to see
  Found find(Actor actor, String id) {
    return seen(actor, id).orElseThrow(Refused::notFound);
  }

  /// What the actor may do where a task is; whether they see it is judged when it is locked.
  ///
  /// @throws Refused notFound
  Reach around(Actor actor, String id) {
    var space = spaces.getIfPresent(id);
    if (space == null) {
      space = find(actor, id).task().key().space();
      spaces.put(id, space);
    }
    return reach(actor, space).orElseThrow(Refused::notFound);
  }

  /// A task, if the actor sees it.
  Optional<Found> seen(Actor actor, String id) {
    return needs
        .db()
        .read(tx -> store.find(tx, id))
        .flatMap(task -> seenOf(actor, List.of(task)).stream().findFirst());
  }

  /// A task as others tell of it.
  Optional<Thing> thing(Actor actor, String id) {
    return seen(actor, id)
        .map(
            found ->
                new Thing(
                    "task",
                    id,
                    found.reach().spaceId(),
                    found.task().key().number(),
                    found.task().text(Field.TITLE),
                    found.task().state().word(),
                    found.task().state() != State.OPEN || found.task().archived()));
  }

  /// Those of many that the actor sees, without what is long.
  List<Found> seen(Actor actor, List<String> ids) {
    return seenOf(actor, needs.db().read(tx -> store.named(tx, ids)));
  }

  /// Those of some tasks that the actor sees.
  List<Found> seenOf(Actor actor, List<Task> tasks) {
    var reaches = new HashMap<Long, Optional<Reach>>();
    return veiled(
        tasks.stream()
            .flatMap(
                task ->
                    reaches
                        .computeIfAbsent(task.key().space(), space -> reach(actor, space))
                        .filter(reach -> reach.sees(task))
                        .map(reach -> new Found(task, reach))
                        .stream())
            .toList());
  }

  /// The same of lines of what somebody has to do.
  List<Work.Line> seenLines(Actor actor, List<Work.Line> lines) {
    var reaches = new HashMap<Long, Optional<Reach>>();
    return lines.stream()
        .filter(
            line ->
                reaches
                    .computeIfAbsent(line.space(), space -> reach(actor, space))
                    .filter(reach -> reach.sees(line.own()))
                    .isPresent())
        .toList();
  }

  private List<Found> veiled(List<Found> found) {
    var naming =
        found.stream()
            .filter(one -> !one.reach().seesAll() && Veil.names(one.task()).findAny().isPresent())
            .collect(Collectors.groupingBy(one -> one.reach().spaceNid()));
    if (naming.isEmpty()) {
      return found;
    }
    var told = new HashMap<String, Task>();
    needs
        .db()
        .read(
            tx -> {
              for (var some : naming.values()) {
                var ofSpace = some.stream().map(Found::task).toList();
                veil.over(tx, some.getFirst().reach(), ofSpace)
                    .forEach(task -> told.put(task.key().id(), task));
              }
              return true;
            });
    return found.stream()
        .map(one -> new Found(told.getOrDefault(one.task().key().id(), one.task()), one.reach()))
        .toList();
  }

  private Optional<Reach> reach(Actor actor, long space) {
    return space(space).map(found -> reach(actor.user(), found));
  }

  /// A task and its space, whoever asks.
  record Placed(Task task, Space space) {}

  Optional<Placed> placed(String id) {
    return needs
        .db()
        .read(tx -> store.find(tx, id))
        .flatMap(task -> space(task.key().space()).map(space -> new Placed(task, space)));
  }

  Optional<Space> space(long nid) {
    return needs.rooms().find(nid).flatMap(room -> rights.find(room.id().value()));
  }

  /// Tasks of a space that the actor sees.
  List<Task> list(Reach reach, Filter filter) {
    return needs.db().read(tx -> veil.over(tx, reach, store.list(tx, reach, filter)));
  }

  /// A page of the history of a task, the latest first.
  ///
  /// @param next the version from which the next page goes on; 0: there is none
  record Past(List<HistoryStore.Change> changes, long next) {}

  /// What changed of a task, from a version on.
  Past history(Actor actor, String id, long from) {
    var found = find(actor, id);
    var task = found.task();
    return needs
        .db()
        .read(
            tx -> {
              var page = history.page(tx, task, from);
              var last = page.isEmpty() ? 0 : page.getLast().version();
              var told = veil.history(tx, found.reach(), page);
              return new Past(told, history.oldest(tx, task) < last ? last - 1 : 0);
            });
  }

  /// How many tasks of a space stand where, of those that the actor sees.
  List<Lanes.Count> lanes(Reach reach, Lanes lanes) {
    return needs
        .db()
        .read(
            tx -> {
              var counts = lanes.count(tx, reach);
              return lanes.ofTasks() ? veil.lanes(tx, reach, counts) : counts;
            });
  }
}
