package parvis.protocol.sign;

/// The Ed25519 check of a signature, whatever library does it.
@FunctionalInterface
public interface Verifier {
  /// Whether the signature fits; false for keys and signatures of a wrong form too.
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
