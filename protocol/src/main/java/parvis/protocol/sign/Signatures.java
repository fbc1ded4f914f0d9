package parvis.protocol.sign;

import java.util.Optional;
import parvis.protocol.id.KeyId;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;

/// The signatures of JSON objects.
///
/// spec: appendices#signing-json
public final class Signatures {
  private static final String ALGORITHM = "ed25519";

  /// More signatures of one entity than this are not looked at: each costs a key lookup.
  private static final int KEYS_MAX = 16;

  private Signatures() {}

  /// The object with one more signature.
  public static JsonObject sign(JsonObject object, ServerName server, Signer signer) {
    String signature = UnpaddedBase64.encode(signer.sign(signedForm(object)));
    JsonObject all = object.object("signatures").orElse(JsonObject.EMPTY);
    JsonObject own = all.object(server.value()).orElse(JsonObject.EMPTY);
    return object.with(
        "signatures", all.with(server.value(), own.with(signer.keyId().value(), signature)));
  }

  /// The bytes a signature covers; with any numbers, since those were looked at before.
  ///
  /// spec: appendices#signing-details
  public static byte[] signedForm(JsonObject object) {
    return CanonicalJson.tolerant(object.without("signatures").without("unsigned"));
  }

  /// Whether the server signed the object with a key it had at this time.
  ///
  /// spec: appendices#checking-for-a-signature
  public static boolean valid(
      JsonObject object, ServerName server, long at, KeyRing keys, Verifier verifier) {
    JsonObject own =
        object
            .object("signatures")
            .flatMap(all -> all.object(server.value()))
            .orElse(JsonObject.EMPTY);
    byte[] message = null;
    int looked = 0;
    for (JsonObject.Entry entry : own.entries()) {
      Optional<KeyId> id =
          KeyId.parse(entry.name()).filter(key -> key.algorithm().equals(ALGORITHM));
      if (id.isEmpty() || !(entry.value() instanceof JsonString(String base64))) continue;
      if (++looked > KEYS_MAX) return false;
      Optional<byte[]> signature = UnpaddedBase64.decode(base64);
      Optional<byte[]> key = keys.find(server, id.get(), at);
      if (signature.isEmpty() || key.isEmpty()) continue;
      if (message == null) message = signedForm(object);
      if (verifier.verify(key.get(), message, signature.get())) return true;
    }
    return false;
  }

  /// Whether this one key of an entity, a server or a person, signed the object.
  ///
  /// spec: appendices#checking-for-a-signature
  public static boolean signedBy(
      JsonObject object, String entity, KeyId id, byte[] key, Verifier verifier) {
    return object
        .object("signatures")
        .flatMap(all -> all.object(entity))
        .flatMap(own -> own.string(id.value()))
        .flatMap(UnpaddedBase64::decode)
        .filter(signature -> verifier.verify(key, signedForm(object), signature))
        .isPresent();
  }

  /// Whether the object carries any signature of the server, right or wrong.
  public static boolean present(JsonObject object, ServerName server) {
    return object
        .object("signatures")
        .flatMap(all -> all.object(server.value()))
        .filter(own -> !own.isEmpty())
        .isPresent();
  }
}
