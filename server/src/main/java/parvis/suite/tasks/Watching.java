package parvis.suite.tasks;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Map;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.protocol.json.JsonArray;

/// Who watches a task by their own wish: whoever sees it puts themselves among those who do, and
/// out of them, whatever else they may do with it. That is no change of what somebody saw, so
/// nobody is too late with it: those who come and go at once all do.
final class Watching {
  private final Tasks tasks;
  private final TaskStore store;
  private final Telling telling;
  private final Clock clock;

  Watching(Tasks tasks, TaskStore store, Telling telling, Clock clock) {
    this.tasks = tasks;
    this.store = store;
    this.telling = telling;
    this.clock = clock;
  }

  /// The task with the actor among those who watch it. In an archived space nothing goes on.
  ///
  /// @throws Refused notFound when they do not see it; forbidden where the space is archived
  Tasks.Found join(Actor actor, String id) {
    return put(actor, id, true);
  }

  /// The task without the actor among those who watch it, in an archived space, too.
  ///
  /// @throws Refused notFound when they do not see it
  Tasks.Found leave(Actor actor, String id) {
    return put(actor, id, false);
  }

  private Tasks.Found put(Actor actor, String id, boolean watches) {
    var reach = tasks.around(actor, id);
    var by = new Fact(actor.user().value(), clock.millis());
    return telling.write(
        (tx, notes) -> {
          var before = store.lock(tx, id).filter(reach::sees).orElseThrow(Refused::notFound);
          if (watches && reach.space().archived()) {
            throw Refused.forbidden("This space is archived.");
          }
          var all = new LinkedHashSet<>(before.strings(Field.WATCHERS));
          if (watches ? !all.add(by.by()) : !all.remove(by.by())) {
            return tasks.found(tx, reach, before);
          }
          if (all.size() > Values.WATCHERS_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "No more people than that watch a task.");
          }
          var watchers = JsonArray.of(all.toArray());
          var after = before.with(Map.of(Field.WATCHERS, watchers), before.state(), by);
          store.save(tx, before, after, by);
          notes.changed(before, after);
          return tasks.found(tx, reach, after);
        });
  }
}
