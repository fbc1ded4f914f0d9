package parvis.core.identity;

import java.security.SecureRandom;
import java.util.Base64;

/// The source of everything that must not be guessed.
final class Secrets {
  private static final int SECRET_BYTES = 32;
  private static final int LINK_BYTES = 20;
  private static final int NAME_CHARS = 10;
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";

  private final SecureRandom random;

  Secrets(SecureRandom random) {
    this.random = random;
  }

  /// An access or refresh token; the prefix lets scanners recognise one that lies about.
  String token(String prefix) {
    return prefix + encoded(SECRET_BYTES);
  }

  /// The secret part of a link: 160 bits.
  String link() {
    return encoded(LINK_BYTES);
  }

  String deviceId() {
    return letters(CAPITALS);
  }

  /// The local part of an account for which no name was asked.
  String localpart() {
    return letters(SMALL);
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String encoded(int count) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(count));
  }

  private String letters(String alphabet) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < NAME_CHARS; i++) {
      letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return letters.toString();
  }
}
