package parvis.protocol.sign;

/// The hash over the redacted event, by which other events refer to it.
///
/// spec: server-server-api#calculating-the-reference-hash-for-an-event
public final class ReferenceHash {
  private ReferenceHash() {}

  /// The hash of the canonical form of a redacted event without `unsigned` and `signatures`, which
  /// is also the form that is signed.
  ///
  /// spec: rooms/v3#event-ids
  public static String ofCanonical(byte[] redacted) {
    return UnpaddedBase64.encode(Sha256.of(redacted));
  }

  /// The same, spelt so that it can stand in an address.
  ///
  /// spec: rooms/v4#event-ids
  public static String urlSafeOfCanonical(byte[] redacted) {
    return UnpaddedBase64.encodeUrlSafe(Sha256.of(redacted));
  }
}
