package parvis.core.push;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import parvis.platform.secret.MasterKey;

/// What a browser gave so that it alone reads what is sent to it through a push service: a public
/// key and a secret.
/// spec: RFC 8291, over RFC 8188 (`aes128gcm`, of one record)
///
/// @param point the key, 65 bytes
/// @param secret 16 bytes
record AgentKeys(byte[] point, byte[] secret) {
  /// What a push service takes at most, of all that is sent.
  static final int MESSAGE_BYTES_MAX = 4_096;

  /// Messages are filled up to a multiple of this, so that their length tells nothing.
  static final int FILLED_BYTES = 1_024;

  static final int SALT_BYTES = 16;
  private static final int POINT_BYTES = 65;
  private static final int SECRET_BYTES = 16;
  private static final int TAG_BYTES = 16;
  private static final int HEAD_BYTES = SALT_BYTES + Integer.BYTES + 1 + POINT_BYTES;

  /// Bytes of what is said, at most.
  static final int SAID_BYTES_MAX = MESSAGE_BYTES_MAX - HEAD_BYTES - TAG_BYTES - 1;

  private static final ECParameterSpec P256 = p256();
  private static final int COORDINATE_BYTES = 32;
  private static final byte UNCOMPRESSED = 4;
  private static final byte LAST_RECORD = 2;

  /// The keys as a browser writes them; empty when they are none.
  static Optional<AgentKeys> of(String key, String secret) {
    try {
      var keys =
          new AgentKeys(Base64.getUrlDecoder().decode(key), Base64.getUrlDecoder().decode(secret));
      return keys.secret.length == SECRET_BYTES && isPoint(keys.point)
          ? Optional.of(keys)
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static ECParameterSpec p256() {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair fresh(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(P256, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECPoint decoded(byte[] point) {
    return new ECPoint(
        new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES)),
        new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, POINT_BYTES)));
  }

  /// Whether these bytes are a point of the curve: any other would tell of our key.
  private static boolean isPoint(byte[] bytes) {
    if (bytes.length != POINT_BYTES || bytes[0] != UNCOMPRESSED) return false;
    var at = decoded(bytes);
    var p = ((ECFieldFp) P256.getCurve().getField()).getP();
    var x = at.getAffineX();
    var y = at.getAffineY();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) return false;
    var right = x.pow(3).add(P256.getCurve().getA().multiply(x)).add(P256.getCurve().getB()).mod(p);
    return y.pow(2).mod(p).equals(right);
  }

  /// A public key as it travels.
  static byte[] encoded(ECPublicKey key) {
    return ByteBuffer.allocate(POINT_BYTES)
        .put(UNCOMPRESSED)
        .put(coordinate(key.getW().getAffineX()))
        .put(coordinate(key.getW().getAffineY()))
        .array();
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
    return fixed;
  }

  /// A message that only this browser reads, filled up.
  ///
  /// @param once a key pair for this one message
  byte[] filled(byte[] said, KeyPair once, byte[] salt) {
    int length = (said.length / FILLED_BYTES + 1) * FILLED_BYTES;
    return encrypted(said, Math.min(length, SAID_BYTES_MAX), once, salt);
  }

  /// @param length bytes that what is said is filled up to
  byte[] encrypted(byte[] said, int length, KeyPair once, byte[] salt) {
    if (said.length > length || length > SAID_BYTES_MAX) {
      throw new IllegalArgumentException("a message for a browser is too long");
    }
    try {
      byte[] ours = encoded((ECPublicKey) once.getPublic());
      byte[] info = joined(bytes("WebPush: info\0"), point, ours);
      byte[] material = expanded(MasterKey.hmac(secret, shared(once)), info, COORDINATE_BYTES);
      byte[] root = MasterKey.hmac(salt, material);
      byte[] key = expanded(root, bytes("Content-Encoding: aes128gcm\0"), 16);
      byte[] nonce = expanded(root, bytes("Content-Encoding: nonce\0"), 12);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      byte[] record = Arrays.copyOf(said, length + 1);
      record[said.length] = LAST_RECORD;
      byte[] head =
          ByteBuffer.allocate(HEAD_BYTES)
              .put(salt)
              .putInt(MESSAGE_BYTES_MAX)
              .put((byte) POINT_BYTES)
              .put(ours)
              .array();
      return joined(head, cipher.doFinal(record));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] shared(KeyPair once) throws GeneralSecurityException {
    var theirs =
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(decoded(point), P256));
    var agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(once.getPrivate());
    agreement.doPhase(theirs, true);
    return agreement.generateSecret();
  }

  /// The first block of HKDF's second step, which is all that is needed of it.
  /// spec: RFC 5869
  private static byte[] expanded(byte[] key, byte[] info, int length) {
    return Arrays.copyOf(MasterKey.hmac(key, joined(info, new byte[] {1})), length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
