package parvis.suite.tasks;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.protocol.id.UserId;

/// The door of comments. They stay with their task and are told to who sees it: tasks may be fewer
/// people's than any room of the space, so no comment goes into one.
final class Comments {
  static final int COMMENTS_MAX = 5_000;
  static final int PAGE = 50;

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;
  private final Telling telling;
  private final CommentStore comments = new CommentStore();
  private final CallStore calls = new CallStore();

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

  /// The latest first, before a comment.
  List<Comment> page(Actor actor, String task, Optional<String> before) {
    var key = tasks.find(actor, task).task().key();
    return needs
        .db()
        .read(
            tx ->
                comments.page(
                    tx,
                    key,
                    before
                        .flatMap(id -> comments.find(tx, key, id))
                        .map(Comment::nid)
                        .orElse(Long.MAX_VALUE),
                    PAGE));
  }

  /// Says something; what the actor's device has asked for before is answered as it was.
  Comment add(Actor actor, String id, Wish wish) {
    var found = tasks.find(actor, id);
    found.reach().require(Action.DO_TASKS);
    wish.mentions().forEach(name -> refuseAbsent(found, name));
    var by = new Fact(actor.user().value(), needs.clock().millis());
    var comment =
        new Comment(
            needs.nids().getAsLong(), needs.secrets().id(), by, 0, wish.text(), wish.mentions());
    return telling.write(
        (tx, notes) -> {
          var asked = store.ask(tx, actor.scope(), wish.request(), comment.id(), by.atMs());
          var task = store.lock(tx, id).orElseThrow(Refused::notFound);
          if (asked.isPresent()) {
            return comments.find(tx, task.key(), asked.get()).orElseThrow(Refused::notFound);
          }
          if (task.comments() >= COMMENTS_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "A task has no more comments than that.");
          }
          comments.add(tx, task.key(), comment);
          calls.add(tx, task, Calling.Kind.MENTIONED, comment.mentions(), by);
          notes.changed(task);
          return comment;
        });
  }

  private void refuseAbsent(Tasks.Found found, String name) {
    var sees =
        UserId.parse(name)
            .map(user -> tasks.reach(user, found.reach().space()))
            .filter(reach -> reach.sees(found.task()))
            .isPresent();
    if (!sees) {
      throw Values.invalid("mentions", "names somebody who does not see this task");
    }
  }

  /// Writes one's own comment anew; who is called by it for the first time hears of it.
  Comment reword(Actor actor, String id, String commentId, Wish wish) {
    var found = tasks.find(actor, id);
    found.reach().require(Action.DO_TASKS);
    wish.mentions().forEach(name -> refuseAbsent(found, name));
    var now = new Fact(actor.user().value(), needs.clock().millis());
    return telling.write(
        (tx, notes) -> {
          var task = store.lock(tx, id).orElseThrow(Refused::notFound);
          var before = comments.find(tx, task.key(), commentId).orElseThrow(Refused::notFound);
          if (!before.said().by().equals(now.by())) {
            throw Refused.forbidden("These are the words of somebody else.");
          }
          var after = before.reworded(wish.text(), wish.mentions(), now.atMs());
          comments.reword(tx, after);
          var called = new HashSet<>(wish.mentions());
          before.mentions().forEach(called::remove);
          calls.add(tx, task, Calling.Kind.MENTIONED, called, now);
          notes.changed(task);
          return after;
        });
  }

  /// Takes a comment back: one's own, or as who arranges the board.
  void remove(Actor actor, String id, String commentId) {
    var found = tasks.find(actor, id);
    telling.write(
        (tx, notes) -> {
          var task = store.lock(tx, id).orElseThrow(Refused::notFound);
          var comment = comments.find(tx, task.key(), commentId).orElseThrow(Refused::notFound);
          if (comment.said().by().equals(actor.user().value())) {
            found.reach().require(Action.DO_TASKS);
          } else {
            found.reach().require(Action.ARRANGE_TASKS);
          }
          comments.remove(tx, task.key(), comment);
          notes.changed(task);
          return true;
        });
  }
}
