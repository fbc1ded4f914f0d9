package parvis.protocol.sign;

import parvis.protocol.id.KeyId;

/// A private signing key of one server, wherever it is kept and whatever library uses it.
public interface Signer {
  KeyId keyId();

  /// The Ed25519 signature of these bytes, 64 bytes.
  byte[] sign(byte[] message);
}
