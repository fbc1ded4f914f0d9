package parvis.core.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import parvis.platform.secret.MasterKey;

/// Short statements that we sign, hand out and believe again: for one purpose and for a while.
///
/// They take the place of rows that would only wait to expire, such as the sessions of
/// user-interactive authentication: any node can check them, and asking for one stores nothing.
final class Seals {
  private static final int NONCE_BYTES = 8;
  private static final int MAC_BYTES = 32;
  static final int SEALED_CHARS_MAX = 1_024;

  private final byte[] key;
  private final Secrets secrets;
  private final Clock clock;

  Seals(MasterKey masterKey, Secrets secrets, Clock clock) {
    this.key = masterKey.derive("statements");
    this.secrets = secrets;
    this.clock = clock;
  }

  /// A statement; `purpose` must be the same when it comes back.
  String seal(String purpose, String statement, Duration life) {
    byte[] text = statement.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(Long.BYTES + NONCE_BYTES + text.length);
    body.putLong(clock.millis() + life.toMillis()).put(secrets.bytes(NONCE_BYTES)).put(text);
    byte[] mac = mac(purpose, body.array());
    byte[] all = Arrays.copyOf(body.array(), body.capacity() + MAC_BYTES);
    System.arraycopy(mac, 0, all, body.capacity(), MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /// What was stated, when it was for this purpose and the time is not over.
  Optional<String> open(String purpose, String sealed) {
    if (sealed.length() > SEALED_CHARS_MAX) return Optional.empty();
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(sealed);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int length = all.length - MAC_BYTES;
    if (length < Long.BYTES + NONCE_BYTES) return Optional.empty();
    byte[] body = Arrays.copyOf(all, length);
    byte[] mac = Arrays.copyOfRange(all, length, all.length);
    if (!MessageDigest.isEqual(mac, mac(purpose, body))) return Optional.empty();
    if (ByteBuffer.wrap(body).getLong() <= clock.millis()) return Optional.empty();
    int from = Long.BYTES + NONCE_BYTES;
    return Optional.of(new String(body, from, length - from, StandardCharsets.UTF_8));
  }

  private byte[] mac(String purpose, byte[] body) {
    byte[] name = (purpose + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(name, name.length + body.length);
    System.arraycopy(body, 0, message, name.length, body.length);
    return MasterKey.hmac(key, message);
  }
}
