package parvis.protocol.sign;

import java.util.Optional;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonObject;

/// The hash over a whole event, content included, that its signature covers in the content's stead.
///
/// spec: server-server-api#calculating-the-content-hash-for-an-event
public final class ContentHash {
  private ContentHash() {}

  /// The hash of an event, whatever it says under `unsigned`, `signatures` and `hashes`. Which
  /// numbers an event may hold is for its room's version to say, not for its hash.
  public static String of(JsonObject event) {
    return ofCanonical(
        CanonicalJson.tolerant(event.without("unsigned").without("signatures").without("hashes")));
  }

  /// The hash of the canonical form of an event without `unsigned`, `signatures` and `hashes`.
  public static String ofCanonical(byte[] event) {
    return UnpaddedBase64.encode(Sha256.of(event));
  }

  /// Whether the event is what its hash says. Compared as bytes: the spelling of Base64 does not
  /// count.
  public static boolean matches(JsonObject event) {
    Optional<byte[]> stated =
        event
            .object("hashes")
            .flatMap(hashes -> hashes.string("sha256"))
            .flatMap(UnpaddedBase64::decode);
    return stated.isPresent() && UnpaddedBase64.encode(stated.get()).equals(of(event));
  }
}
