package parvis.core.organisations;

import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// The spaces into which people from outside are invited by the request that lets them into the
/// house. They are made in a layer above.
public interface FirstSpaces {
  /// A way into a space.
  ///
  /// @param name of the space
  /// @param path of its page
  /// @param note says that somebody is to be invited, in the transaction that lets them into the
  ///     house
  /// @param after invites them, once that is over; a later look does what a fault cuts off, and
  ///     whoever let them in is told when the space takes no invitation any more
  record Way(String name, String path, Consumer<Tx> note, Runnable after) {}

  /// For who is given an account by that transaction.
  ///
  /// @param account nid
  /// @throws Refused what the actor may not do there, or the space does not allow; the field says
  /// so
  Way fresh(Actor actor, String space, UserId invited, long account);

  /// For who has an account.
  ///
  /// @throws Refused as for who has none, and when they want no invitations by the actor
  Way known(Actor actor, String space, UserId invited, long account);
}
