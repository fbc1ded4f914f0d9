package parvis.core.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The SHA-256 hash of a secret that was handed out: all that is kept of it.
///
/// The secrets are random and long, so a plain hash hides them.
public record SecretHash(long a, long b, long c, long d) {
  public static SecretHash of(String secret) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return of(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static SecretHash of(byte[] hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    return new SecretHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }
}
