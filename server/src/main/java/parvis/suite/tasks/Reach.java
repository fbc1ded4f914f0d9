package parvis.suite.tasks;

import java.util.Set;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.protocol.id.UserId;

/// What somebody may do with the tasks of a space.
record Reach(UserId user, Space space, Set<Action> actions) {

  /// Nid of the room that the space is.
  long spaceNid() {
    return space.room().nid();
  }

  String spaceId() {
    return space.id().value();
  }

  boolean seesAll() {
    return actions.contains(Action.SEE_ALL_TASKS);
  }

  boolean sees(Task task) {
    return sees(task.isOf(user.value()));
  }

  /// Whether they see what is their own, or is not.
  boolean sees(boolean own) {
    return seesAll() || (own && actions.contains(Action.SEE_TASKS));
  }

  /// @throws Refused forbidden
  void requireDoing(Task task) {
    if (!actions.contains(Action.DO_ALL_TASKS)) {
      require(Action.DO_TASKS);
      if (!task.isOf(user.value())) {
        throw forbidden();
      }
    }
  }

  /// @throws Refused forbidden
  void require(Action action) {
    if (!actions.contains(action)) {
      throw forbidden();
    }
  }

  private static Refused forbidden() {
    return Refused.forbidden("This is for others to do with this task.");
  }
}
