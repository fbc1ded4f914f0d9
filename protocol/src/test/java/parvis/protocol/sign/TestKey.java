package parvis.protocol.sign;

import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import parvis.protocol.id.KeyId;

/// The signing key of the specification's test vectors, used through BouncyCastle.
///
/// spec: appendices#cryptographic-test-vectors
public final class TestKey implements Signer {
  public static final TestKey SPEC = new TestKey("YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");
  public static final TestKey OTHER = new TestKey("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

  public static final Verifier VERIFIER =
      (key, message, signature) -> {
        if (key.length != Ed25519.PUBLIC_KEY_SIZE
            || signature.length != Ed25519PrivateKeyParameters.SIGNATURE_SIZE) {
          return false;
        }
        return new Ed25519PublicKeyParameters(key)
            .verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
      };

  private final Ed25519PrivateKeyParameters key;

  private TestKey(String seed) {
    key = new Ed25519PrivateKeyParameters(Base64.getDecoder().decode(seed));
  }

  @Override
  public KeyId keyId() {
    return new KeyId("ed25519:1");
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  public byte[] publicKey() {
    return key.generatePublicKey().getEncoded();
  }

  /// A ring on which every server has this key.
  public KeyRing ring() {
    return (_, _, _) -> Optional.of(publicKey());
  }
}
