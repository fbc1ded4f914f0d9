package parvis.core.keys;

import parvis.protocol.json.JsonObject;

/// One version of somebody's backup of room keys, without the keys.
///
/// @param etag another one whenever a key was added, replaced or taken out
/// @param bytes of all its keys
record Backup(
    long version, String algorithm, JsonObject authData, long etag, long keys, long bytes) {

  JsonObject json() {
    return JsonObject.of(
        "algorithm",
        algorithm,
        "auth_data",
        authData,
        "count",
        keys,
        "etag",
        Long.toString(etag),
        "version",
        Long.toString(version));
  }
}
