package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.platform.db.Tx;
import parvis.platform.http.Said;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What people do with tasks: make one, change one or many, take one away for good. What is asked
/// under one name is done once, and what is done is told.
final class Doing {
  /// What names people.
  private static final Set<Field> NAMING =
      EnumSet.of(Field.ASSIGNEES, Field.WATCHERS, Field.CUSTOM);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;
  private final BoardStore boards;
  private final Telling telling;
  private final Editing editing;
  private final CallStore calls = new CallStore();
  private final Reminders reminders;
  private final Recurring recurring;

  Doing(
      TasksFeature.Needs needs,
      Tasks tasks,
      Stores stores,
      Telling telling,
      Reminders reminders,
      Recurring recurring) {
    this.needs = needs;
    this.tasks = tasks;
    this.store = stores.tasks();
    this.boards = stores.boards();
    this.telling = telling;
    this.editing = new Editing(store, boards);
    this.reminders = reminders;
    this.recurring = recurring;
  }

  /// A task to be made, by its id, and what it is to be.
  record Draft(long nid, String id, Edit edit) {}

  Draft draft(Edit edit) {
    return new Draft(needs.nids().getAsLong(), needs.secrets().id(), edit);
  }

  Fact by(Actor actor) {
    return new Fact(actor.user().value(), needs.clock().millis());
  }

  /// Makes a task; the one that is there when the actor's device has asked for it before.
  Tasks.Found make(Actor actor, String spaceId, Edit edit) {
    return makeAll(actor, spaceId, edit.request(), List.of(draft(edit))).getFirst();
  }

  /// Makes some tasks, all or none. Asked again, it answers the first.
  List<Tasks.Found> makeAll(Actor actor, String spaceId, String request, List<Draft> drafts) {
    var reach = tasks.reach(actor, spaceId, Action.DO_TASKS);
    var people = people(reach, drafts.stream().map(Draft::edit).toList());
    var by = by(actor);
    return telling.write(
        (tx, notes) -> {
          var first = drafts.getFirst().id();
          var asked = store.ask(tx, actor.scope(), request, first, by.atMs());
          if (asked.isPresent()) {
            return List.of(repeated(tx, reach, asked.get()));
          }
          var made = new ArrayList<Tasks.Found>();
          for (var draft : drafts) {
            made.add(tasks.found(tx, reach, made(tx, notes, reach, draft, people, by)));
          }
          return made;
        });
  }

  /// Makes one, in a transaction of somebody else.
  Task made(Tx tx, Telling.Notes notes, Reach reach, Draft draft, Set<String> people, Fact by) {
    long number = boards.number(tx, reach.spaceNid(), Tasks.TASKS_MAX).orElseThrow(Doing::tooMany);
    var key = new Task.Key(draft.nid(), draft.id(), reach.spaceNid(), number);
    var blank = Task.made(key, by);
    var board = editing.held(tx, reach);
    var made = editing.apply(tx, reach, board, blank, draft.edit(), people, by);
    store.add(tx, made);
    calls.changed(tx, blank, made, by);
    notes.changed(made);
    return made;
  }

