package parvis.suite.tasks;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.things.Thing;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The door of tasks: to read them, to make one, to change one, to take one away for good.
final class Tasks {
  /// Tasks that one space has.
  static final int TASKS_MAX = 250_000;

  private final TasksFeature.Needs needs;
  private final Rights rights;
  private final TaskStore store;
  private final BoardStore boards;
  private final HistoryStore history = new HistoryStore();
  private final CallStore calls = new CallStore();
  private final Telling telling;
  private final Editing editing;

  Tasks(TasksFeature.Needs needs, TaskStore store, BoardStore boards, Telling telling) {
    this.needs = needs;
    this.rights = needs.rights();
    this.store = store;
    this.telling = telling;
    this.boards = boards;
    this.editing = new Editing(store, boards);
  }

  /// A task, and what the one who asked may do with it.
  record Found(Task task, Reach reach) {
    JsonObject json() {
      return task.json(reach.spaceId());
    }

    JsonObject card() {
      return task.card(reach.spaceId());
    }
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
    return new Reach(user, space, rights.of(user, space));
  }

  /// @throws Refused notFound, whether there is none or it is not theirs to see
  Found find(Actor actor, String id) {
    return seen(actor, id).orElseThrow(Refused::notFound);
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
    return tasks.stream()
        .flatMap(
            task ->
                reaches
                    .computeIfAbsent(task.key().space(), space -> reach(actor, space))
                    .filter(reach -> reach.sees(task))
                    .map(reach -> new Found(task, reach))
                    .stream())
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

  private Optional<Space> space(long nid) {
    return needs.rooms().find(nid).flatMap(room -> rights.find(room.id().value()));
  }

  /// Tasks of a space that the actor sees.
  List<Task> list(Reach reach, Filter filter) {
    var own = reach.seesAll() ? Optional.<String>empty() : Optional.of(reach.user().value());
    return needs.db().read(tx -> store.list(tx, reach.spaceNid(), own, filter));
  }

  /// A page of the history of a task, the latest first.
  ///
  /// @param next the version from which the next page goes on; 0: there is none
  record Past(List<HistoryStore.Change> changes, long next) {}

  /// What changed of a task, from a version on.
  Past history(Actor actor, String id, long from) {
    var task = find(actor, id).task();
    return needs
        .db()
        .read(
            tx -> {
              var page = history.page(tx, task, from);
              var last = page.isEmpty() ? 0 : page.getLast().version();
              return new Past(page, history.oldest(tx, task) < last ? last - 1 : 0);
            });
  }

  /// Makes a task; the one that is there when the actor's device has asked for it before.
  Found make(Actor actor, String spaceId, Edit edit) {
    var reach = reach(actor, spaceId, Action.DO_TASKS);
    var people = people(reach, edit);
    var by = new Fact(actor.user().value(), needs.clock().millis());
    var nid = needs.nids().getAsLong();
    var id = needs.secrets().id();
    return telling.write(
        (tx, notes) -> {
          var asked = store.ask(tx, actor.scope(), edit.request(), id, by.atMs());
          if (asked.isPresent()) {
            return repeated(tx, reach, asked.get());
          }
          var number =
              boards.number(tx, reach.spaceNid(), TASKS_MAX).orElseThrow(Tasks::tooMany);
          var key = new Task.Key(nid, id, reach.spaceNid(), number);
          var blank = Task.made(key, by);
          var made = editing.apply(tx, reach, blank, edit, people, by);
          store.add(tx, made);
          calls.changed(tx, blank, made, by);
          notes.changed(made);
          return new Found(made, reach);
        });
  }

  private static Refused tooMany() {
    return Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "A space has no more tasks than that.");
  }

  private static void refuseOther(String asked, String id) {
    if (!asked.equals(id)) {
      throw Values.invalid("request_id", "was the name of a change of another task");
    }
  }

  private Found repeated(Tx tx, Reach reach, String id) {
    return store
        .find(tx, id)
        .filter(task -> task.key().space() == reach.spaceNid() && reach.sees(task))
        .map(task -> new Found(task, reach))
        .orElseThrow(Refused::notFound);
  }

  /// Changes a task, unless the same device has asked for it before.
  ///
  /// @throws Refused changed when somebody else has changed one of these values since
  Found change(Actor actor, String id, Edit edit) {
    var reach = find(actor, id).reach();
    var people = people(reach, edit);
    var by = new Fact(actor.user().value(), needs.clock().millis());
    return telling.write(
        (tx, notes) -> {
          var asked = store.ask(tx, actor.scope(), edit.request(), id, by.atMs());
          var before = store.lock(tx, id).filter(reach::sees).orElseThrow(Refused::notFound);
          if (asked.isPresent()) {
            refuseOther(asked.get(), id);
            return repeated(tx, reach, id);
          }
          reach.requireDoing(before);
          var after = editing.apply(tx, reach, before, edit, people, by);
          if (after.version() > before.version()) {
            store.save(tx, before, after, by);
            calls.changed(tx, before, after, by);
            notes.changed(before, after);
          }
          return new Found(after, reach);
        });
  }

  /// Takes away for good what was archived before: with its history, and whatever hangs on it.
  void delete(Actor actor, String id) {
    var reach = find(actor, id).reach();
    telling.write(
        (tx, notes) -> {
          var task = store.lock(tx, id).filter(reach::sees).orElseThrow(Refused::notFound);
          reach.require(Action.VALIDATE_TASKS);
          if (!task.archived()) {
            throw Refused.conflict("Archive this task first.");
          }
          if (store.hasParts(tx, task.key())) {
            throw Refused.conflict("Other tasks are part of this one.");
          }
          store.remove(tx, task, needs.clock().millis());
          boards.release(tx, task.key().space());
          notes.changed(task);
          return true;
        });
  }

  /// Those of the people whom an edit names who are there to be named.
  private Set<String> people(Reach reach, Edit edit) {
    return Stream.of(Field.ASSIGNEES, Field.WATCHERS)
        .flatMap(field -> named(edit.set().get(field)))
        .distinct()
        .filter(name -> isThere(reach, name))
        .collect(Collectors.toSet());
  }

  private static Stream<String> named(@Nullable JsonValue value) {
    return value instanceof JsonArray array ? array.strings().stream() : Stream.empty();
  }

  private boolean isThere(Reach reach, String name) {
    return UserId.parse(name)
        .filter(user -> rights.of(user, reach.space()).contains(Action.SEE_TASKS))
        .isPresent();
  }
}
