package parvis.harness;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.UnpaddedBase64;

/// A key that a person's client signs with: of a device, or for cross-signing.
///
/// @param name of a device its id; of a cross-signing key the public key
public record PersonKey(String user, String name, Ed25519PrivateKeyParameters secret) {
  /// The key of a device; different seeds make different keys.
  public static PersonKey ofDevice(Client client, int seed) {
    return new PersonKey(client.user(), client.device(), secret(seed));
  }

  public static PersonKey ofPerson(Client client, int seed) {
    Ed25519PrivateKeyParameters secret = secret(seed);
    return new PersonKey(client.user(), text(secret), secret);
  }

  private static Ed25519PrivateKeyParameters secret(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    bytes[1] = (byte) (seed >> 8);
    return new Ed25519PrivateKeyParameters(bytes);
  }

  private static String text(Ed25519PrivateKeyParameters secret) {
    return UnpaddedBase64.encode(secret.generatePublicKey().getEncoded());
  }

  /// `ed25519:` and the name.
  public String id() {
    return "ed25519:" + name;
  }

  /// The public half, in base64.
  public String text() {
    return text(secret);
  }

  /// A cross-signing key as it is uploaded, unsigned.
  public JsonObject json(String usage) {
    return JsonObject.of(
        "user_id", user, "usage", JsonArray.of(usage), "keys", JsonObject.of(id(), text()));
  }

  /// The keys of a device as it uploads them, signed by itself.
  public JsonObject device() {
    return sign(
        JsonObject.of(
            "user_id",
            user,
            "device_id",
            name,
            "algorithms",
            JsonArray.of("m.megolm.v1.aes-sha2"),
            "keys",
            JsonObject.of(id(), text(), "curve25519:" + name, text())));
  }

  /// The object with one more signature.
  public JsonObject sign(JsonObject object) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, secret);
    byte[] form = Signatures.signedForm(object);
    signer.update(form, 0, form.length);
    String signature = UnpaddedBase64.encode(signer.generateSignature());
    JsonObject all = object.object("signatures").orElse(JsonObject.EMPTY);
    JsonObject own = all.object(user).orElse(JsonObject.EMPTY);
    return object.with("signatures", all.with(user, own.with(id(), signature)));
  }
}
