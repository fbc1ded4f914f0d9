package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(Doing.class);

  /// What names people.
  private static final Set<Field> NAMING =
      EnumSet.of(Field.ASSIGNEES, Field.WATCHERS, Field.CUSTOM);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;
  private final BoardStore boards;
  private final Telling telling;
  private final Editing editing;
  private final Together<Wish, Tasks.Found> together;
  private final SaveStore requests = new SaveStore();
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
    this.editing = new Editing(stores);
    this.together = new Together<>(needs.executor(), needs.clock(), this::answer);
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

  /// What somebody wants of a task.
  ///
  /// @param people who may be named
  private record Wish(Reach reach, Edit edit, Set<String> people, Fact by) {}

  /// Changes a task, unless the same device has asked for it before.
  ///
  /// @throws Refused changed when somebody else has changed one of these values since
  Tasks.Found change(Actor actor, String id, Edit edit) {
    var reach = tasks.around(actor, id);
    var people = people(reach, List.of(edit));
    var wish = new Wish(reach, edit, people, by(actor));
    var asked = new Together.Asked<Wish, Tasks.Found>(actor.scope(), edit.request(), id, wish);
    return Editing.looksAround(edit)
        ? together.alone(asked)
        : together.change(reach.spaceNid(), asked);
  }

  /// Answers some wishes; where one of several fails by a fault, each is tried by itself.
  private void answer(List<Together.Asked<Wish, Tasks.Found>> wishes) {
    try {
      var answers = telling.write((tx, notes) -> changed(tx, notes, wishes));
      for (int i = 0; i < wishes.size(); i++) {
        answers.get(i).to(wishes.get(i).answer());
      }
    } catch (RuntimeException fault) {
      if (wishes.size() > 1) {
        LOG.debug("Changes of tasks that came together go one by one", fault);
        wishes.forEach(wish -> answer(List.of(wish)));
      } else {
        wishes.getFirst().answer().completeExceptionally(fault);
      }
    }
  }

  private Tasks.Found again(Tx tx, Together.Asked<Wish, Tasks.Found> asked) {
    store
        .asked(tx, asked.scope(), asked.request())
        .ifPresent(other -> refuseOther(other, asked.task()));
    return repeated(tx, asked.wish().reach(), asked.task());
  }

  /// What comes of a wish.
  private sealed interface Answer {
    void to(CompletableFuture<Tasks.Found> whom);
  }

  private record Done(Tasks.Found found) implements Answer {
    @Override
    public void to(CompletableFuture<Tasks.Found> whom) {
      whom.complete(found);
    }
  }

  private record Not(Refused why) implements Answer {
    @Override
    public void to(CompletableFuture<Tasks.Found> whom) {
      whom.completeExceptionally(why);
    }
  }

  /// Changes several tasks of one space for several people, each of whom is answered by themselves.
  private List<Answer> changed(
      Tx tx, Telling.Notes notes, List<Together.Asked<Wish, Tasks.Found>> wishes) {
    var space = wishes.getFirst().wish().reach();
    requests.onePlan(tx);
    var board = editing.hold(tx, space, wishes.stream().map(one -> one.wish().edit()).toList());
    var asked = wishes.stream().map(Doing::asked).toList();
    var fresh = requests.ask(tx, space.spaceNid(), asked, needs.clock().millis());
    var there = new HashMap<String, Task>();
    store
        .lockAll(tx, wishes.stream().map(Together.Asked::task).toList())
        .forEach(task -> there.put(task.key().id(), task));
    if (fresh.now().stream().noneMatch(SaveStore.Fresh::programs)) {
      notes.noPrograms();
    }
    var saves = Saves.together(store, tx);
    var became = new ArrayList<Supplier<Answer>>();
    for (var wish : wishes) {
      var isFresh = fresh.now().stream().anyMatch(one -> one.is(asked(wish)));
      became.add(became(tx, notes, board, saves, there, isFresh, wish));
    }
    saves.write();
    return became.stream().map(Supplier::get).toList();
  }

  private static SaveStore.Asked asked(Together.Asked<Wish, Tasks.Found> wish) {
    return new SaveStore.Asked(wish.scope(), wish.request(), wish.task());
  }

  /// What comes of one of several wishes, as it is told once all are written. Whoever is refused
  /// has written nothing, and may ask again.
  private Supplier<Answer> became(
      Tx tx,
      Telling.Notes notes,
      HeldBoard board,
      Saves saves,
      Map<String, Task> there,
      boolean isFresh,
      Together.Asked<Wish, Tasks.Found> asked) {
    var wish = asked.wish();
    var reach = wish.reach();
    try {
      var before =
          Optional.ofNullable(there.get(asked.task()))
              .filter(reach::sees)
              .orElseThrow(Refused::notFound);
      if (!isFresh) {
        return () -> told(() -> again(tx, asked));
      }
      var watchers = new CallStore.Watchers();
      var after = changed(tx, notes, board, saves, watchers, before, wish);
      calls.watched(tx, watchers, wish.by());
      return () -> told(() -> tasks.found(tx, reach, after));
    } catch (Refused why) {
      if (isFresh) {
        store.unask(tx, asked.scope(), List.of(asked.request()));
      }
      return () -> new Not(why);
    }
  }

  private static Answer told(Supplier<Tasks.Found> found) {
    try {
      return new Done(found.get());
    } catch (Refused why) {
      return new Not(why);
    }
  }

  private static void refuseOther(String asked, String id) {
    if (!asked.equals(id)) {
      throw Said.invalid("request_id", "was the name of a change of another task");
    }
  }

  private Task changed(
      Tx tx,
      Telling.Notes notes,
      HeldBoard board,
      Saves saves,
      CallStore.Watchers watchers,
      Task before,
      Wish wish) {
    var reach = wish.reach();
    var edit = wish.edit();
    var by = wish.by();
    reach.requireDoing(before);
    if (Editing.looksAround(edit)) {
      saves.write();
    }
    var after = editing.apply(tx, reach, board, before, edit, wish.people(), by);
    if (after.version() > before.version()) {
      saves.add(before, after, by);
      if (after.state() != before.state()) {
        saves.write();
      }
      calls.changed(tx, before, after, by, watchers);
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
          var saves = Saves.together(store, tx);
          var done = new ArrayList<Task>();
          var left = new ArrayList<Many.Left>();
          var watchers = new CallStore.Watchers();
          many.edits()
              .forEach(
                  (id, edit) -> {
                    try {
                      var before = Optional.ofNullable(there.get(id)).orElseThrow(Doing::absent);
                      var wish = new Wish(reach, edit, people, by);
                      var after =
                          asked.isPresent()
                              ? before
                              : changed(tx, notes, board, saves, watchers, before, wish);
                      done.add(after);
                    } catch (Refused why) {
                      // Whoever is refused has written nothing.
                      if (!many.each()) {
                        throw why;
                      }
                      left.add(new Many.Left(id, why));
                    }
                  });
          saves.write();
          calls.watched(tx, watchers, by);
          var found = done.stream().map(task -> tasks.found(tx, reach, task)).toList();
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
