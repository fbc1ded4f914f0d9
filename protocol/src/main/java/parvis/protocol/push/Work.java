package parvis.protocol.push;

import java.util.Optional;

/// What one evaluation of push rules may still do, in steps: a character that is looked at is one,
/// an element of an array is another. What costs no more than the length of the rule is not
/// counted: rules have a length in all.
///
/// The rules are one person's, the event another's: however many and long both are, together they
/// cost no more than this. A question that would cost more than what is left is not asked, and does
/// not hold; the same rules and the same event always come to the same.
final class Work {
  /// A hundred keywords in a message of two thousand characters, or three in the longest one.
  static final long STEPS_MAX = 250_000;

  private long left;
  private String text = "";
  private int[] folded = new int[0];

  Work() {
    this(STEPS_MAX);
  }

  Work(long steps) {
    this.left = steps;
  }

  long left() {
    return left;
  }

  boolean affords(long steps) {
    return steps <= left;
  }

  /// Takes the steps away, if there are so many.
  boolean spend(long steps) {
    if (!affords(steps)) return false;
    left -= steps;
    return true;
  }

  /// The characters of a text, whatever their case; made once for all patterns that it is held
  /// against one after the other. Empty when that costs too much.
  @SuppressWarnings("ReferenceEquality")
  Optional<int[]> folded(String wanted) {
    if (text != wanted) {
      if (!spend(wanted.length())) return Optional.empty();
      folded = Glob.fold(wanted);
      text = wanted;
    }
    return Optional.of(folded);
  }
}
