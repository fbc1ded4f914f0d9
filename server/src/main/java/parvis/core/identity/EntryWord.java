package parvis.core.identity;

import java.util.function.ObjLongConsumer;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// A word that lets somebody make an account who comes to be somebody's by it, such as an agent of
/// an organisation. It stands beside the tokens and invitations of the server itself.
///
/// @param by who answers for whoever has it
/// @param use uses it up for an account, by nid, in the transaction that makes it; throws `Refused`
///     when it lets nobody in any more
public record EntryWord(UserId by, long expiresMs, ObjLongConsumer<Tx> use) {}
