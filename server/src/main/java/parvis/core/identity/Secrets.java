package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import parvis.platform.secret.MasterKey;

/// The source of everything that must not be guessed.
public final class Secrets {
  private static final int SECRET_BYTES = 32;
  private static final int LINK_BYTES = 20;
  private static final int ID_BYTES = 16;
  private static final int NAME_CHARS = 10;
  private static final int CODE_CHARS = 20;
  private static final int DIGITS_OF_CODE = 6;
  private static final String DIGITS = "0123456789";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";

  /// Letters and digits that are not taken for one another when read from paper.
  private static final String READABLE =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  private final SecureRandom random;
  private final byte[] key;

  Secrets(SecureRandom random, MasterKey masterKey) {
    this.random = random;
    this.key = masterKey.derive("words");
  }

  /// The hash of a word that is too short to be hidden by a plain one: who has the database alone
  /// cannot find the word by trying.
  public byte[] hashOfWord(String word) {
    return MasterKey.hmac(key, word.getBytes(StandardCharsets.UTF_8));
  }

  /// A token; the prefix lets scanners recognise one that lies about.
  public String token(String prefix) {
    return prefix + encoded(SECRET_BYTES);
  }

  /// A word of this many letters that is typed from one screen to another; it spells nothing.
  public String word(int count) {
    return letters(CONSONANTS, count);
  }

  /// What others call a thing of ours: 128 bits.
  public String id() {
    return encoded(ID_BYTES);
  }

  /// The secret part of a link: 160 bits.
  String link() {
    return encoded(LINK_BYTES);
  }

  /// A word that is also read out and typed: 116 bits.
  public String code() {
    return letters(READABLE, CODE_CHARS);
  }

  /// A code of digits that is good for few tries and not for long.
  String digits() {
    return letters(DIGITS, DIGITS_OF_CODE);
  }

  /// Whether a text may be such a code.
  static boolean isDigits(String text) {
    return text.length() == DIGITS_OF_CODE && text.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
  }

  String deviceId() {
    return letters(CAPITALS, NAME_CHARS);
  }

  /// The local part of an account for which no name was asked.
  String localpart() {
    return letters(SMALL, NAME_CHARS);
  }

  /// Random bytes.
  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String encoded(int count) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(count));
  }

  private String letters(String alphabet, int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return letters.toString();
  }
}
