package parvis.core.factors;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import parvis.protocol.id.UserId;

/// Codes that change with time, as apps on telephones show them: RFC 6238 with SHA-1, half a minute
/// and six digits, which all of them can do.
final class Totp {
  static final Duration STEP = Duration.ofSeconds(30);
  static final int DIGITS = 6;

  /// As long as what SHA-1 makes: RFC 4226, section 4.
  static final int SECRET_BYTES = 20;

  /// Clocks of telephones may be wrong by so many steps.
  static final int DRIFT_STEPS = 1;

  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LETTER_BITS = 5;

  private Totp() {}

  static long stepAt(long nowMs) {
    return nowMs / STEP.toMillis();
  }

  /// spec: RFC 4226, section 5.3
  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
      String digits = Integer.toString(number % MODULUS);
      return "0".repeat(DIGITS - digits.length()) + digits;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The step whose code this is: near now, and after the last one that was told.
  static OptionalLong told(byte[] secret, String code, long nowMs, long lastStep) {
    long now = stepAt(nowMs);
    byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
    for (long step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
      byte[] right = code(secret, step).getBytes(StandardCharsets.UTF_8);
      if (step > lastStep && MessageDigest.isEqual(right, bytes)) return OptionalLong.of(step);
    }
    return OptionalLong.empty();
  }

  /// A secret as people type it.
  static String base32(byte[] secret) {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte one : secret) {
      held = (held << Byte.SIZE) | (one & 0xff);
      bits += Byte.SIZE;
      while (bits >= LETTER_BITS) {
        bits -= LETTER_BITS;
        text.append(BASE32.charAt((held >> bits) & 0x1f));
      }
      held &= (1 << bits) - 1;
    }
    if (bits > 0) text.append(BASE32.charAt((held << (LETTER_BITS - bits)) & 0x1f));
    return text.toString();
  }

  /// What an app reads as a picture.
  static String uri(byte[] secret, UserId user) {
    String label = "Parvis:" + user.localpart() + "@" + user.server().value();
    return "otpauth://totp/"
        + URLEncoder.encode(label, StandardCharsets.UTF_8)
        + "?secret="
        + base32(secret)
        + "&issuer=Parvis&algorithm=SHA1&digits="
        + DIGITS
        + "&period="
        + STEP.toSeconds();
  }
}
