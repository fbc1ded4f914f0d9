package parvis.suite.tasks;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.platform.db.Tx;
import parvis.platform.http.Said;
import parvis.protocol.id.UserId;

/// The door of comments. They stay with their task and are told to who sees it: tasks may be fewer
/// people's than any room of the space, so no comment goes into one.
final class Comments {
  static final int COMMENTS_MAX = 5_000;
  static final int PAGE = 50;

  /// How long what was taken back can be brought back.
  static final Duration KEPT = Duration.ofDays(7);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;
  private final Telling telling;
  private final CommentStore comments = new CommentStore();
  private final CallStore calls = new CallStore();
  private final DeedStore deeds = new DeedStore();

  Comments(TasksFeature.Needs needs, Tasks tasks, TaskStore store, Telling telling) {
    this.needs = needs;
    this.tasks = tasks;
    this.store = store;
    this.telling = telling;
  }

  /// What somebody wants to say.
  ///
  /// @param request empty, where it is said in the place of what was said before
  record Wish(String request, String text, List<String> mentions) {}

  /// The latest first, before a number: that of the last one of the page before, which may be gone.
  List<Comment> page(Actor actor, String task, long before) {
    var key = tasks.find(actor, task).task().key();
    return needs.db().read(tx -> comments.page(tx, key, before, PAGE));
  }

  /// Says something; what the actor's device has asked for before is answered as it was.
  Comment add(Actor actor, String id, Wish wish) {
    var found = tasks.find(actor, id);
    found.reach().require(Action.DO_TASKS);
    var called = called(found, wish);
    var by = new Fact(actor.user().value(), needs.clock().millis());
    var comment =
        new Comment(
            needs.nids().getAsLong(), needs.secrets().id(), by, 0, wish.text(), wish.mentions());
    return telling.write(
        (tx, notes) -> {
          var asked = store.ask(tx, actor.scope(), wish.request(), comment.id(), by.atMs());
          var task = lock(tx, found);
          if (asked.isPresent()) {
            return comments.find(tx, task.key(), asked.get()).orElseThrow(Refused::notFound);
          }
          refuseFull(task);
          refuseAbsent(task, called);
          comments.add(tx, task.key(), comment);
          calls.add(tx, task, Calling.Kind.MENTIONED, comment.mentions(), by);
          calls.add(tx, task, Calling.Kind.WATCHED, hearing(task, comment), by);
          notes.changed(task);
          return comment;
        });
  }

  /// Who watches a task and is not called by a comment of it.
  private static Set<String> hearing(Task task, Comment comment) {
    var hearing = new HashSet<>(task.strings(Field.WATCHERS));
    comment.mentions().forEach(hearing::remove);
    hearing.remove(comment.said().by());
    return hearing;
  }

  /// A task as it is now, if it is theirs to see still.
  private Task lock(Tx tx, Tasks.Found found) {
    return store
        .lock(tx, found.task().key().id())
        .filter(found.reach()::sees)
        .orElseThrow(Refused::notFound);
  }

  /// What those may do whom a comment calls.
  private List<Reach> called(Tasks.Found found, Wish wish) {
    return wish.mentions().stream()
        .map(name -> UserId.parse(name).orElseThrow(Comments::absent))
        .map(user -> tasks.reach(user, found.reach().space()))
        .toList();
  }

  private static Refused absent() {
    return Said.invalid("mentions", "names somebody who does not see this task");
  }

  private static void refuseAbsent(Task task, List<Reach> called) {
    if (!called.stream().allMatch(reach -> reach.sees(task))) {
      throw absent();
    }
  }

  /// Writes one's own comment anew; who is called by it for the first time hears of it.
  Comment reword(Actor actor, String id, String commentId, Wish wish) {
    var found = tasks.find(actor, id);
    found.reach().require(Action.DO_TASKS);
    var called = called(found, wish);
    var now = new Fact(actor.user().value(), needs.clock().millis());
    return telling.write(
        (tx, notes) -> {
          var task = lock(tx, found);
          refuseAbsent(task, called);
          var before = comments.find(tx, task.key(), commentId).orElseThrow(Refused::notFound);
          if (!before.said().by().equals(now.by())) {
            throw Refused.forbidden("These are the words of somebody else.");
          }
          var after = before.reworded(wish.text(), wish.mentions(), now.atMs());
          comments.reword(tx, after);
          var anew = new HashSet<>(wish.mentions());
          before.mentions().forEach(anew::remove);
          calls.add(tx, task, Calling.Kind.MENTIONED, anew, now);
          notes.changed(task);
          return after;
        });
  }

  /// Takes a comment back: one's own, or as who arranges the board.
  void remove(Actor actor, String id, String commentId) {
    var found = tasks.find(actor, id);
    var now = new Fact(actor.user().value(), needs.clock().millis());
    var nid = needs.nids().getAsLong();
    telling.write(
        (tx, notes) -> {
          var task = lock(tx, found);
          var comment = comments.find(tx, task.key(), commentId).orElseThrow(Refused::notFound);
          if (comment.said().by().equals(actor.user().value())) {
            found.reach().require(Action.DO_TASKS);
          } else {
            found.reach().require(Action.ARRANGE_TASKS);
          }
          comments.remove(tx, task.key(), comment, now);
          deeds.add(tx, task.key(), Deed.of(nid, Deed.Kind.UNSAID, comment, now));
          notes.changed(task);
          return true;
        });
  }

  /// Brings back what was taken back a while ago: for who took it back, or who arranges the board.
  Comment restore(Actor actor, String id, String commentId) {
    var found = tasks.find(actor, id);
    found.reach().require(Action.DO_TASKS);
    var now = new Fact(actor.user().value(), needs.clock().millis());
    var nid = needs.nids().getAsLong();
    return telling.write(
        (tx, notes) -> {
          var task = lock(tx, found);
          var there = comments.find(tx, task.key(), commentId);
          if (there.isPresent()) {
            return there.get();
          }
          var by = comments.goneBy(tx, task.key(), commentId).orElseThrow(Refused::notFound);
          if (!by.equals(now.by())) {
            found.reach().require(Action.ARRANGE_TASKS);
          }
          refuseFull(task);
          comments.restore(tx, task.key(), commentId);
          var comment = comments.find(tx, task.key(), commentId).orElseThrow(Refused::notFound);
          deeds.add(tx, task.key(), Deed.of(nid, Deed.Kind.RESAID, comment, now));
          notes.changed(task);
          return comment;
        });
  }

  private static void refuseFull(Task task) {
    if (task.comments() >= COMMENTS_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "A task has no more comments than that.");
    }
  }

  /// Forgets what was taken back long ago; to be called now and then.
  void forget(Tx tx) {
    comments.forget(tx, needs.clock().millis() - KEPT.toMillis());
  }
}
