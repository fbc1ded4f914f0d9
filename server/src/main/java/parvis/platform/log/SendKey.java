package parvis.platform.log;

/// The name that a client gave to a request, so that asking again has no second effect.
///
/// Its scope is the session, not the token, which may have been refreshed meanwhile, and the path
/// with its room and type: two rooms may see the same transaction id.
///
/// spec: client-server-api/#transaction-identifiers
///
/// @param session nid of the session
/// @param path method and path up to the transaction id
/// @param txn the transaction id
public record SendKey(long session, String path, String txn) {}
