package parvis.core.rooms;

import java.util.Optional;
import java.util.function.BiPredicate;
import parvis.protocol.id.UserId;

/// Whom a room is meant for that its rule opens to everybody: what a part of the house knows of
/// rooms of its own kind, and the rules of Matrix do not.
final class Meant {
  private volatile BiPredicate<Optional<UserId>, Room> decided = (_, _) -> true;

  /// To be called once, before anybody comes.
  void decide(BiPredicate<Optional<UserId>, Room> by) {
    this.decided = by;
  }

  /// @param who absent: somebody who is not signed in
  boolean isFor(Optional<UserId> who, Room room) {
    return decided.test(who, room);
  }
}