  private static Refused tooMany() {
    return Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "A space has no more tasks than that.");
  }

  private Tasks.Found repeated(Tx tx, Reach reach, String id) {
    return store
        .find(tx, id)
        .filter(task -> task.key().space() == reach.spaceNid() && reach.sees(task))
        .map(task -> tasks.found(tx, reach, task))
        .orElseThrow(Refused::notFound);
  }

  /// Changes a task, unless the same device has asked for it before.
  ///
  /// @throws Refused changed when somebody else has changed one of these values since
  Tasks.Found change(Actor actor, String id, Edit edit) {
    var reach = tasks.around(actor, id);
    var people = people(reach, List.of(edit));
    var by = by(actor);
    return telling.write(
        (tx, notes) -> {
          var board = editing.hold(tx, reach, List.of(edit));
          var wish = store.askOf(tx, actor.scope(), edit.request(), id, by.atMs());
          var before = wish.task().filter(reach::sees).orElseThrow(Refused::notFound);
          if (!wish.fresh()) {
            var asked = store.asked(tx, actor.scope(), edit.request());
            asked.ifPresent(other -> refuseOther(other, id));
            return repeated(tx, reach, id);
          }
          var after = changed(tx, notes, reach, board, before, edit, people, by);
          return tasks.found(tx, reach, after);
        });
  }

  private static void refuseOther(String asked, String id) {
    if (!asked.equals(id)) {
      throw Said.invalid("request_id", "was the name of a change of another task");
    }
  }

  private Task changed(
      Tx tx,
      Telling.Notes notes,
      Reach reach,
      HeldBoard board,
      Task before,
      Edit edit,
      Set<String> people,
      Fact by) {
    reach.requireDoing(before);
    var after = editing.apply(tx, reach, board, before, edit, people, by);
    if (after.version() > before.version()) {
      store.save(tx, before, after, by);
      calls.changed(tx, before, after, by);
      reminders.changed(tx, before, after);
      notes.changed(before, after);
      recurring.changed(tx, notes, before, after, by);
    }
    return after;
  }

  /// Changes many tasks of one space, all or none, or as far as each can be; each keeps it in its
  /// own history. Asked again, it answers what they are by now.
  Many.Result changeAll(Actor actor, String spaceId, Many many) {
    var reach = tasks.reach(actor, spaceId, Action.DO_TASKS);
    var people = people(reach, List.copyOf(many.edits().values()));
    var by = by(actor);
    return telling.write(
        (tx, notes) -> {
          var board = editing.hold(tx, reach, many.edits().values());
          var asked = store.ask(tx, actor.scope(), many.request(), Many.NAME, by.atMs());
          if (asked.filter(other -> !other.equals(Many.NAME)).isPresent()) {
            throw Refused.conflict("\"request_id\" was the name of something else.");
          }
          var there = new HashMap<String, Task>();
          store.lockAll(tx, many.edits().keySet()).stream()
              .filter(task -> task.key().space() == reach.spaceNid() && reach.sees(task))
              .forEach(task -> there.put(task.key().id(), task));
          var found = new ArrayList<Tasks.Found>();
          var left = new ArrayList<Many.Left>();
          many.edits()
              .forEach(
                  (id, edit) -> {
                    try {
                      var before = Optional.ofNullable(there.get(id)).orElseThrow(Doing::absent);
                      var after =
                          asked.isPresent()
                              ? before
                              : changed(tx, notes, reach, board, before, edit, people, by);
                      found.add(tasks.found(tx, reach, after));
                    } catch (Refused why) {
                      // Whoever is refused has written nothing.
                      if (!many.each()) {
                        throw why;
                      }
                      left.add(new Many.Left(id, why));
                    }
                  });
          return new Many.Result(found, left);
        });
  }

  private static Refused absent() {
    return Refused.notFound("One of these tasks is not there.");
  }

  /// Takes away for good what was archived before: with its history, and whatever hangs on it.
  void delete(Actor actor, String id) {
    var reach = tasks.find(actor, id).reach();
    telling.write(
        (tx, notes) -> {
          // Whoever makes something a part of it holds the board, too.
          boards.lockBoard(tx, reach.spaceNid());
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
          notes.gone(task);
          return true;
        });
  }

  /// Those of the people whom some edits name who are there to be named.
  Set<String> people(Reach reach, List<Edit> edits) {
    return edits.stream()
        .flatMap(edit -> edit.set().entrySet().stream())
        .filter(entry -> NAMING.contains(entry.getKey()))
        .flatMap(entry -> named(entry.getValue()))
        .distinct()
        .filter(name -> isThere(reach, name))
        .collect(Collectors.toSet());
  }

  private static Stream<String> named(JsonValue value) {
    if (value instanceof JsonArray list) {
      return list.strings().stream();
    }
    return value instanceof JsonObject values
        ? values.keys().stream().flatMap(id -> values.string(id).stream())
        : Stream.empty();
  }

  private boolean isThere(Reach reach, String name) {
    return UserId.parse(name)
        .filter(user -> tasks.reach(user, reach.space()).actions().contains(Action.SEE_TASKS))
        .isPresent();
  }
}
