package parvis.core.identity;

import java.util.Optional;
import java.util.function.ObjLongConsumer;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// A word that lets somebody make an account who comes to be somebody's by it, such as an agent of
/// an organisation. It stands beside the tokens and invitations of the server itself.
///
/// @param by who answers for whoever has it
/// @param use uses it up for an account, by nid, in the transaction that makes it; throws `Refused`
///     when it lets nobody in any more
/// @param mailed the address to which it was mailed, where it was: an account that is made by it
///     alone keeps that one as a way back in
public record EntryWord(
    UserId by, long expiresMs, ObjLongConsumer<Tx> use, Optional<Address> mailed) {
  /// One that stands on paper.
  public EntryWord(UserId by, long expiresMs, ObjLongConsumer<Tx> use) {
    this(by, expiresMs, use, Optional.empty());
  }
}
