package parvis.core.keys;

import java.util.List;
import parvis.base.Actor;
import parvis.protocol.id.KeyId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.UnpaddedBase64;

/// One signature of a key of somebody's.
///
/// @param user nid of the owner of the signed key
/// @param signer nid of the person one of whose keys signed
/// @param target the id of the signed device, or the public key that was signed
/// @param keyId the key that signed, such as `ed25519:DEVICE`
/// @param signature in unpadded base64
record KeySignature(long user, long signer, String target, String keyId, String signature) {
  /// Signatures of one person under one key that are looked at; a master key may be signed by many
  /// devices.
  private static final int LOOKED_AT_MAX = 100;

  /// The signature that one key of the actor's has put under an object; it must be there.
  static KeySignature of(Actor actor, long owner, String target, KeyId by, JsonObject signed) {
    var text =
        under(signed, actor)
            .string(by.value())
            .flatMap(UnpaddedBase64::decode)
            .map(UnpaddedBase64::encode)
            .orElseThrow();
    return new KeySignature(owner, actor.userNid(), target, by.value(), text);
  }

  /// The keys with which the actor has signed an object, right or wrong.
  static List<KeyId> signers(JsonObject signed, Actor actor) {
    return under(signed, actor).keys().stream()
        .limit(LOOKED_AT_MAX)
        .flatMap(name -> KeyId.parse(name).stream())
        .filter(id -> id.algorithm().equals(CrossKey.ALGORITHM))
        .toList();
  }

  private static JsonObject under(JsonObject signed, Actor actor) {
    return signed
        .object("signatures")
        .flatMap(all -> all.object(actor.user().value()))
        .orElse(JsonObject.EMPTY);
  }
}
