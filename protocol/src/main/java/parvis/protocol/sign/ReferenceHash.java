package parvis.protocol.sign;

import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonObject;

/// The hash over the redacted event, by which other events refer to it: its id without the `$`.
///
/// spec: server-server-api#calculating-the-reference-hash-for-an-event, rooms/v4#event-ids
public final class ReferenceHash {
  private ReferenceHash() {}

  /// The hash of an event that is redacted already, whatever it says under `unsigned` and
  /// `signatures`.
  public static String of(JsonObject redacted) {
    return ofCanonical(CanonicalJson.write(redacted.without("unsigned").without("signatures")));
  }

  /// The hash of the canonical form of a redacted event without `unsigned` and `signatures`, which
  /// is also the form that is signed.
  public static String ofCanonical(byte[] redacted) {
    return UnpaddedBase64.encodeUrlSafe(Sha256.of(redacted));
  }
}
