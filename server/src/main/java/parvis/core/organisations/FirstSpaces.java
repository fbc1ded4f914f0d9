package parvis.core.organisations;

import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// The spaces into which people from outside are invited by the request that lets them into the
/// house. They are made in a layer above.
public interface FirstSpaces {
  /// A way into a space.
  ///
  /// @param name of the space
  /// @param page where it begins
  /// @param note opens it, in the transaction that lets them into the house
  /// @param after what is left to do once that is over; a later look does what a fault cuts off
  record Way(String name, String page, Consumer<Tx> note, Runnable after) {}

  /// For who has no account yet, and will be mailed where the way begins.
  ///
  /// @param endsMs until when they are a guest
  /// @throws Refused what the actor may not do there, or the space does not allow; the field says
  /// so
  Way mailed(Actor actor, String space, Address to, long endsMs);

  /// For who has an account.
  ///
  /// @throws Refused as for who has none, and when they want no invitations by the actor
  Way known(Actor actor, String space, UserId invited, long account);
}
