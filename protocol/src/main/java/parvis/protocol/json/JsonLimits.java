package parvis.protocol.json;

/// What a reader of JSON lets pass.
///
/// @param canonicalNumbers whether only the numbers of canonical JSON pass
/// @param depthMax how deep arrays and objects may nest
/// @param bytesMax how many bytes are read at most
public record JsonLimits(boolean canonicalNumbers, int depthMax, int bytesMax) {
  /// Bodies of requests: any number, moderate depth. The bound in bytes is the last resort behind
  /// each route's own.
  public static final JsonLimits REQUEST = new JsonLimits(false, 64, 16 * 1024 * 1024);

  /// One event in its federation form.
  ///
  /// spec: client-server-api#size-limits, rooms/v6#canonical-json
  public static final JsonLimits EVENT = new JsonLimits(true, 100, 65_536);

  /// One event of a room of before version 6, which may hold any number.
  ///
  /// spec: rooms/v1#canonical-json
  public static final JsonLimits EARLY_EVENT = new JsonLimits(false, 100, 65_536);
}
