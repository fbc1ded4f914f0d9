package parvis.protocol.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A pattern in which `*` stands for any characters and `?` for one, whatever their case.
///
/// The pattern is cut at its stars and each piece is looked for after the one before. Taking the
/// first place where a piece fits never hides a later match, so nothing is tried twice: the work is
/// at most the product of both lengths, and no pattern can make it grow beyond that.
///
/// spec: appendices#glob-style-matching
public final class Glob {
  /// A longer pattern matches nothing: the product of lengths stays small for the longest event.
  static final int PATTERN_MAX = 512;

  private static final int ANY = -1;

  private final List<int[]> pieces;
  private final boolean anyCase;

  private Glob(List<int[]> pieces, boolean anyCase) {
    this.pieces = pieces;
    this.anyCase = anyCase;
  }

  public static Glob of(String pattern) {
    List<int[]> pieces = pieces(fold(pattern));
    for (int[] piece : pieces) {
      Arrays.setAll(piece, at -> piece[at] == '?' ? ANY : piece[at]);
    }
    return new Glob(pieces, true);
  }

  /// A pattern for names that mean something else in another case, in which only the star stands
  /// for others: such as types of events in filters.
  ///
  /// spec: client-server-api#filtering
  public static Glob ofNames(String pattern) {
    return new Glob(pieces(pattern.codePoints().toArray()), false);
  }

  private static List<int[]> pieces(int[] points) {
    if (points.length > PATTERN_MAX) return List.of();
    var pieces = new ArrayList<int[]>();
    int start = 0;
    for (int i = 0; i <= points.length; i++) {
      if (i < points.length && points[i] != '*') continue;
      pieces.add(Arrays.copyOfRange(points, start, i));
      start = i + 1;
    }
    return List.copyOf(pieces);
  }

  /// A pattern in which stars and question marks stand for themselves.
  static Glob literal(String text) {
    return new Glob(text.length() > PATTERN_MAX ? List.of() : List.of(fold(text)), true);
  }

  /// Whether the pattern covers the whole text.
  public boolean matches(String text) {
    return find(points(text), (_, _) -> false);
  }

  /// Whether the pattern covers a part of the text that begins and ends at word boundaries.
  ///
  /// spec: client-server-api#conditions-1
  public boolean matchesWords(String text) {
    return find(points(text), Glob::boundary);
  }

  /// Where, beside the ends of the text, a match may begin and end.
  private interface Boundary {
    boolean at(int[] text, int position);
  }

  private boolean find(int[] text, Boundary boundary) {
    if (pieces.isEmpty()) return false;
    int[] first = pieces.getFirst();
    boolean single = pieces.size() == 1;
    for (int at = 0; at + first.length <= text.length; at++) {
      if (at > 0 && !boundary.at(text, at)) continue;
      if (!fits(first, text, at)) continue;
      int end = at + first.length;
      if (!single) return rest(text, end, boundary);
      if (end == text.length || boundary.at(text, end)) return true;
    }
    return false;
  }

  private boolean rest(int[] text, int from, Boundary boundary) {
    int at = from;
    for (int[] piece : pieces.subList(1, pieces.size() - 1)) {
      while (at + piece.length <= text.length && !fits(piece, text, at)) at++;
      at += piece.length;
    }
    int[] last = pieces.getLast();
    for (int end = text.length; end - last.length >= at; end--) {
      if ((end == text.length || boundary.at(text, end)) && fits(last, text, end - last.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(int[] piece, int[] text, int at) {
    for (int i = 0; i < piece.length; i++) {
      if (piece[i] != ANY && piece[i] != text[at + i]) return false;
    }
    return true;
  }

  /// A boundary lies at both ends of the text and on either side of every character that is no
  /// letter of English, digit or underscore.
  private static boolean boundary(int[] text, int at) {
    return at == 0 || at == text.length || !word(text[at - 1]) || !word(text[at]);
  }

  private static boolean word(int point) {
    return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') || point == '_';
  }

  private int[] points(String text) {
    return anyCase ? fold(text) : text.codePoints().toArray();
  }

  private static int[] fold(String text) {
    return text.codePoints()
        .map(point -> Character.toLowerCase(Character.toUpperCase(point)))
        .toArray();
  }
}
