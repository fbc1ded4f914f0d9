package parvis.suite.tasks;

import java.util.LinkedHashSet;
import parvis.base.Actor;
import parvis.base.Refused;

/// Who watches a task by their own wish: whoever sees it puts themselves among those who do, and
/// out of them, whatever else they may do with it. That is no change of what somebody saw, so
/// nobody is too late with it: those who come and go at once all do. Nor is it kept in the history,
/// which is not theirs to fill, and the task counts as changed no later for it.
final class Watching {
  private final Tasks tasks;
  private final TaskStore store;
  private final Telling telling;

  Watching(Tasks tasks, TaskStore store, Telling telling) {
    this.tasks = tasks;
    this.store = store;
    this.telling = telling;
  }

  /// The task with the actor among those who watch it. Where it or its space is archived nothing
  /// goes on.
  ///
  /// @throws Refused notFound when they do not see it; forbidden where one of both is archived
  Tasks.Found join(Actor actor, String id) {
    return put(actor, id, true);
  }

  /// The task without the actor among those who watch it, where it is archived, too.
  ///
  /// @throws Refused notFound when they do not see it
  Tasks.Found leave(Actor actor, String id) {
    return put(actor, id, false);
  }

  private Tasks.Found put(Actor actor, String id, boolean watches) {
    var reach = tasks.around(actor, id);
    var who = actor.user().value();
    return telling.write(
        (tx, notes) -> {
          var before = store.lock(tx, id).filter(reach::sees).orElseThrow(Refused::notFound);
          if (watches && reach.space().archived()) {
            throw Refused.forbidden("This space is archived.");
          }
          if (watches && before.archived()) {
            throw Refused.forbidden("This task is archived.");
          }
          var all = new LinkedHashSet<>(before.strings(Field.WATCHERS));
          if (watches ? !all.add(who) : !all.remove(who)) {
            return tasks.found(tx, reach, before);
          }
          if (all.size() > Values.WATCHERS_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "No more people than that watch a task.");
          }
          var after = before.watchedBy(all);
          store.save(tx, after);
          notes.changed(before, after);
          return tasks.found(tx, reach, after);
        });
  }
}
