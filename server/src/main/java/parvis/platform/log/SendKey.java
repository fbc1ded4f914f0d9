package parvis.platform.log;

/// The name that a client gave to a request, so that asking again has no second effect.
///
/// It holds for a device, not for a token, which may have been refreshed meanwhile, and for the
/// path with its room and type: two rooms may see the same transaction id.
///
/// spec: client-server-api/#transaction-identifiers
///
/// @param scope of the device; the column is called `session`, after the first one of the device
/// @param path method and path up to the transaction id
/// @param txn the transaction id
public record SendKey(long scope, String path, String txn) {}
