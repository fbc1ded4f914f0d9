package parvis.suite.decisions;

import java.util.Set;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.protocol.id.UserId;

/// What somebody may do with the decisions of a space.
record Reach(UserId user, Space space, Set<Action> actions) {

  /// Nid of the room that the space is.
  long spaceNid() {
    return space.room().nid();
  }

  String spaceId() {
    return space.id().value();
  }

  boolean seesAll() {
    return actions.contains(Action.SEE_ALL_DECISIONS);
  }

  boolean sees(Decision decision) {
    return seesAll()
        || (actions.contains(Action.SEE_DECISIONS) && decision.people().contains(user.value()));
  }

  boolean may(Action action) {
    return actions.contains(action);
  }

  /// @throws Refused forbidden
  void require(Action action) {
    if (!may(action)) {
      throw Refused.forbidden("This is for others to do with this decision.");
    }
  }

  /// Whoever takes decisions writes in all of them; whoever proposes them in those that are not
  /// taken.
  ///
  /// @throws Refused forbidden
  void requireWriting(Decision decision) {
    require(decision.state().holds() ? Action.TAKE_DECISIONS : Action.PROPOSE_DECISIONS);
  }
}
