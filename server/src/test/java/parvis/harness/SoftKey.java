package parvis.harness;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import parvis.protocol.json.JsonObject;

/// A key that makes passkeys and signs by them, as WebAuthn says: P-256, in memory; and an app that
/// shows codes.
///
/// spec: webauthn-3#sctn-authenticator-model
public final class SoftKey {
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;

  private final String origin;
  private final KeyPair pair;
  private final byte[] credential = new byte[16];
  private String handle = "";

  /// For which host it believes to sign.
  public String host;

  /// Whether it has verified its person.
  public boolean verifies = true;

  /// How often it has signed.
  public int signatures = 1;

  public SoftKey(String origin) throws GeneralSecurityException {
    this.origin = origin;
    this.host = origin.replaceFirst("^https?://", "").replaceFirst(":\\d+$", "");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    this.pair = generator.generateKeyPair();
    System.arraycopy(sha256(pair.getPublic().getEncoded()), 0, credential, 0, credential.length);
  }

  /// A new passkey, as a browser of this origin would answer.
  public JsonObject made(JsonObject options) throws GeneralSecurityException {
    handle = options.object("user").orElseThrow().string("id").orElseThrow();
    byte[] client = client("webauthn.create", options);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(data(ATTESTED));
    data.writeBytes(new byte[16]);
    data.writeBytes(ByteBuffer.allocate(2).putShort((short) credential.length).array());
    data.writeBytes(credential);
    data.writeBytes(cose());
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(HexFormat.of().parseHex("a363666d74646e6f6e656761747453746d74a0"));
    object.writeBytes(HexFormat.of().parseHex("68617574684461746158"));
    object.write(data.size());
    object.writeBytes(data.toByteArray());
    return told(
        JsonObject.of(
            "clientDataJSON", encoded(client), "attestationObject", encoded(object.toByteArray())));
  }

  /// The answer to who asks for a signature.
  public JsonObject signed(JsonObject options) throws GeneralSecurityException {
    byte[] client = client("webauthn.get", options);
    signatures++;
    byte[] data = data(0);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(data);
    signature.update(sha256(client));
    return told(
        JsonObject.of(
            "clientDataJSON", encoded(client),
            "authenticatorData", encoded(data),
            "signature", encoded(signature.sign()),
            "userHandle", handle));
  }

  /// What an app shows now that was given this secret: RFC 6238.
  public static String code(String base32) {
    return code(base32, System.currentTimeMillis());
  }

  /// The same at another time.
  public static String code(String base32, long nowMs) {
    byte[] secret = new byte[base32.length() * 5 / 8];
    for (int i = 0; i < base32.length(); i++) {
      int letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      for (int bit = 0; bit < 5; bit++) {
        int at = i * 5 + bit;
        if ((letter >> (4 - bit) & 1) == 1) secret[at / 8] |= (byte) (0x80 >> at % 8);
      }
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(nowMs / 30_000).array());
      int number = ByteBuffer.wrap(hash, hash[19] & 0xf, 4).getInt() & Integer.MAX_VALUE;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonObject told(JsonObject response) {
    return JsonObject.builder()
        .put("id", encoded(credential))
        .put("rawId", encoded(credential))
        .put("type", "public-key")
        .put("response", response)
        .put("clientExtensionResults", JsonObject.EMPTY)
        .build();
  }

  private byte[] client(String type, JsonObject options) {
    String challenge = options.string("challenge").orElseThrow();
    return ("{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}")
        .formatted(type, challenge, origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] data(int flags) throws GeneralSecurityException {
    return ByteBuffer.allocate(37)
        .put(sha256(host.getBytes(StandardCharsets.UTF_8)))
        .put((byte) (PRESENT | (verifies ? VERIFIED : 0) | flags))
        .putInt(signatures)
        .array();
  }

  private byte[] cose() {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    ByteArrayOutputStream cose = new ByteArrayOutputStream();
    cose.writeBytes(HexFormat.of().parseHex("a5010203262001215820"));
    cose.writeBytes(coordinate(key.getW().getAffineX()));
    cose.writeBytes(HexFormat.of().parseHex("225820"));
    cose.writeBytes(coordinate(key.getW().getAffineY()));
    return cose.toByteArray();
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] all = new byte[32];
    int length = Math.min(bytes.length, all.length);
    System.arraycopy(bytes, bytes.length - length, all, all.length - length, length);
    return all;
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
