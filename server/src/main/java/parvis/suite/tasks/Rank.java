package parvis.suite.tasks;

import java.util.regex.Pattern;

/// Places in an order, as texts: between any two there is one more. They are the digits of a
/// fraction in base 62, in the order of their bytes, and do not end in a zero, after which nothing
/// would fit before them.
final class Rank {
  /// What a rank takes at most: nearly a thousand times something fits between the same two.
  static final int CHARS_MAX = 200;

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final int BASE = DIGITS.length();
  private static final Pattern RANK = Pattern.compile("[0-9A-Za-z]*[1-9A-Za-z]");

  /// Before the first and after the last one goes on by steps in so many digits, or ranks would
  /// grow with each task that is put there.
  private static final int STEP_DIGITS = 6;

  private static final long STEP = 1_000;

  private Rank() {}

  static boolean is(String text) {
    return RANK.matcher(text).matches();
  }

  /// A rank between two others.
  ///
  /// @param low empty: there is none before
  /// @param high empty: there is none after; else it is above `low`
  static String between(String low, String high) {
    if (low.isEmpty() == high.isEmpty()) {
      return low.isEmpty() ? DIGITS.substring(BASE / 2, BASE / 2 + 1) : middle(low, high);
    }
    var stepped = number(low.isEmpty() ? high : low) + (low.isEmpty() ? -STEP : STEP);
    var fits = stepped > 0 && stepped < number("zzzzzz");
    return fits ? text(stepped) : middle(low, high);
  }

  private static String middle(String low, String high) {
    var rank = new StringBuilder();
    var bounded = !high.isEmpty();
    for (int i = 0; ; i++) {
      int from = i < low.length() ? DIGITS.indexOf(low.charAt(i)) : 0;
      int to = bounded ? DIGITS.indexOf(high.charAt(i)) : BASE;
      int digit = (from + to) / 2;
      rank.append(DIGITS.charAt(digit));
      if (digit > from) {
        return rank.toString();
      }
      bounded = bounded && from == to;
    }
  }

  private static long number(String rank) {
    long number = 0;
    for (int i = 0; i < STEP_DIGITS; i++) {
      number = number * BASE + (i < rank.length() ? DIGITS.indexOf(rank.charAt(i)) : 0);
    }
    return number;
  }

  private static String text(long number) {
    var digits = new StringBuilder();
    for (long rest = number; digits.length() < STEP_DIGITS; rest /= BASE) {
      digits.insert(0, DIGITS.charAt((int) (rest % BASE)));
    }
    while (digits.charAt(digits.length() - 1) == '0') {
      digits.setLength(digits.length() - 1);
    }
    return digits.toString();
  }
}
