package parvis.core.organisations;

import java.util.Optional;

/// The number by which the French State knows an establishment: 14 digits, the last one chosen so
/// that the whole adds up.
record Siret(String value) {
  private static final int DIGITS = 14;

  /// The post office has one number for itself and thousands of others of its own making.
  private static final String POST_OFFICE = "356000000";

  /// The number that these characters are, blanks left out, if they are one.
  static Optional<Siret> parse(String text) {
    var digits = text.replace(" ", "");
    var made = digits.length() == DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return made && addsUp(digits) ? Optional.of(new Siret(digits)) : Optional.empty();
  }

  private static boolean addsUp(String digits) {
    if (luhn(digits) % 10 == 0) {
      return true;
    }
    return digits.startsWith(POST_OFFICE) && digits.chars().map(c -> c - '0').sum() % 5 == 0;
  }

  /// Every second digit, counted from the right, twice; of what that makes, the sum of its digits.
  private static int luhn(String digits) {
    var sum = 0;
    for (int i = 0; i < DIGITS; i++) {
      var digit = digits.charAt(i) - '0';
      var twice = 2 * digit;
      sum += i % 2 == 1 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum;
  }
}
