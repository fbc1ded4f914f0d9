package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import parvis.platform.secret.MasterKey;

/// The source of everything that must not be guessed.
public final class Secrets {
  private static final int SECRET_BYTES = 32;
  private static final int LINK_BYTES = 20;
  private static final int ID_BYTES = 16;
  private static final int NAME_CHARS = 10;
  private static final int CODE_CHARS = 12;
  private static final int GROUP_CHARS = 4;
  private static final int DIGITS_OF_CODE = 6;
  private static final String DIGITS = "0123456789";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";

  /// Digits and letters of a code, without those that are taken for others: 0, O, 1, I, L, U.
  private static final String READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

  /// Those of codes of before, which are good as long as they are.
  private static final String ONCE_READABLE = "01" + READABLE;

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

  /// A word that is also read out and typed, in groups of four: 58 bits, which the bounds on tries
  /// make enough.
  public String code() {
    String letters = letters(READABLE, CODE_CHARS);
    return IntStream.iterate(0, at -> at < CODE_CHARS, at -> at + GROUP_CHARS)
        .mapToObj(at -> letters.substring(at, at + GROUP_CHARS))
        .collect(Collectors.joining("-"));
  }

  /// What is compared of a code that somebody typed: capitals or not, with dashes and blanks or
  /// without, an O for a zero, an I or an L for a one, a U for a V. Any other word is itself.
  static String read(String typed) {
    String letters =
        typed
            .replaceAll("[\\s\\p{Pd}]", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1')
            .replace('U', 'V');
    boolean isCode =
        letters.length() == CODE_CHARS
            && letters.chars().allMatch(letter -> ONCE_READABLE.indexOf(letter) >= 0);
    return isCode ? letters : typed;
  }

  /// The hash of a code, however it was typed.
  public byte[] hashOfCode(String typed) {
    return hashOfWord(read(typed));
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
