package parvis.core.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import parvis.protocol.id.KeyId;
import parvis.protocol.sign.Signer;
import parvis.protocol.sign.Verifier;

/// A library that computes Ed25519. The JDK's own is fifty times slower and never used.
sealed interface Ed25519 extends Verifier {
  int SEED_BYTES = 32;
  int KEY_BYTES = 32;
  int SIGNATURE_BYTES = 64;

  Signer signer(KeyId keyId, byte[] seed);

  /// The fastest library that works here.
  static Ed25519 best() {
    return Found.BEST;
  }

  /// Looked for once: a signed library is read whole before it is believed.
  final class Found {
    private static final Ed25519 BEST =
        Accelerated.load().<Ed25519>map(provider -> provider).orElseGet(Portable::new);

    private Found() {}
  }

  static byte[] publicKey(byte[] seed) {
    return new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
  }

  /// BouncyCastle, in plain Java: works everywhere.
  record Portable() implements Ed25519 {
    @Override
    public Signer signer(KeyId keyId, byte[] seed) {
      return new PortableSigner(keyId, new Ed25519PrivateKeyParameters(seed));
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
      if (publicKey.length != KEY_BYTES || signature.length != SIGNATURE_BYTES) return false;
      try {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(publicKey));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
      } catch (IllegalArgumentException notAPoint) {
        return false;
      }
    }
  }

  record PortableSigner(KeyId keyId, Ed25519PrivateKeyParameters key) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      Ed25519Signer signer = new Ed25519Signer();
      signer.init(true, key);
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    }
  }

  /// The Amazon Corretto Crypto Provider, where its native library loads.
  record Accelerated(Provider provider) implements Ed25519 {
    private static final String NAME = "AmazonCorrettoCryptoProvider";
    private static final String KEYS = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";
    private static final byte[] PRIVATE_PREFIX =
        HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    static Optional<Accelerated> load() {
      System.setProperty(KEYS, "true");
      try {
        return ServiceLoader.load(Provider.class).stream()
            .filter(found -> found.type().getSimpleName().equals(NAME))
            .map(found -> new Accelerated(found.get()))
            .filter(Accelerated::works)
            .findFirst();
      } catch (ServiceConfigurationError | LinkageError cannotLoad) {
        return Optional.empty();
      }
    }

    /// Whether it signs as the plain Java one does; without its native library it offers nothing.
    private boolean works() {
      byte[] seed = new byte[SEED_BYTES];
      byte[] message = {1};
      try {
        KeyId id = new KeyId("ed25519:works");
        byte[] signature = signer(id, seed).sign(message);
        return verify(publicKey(seed), message, signature)
            && new Portable().verify(publicKey(seed), message, signature);
      } catch (IllegalStateException notOffered) {
        return false;
      }
    }

    @Override
    public Signer signer(KeyId keyId, byte[] seed) {
      try {
        PrivateKey key =
            KeyFactory.getInstance("Ed25519", provider)
                .generatePrivate(new PKCS8EncodedKeySpec(joined(PRIVATE_PREFIX, seed)));
        return new AcceleratedSigner(keyId, key, provider, new ConcurrentLinkedQueue<>());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
      if (publicKey.length != KEY_BYTES || signature.length != SIGNATURE_BYTES) return false;
      try {
        PublicKey key =
            KeyFactory.getInstance("Ed25519", provider)
                .generatePublic(new X509EncodedKeySpec(joined(PUBLIC_PREFIX, publicKey)));
        Signature verifier = Signature.getInstance("Ed25519", provider);
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
      } catch (GeneralSecurityException notAKey) {
        return false;
      }
    }

    private static byte[] joined(byte[] prefix, byte[] key) {
      byte[] all = new byte[prefix.length + key.length];
      System.arraycopy(prefix, 0, all, 0, prefix.length);
      System.arraycopy(key, 0, all, prefix.length, key.length);
      return all;
    }
  }

  /// Keeps initialised signature objects, one for each thread that signed at the same time.
  record AcceleratedSigner(KeyId keyId, PrivateKey key, Provider provider, Queue<Signature> idle)
      implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      try {
        Signature kept = idle.poll();
        Signature signature = kept == null ? fresh() : kept;
        signature.update(message);
        byte[] signed = signature.sign();
        idle.add(signature);
        return signed;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private Signature fresh() throws GeneralSecurityException {
      Signature signature = Signature.getInstance("Ed25519", provider);
      signature.initSign(key);
      return signature;
    }
  }
}
