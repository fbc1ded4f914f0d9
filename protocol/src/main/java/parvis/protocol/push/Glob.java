package parvis.protocol.push;

import java.util.Arrays;

/// A pattern in which `*` stands for any characters and `?` for one, whatever their case; or, for
/// names, a pattern in which case matters and only the star stands for others.
///
/// It is a machine whose states are how much of the pattern has been seen, all of them kept at once
/// as bits of a few numbers. The text is read once, from left to right, whatever the pattern:
/// nothing is tried twice, and no pattern can make the work grow beyond the length of the text
/// times the count of those numbers, at most [#WORDS_MAX].
///
/// spec: appendices#glob-style-matching
public final class Glob {
  /// A longer pattern matches nothing.
  static final int PATTERN_MAX = 255;

  /// Numbers that hold the states of the longest pattern: one state more than it has characters.
  static final int WORDS_MAX = 4;

  private static final int ANY = -1;
  private static final int STAR = -2;

  private final boolean never;
  private final boolean anyCase;
  private final int words;
  private final int last;

  /// The characters of the pattern, each once, ascending.
  private final int[] points;

  /// For each of them, and then for all others: the states that it leads on from.
  private final long[] leads;

  /// The states before a star: whatever comes, they stay.
  private final long[] stays;

  /// @param pattern characters, folded if `anyCase`, `ANY` and `STAR`
  private Glob(int[] pattern, boolean anyCase, boolean never) {
    this.never = never;
    this.anyCase = anyCase;
    this.last = (int) Arrays.stream(pattern).filter(point -> point != STAR).count();
    this.words = last / Long.SIZE + 1;
    this.points = Arrays.stream(pattern).filter(point -> point >= 0).sorted().distinct().toArray();
    this.leads = new long[(points.length + 1) * words];
    this.stays = new long[words];
    int state = 0;
    for (int point : pattern) {
      switch (point) {
        case STAR -> set(stays, 0, state);
        case ANY -> {
          for (int row = 0; row <= points.length; row++) set(leads, row, state);
          state++;
        }
        default -> set(leads, row(point), state++);
      }
    }
  }

  private void set(long[] rows, int row, int state) {
    rows[row * words + state / Long.SIZE] |= 1L << (state % Long.SIZE);
  }

  public static Glob of(String pattern) {
    if (pattern.length() > PATTERN_MAX) return never();
    int[] points = fold(pattern);
    Arrays.setAll(points, at -> points[at] == '?' ? ANY : star(points[at]));
    return new Glob(points, true, false);
  }

  /// A pattern for names that mean something else in another case, in which only the star stands
  /// for others: such as types of events in filters.
  ///
  /// spec: client-server-api#filtering
  public static Glob ofNames(String pattern) {
    if (pattern.length() > PATTERN_MAX) return never();
    return new Glob(pattern.codePoints().map(Glob::star).toArray(), false, false);
  }

  private static int star(int point) {
    return point == '*' ? STAR : point;
  }

  private static Glob never() {
    return new Glob(new int[0], true, true);
  }

  /// A pattern in which stars and question marks stand for themselves.
  static Glob literal(String text) {
    return text.length() > PATTERN_MAX ? never() : new Glob(fold(text), true, false);
  }

  /// Whether the pattern covers the whole text.
  public boolean matches(String text) {
    return matches(text, new Work(Long.MAX_VALUE));
  }

  boolean matches(String text, Work work) {
    return run(text, work, false);
  }

  /// Whether the pattern covers a part of the text that begins and ends at word boundaries.
  ///
  /// spec: client-server-api#conditions-1
  public boolean matchesWords(String text) {
    return matchesWords(text, new Work(Long.MAX_VALUE));
  }

  boolean matchesWords(String text, Work work) {
    return run(text, work, true);
  }

  /// @param parts whether a part of the text will do, between boundaries
  private boolean run(String string, Work work, boolean parts) {
    if (never) return false;
    int[] text = anyCase ? work.folded(string).orElse(null) : string.codePoints().toArray();
    if (text == null || !work.affords((long) text.length * words)) return false;
    long[] states = new long[words];
    int at = 0;
    boolean found = false;
    while (true) {
      boolean border = parts && boundary(text, at);
      if (at == 0 || border) states[0] |= 1;
      found = (at == text.length || border) && has(states, last);
      if (found || at == text.length) break;
      step(states, row(text[at++]) * words);
    }
    work.spend((long) at * words);
    return found;
  }

  private static boolean has(long[] states, int state) {
    return (states[state / Long.SIZE] >>> (state % Long.SIZE) & 1) != 0;
  }

  private void step(long[] states, int row) {
    long carry = 0;
    for (int i = 0; i < words; i++) {
      long led = states[i] & leads[row + i];
      states[i] = led << 1 | carry | (states[i] & stays[i]);
      carry = led >>> (Long.SIZE - 1);
    }
  }

  private int row(int point) {
    int at = Arrays.binarySearch(points, point);
    return at < 0 ? points.length : at;
  }

  /// A boundary lies at both ends of the text and on either side of every character that is no
  /// letter of English, digit or underscore.
  private static boolean boundary(int[] text, int at) {
    return at == 0 || at == text.length || !word(text[at - 1]) || !word(text[at]);
  }

  private static boolean word(int point) {
    return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') || point == '_';
  }

  static int[] fold(String text) {
    return text.codePoints()
        .map(point -> Character.toLowerCase(Character.toUpperCase(point)))
        .toArray();
  }
}
