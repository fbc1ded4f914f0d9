package parvis.base;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What somebody may have meant who made one slip: the words that become another one when a letter
/// is left out, is one too many, is another one, or when two change places. They are all written
/// out, some hundreds for a word, since an index of words is asked for so many of them in a
/// millisecond.
public final class Slips {
  /// Letters of a word that may have a slip in it: a shorter one is near to too many others.
  private static final int LETTERS_MIN = 4;

  private static final int LETTERS_MAX = 20;

  private static final List<String> ALPHABET = List.of("abcdefghijklmnopqrstuvwxyz".split(""));

  private Slips() {}

  /// None for a word that is too short, too long or no word.
  ///
  /// @param word as [Folded] has it
  public static Set<String> of(String word) {
    var slips = new LinkedHashSet<String>();
    if (word.length() < LETTERS_MIN
        || word.length() > LETTERS_MAX
        || !word.chars().allMatch(Character::isLetter)) {
      return slips;
    }
    for (int i = 0; i < word.length(); i++) {
      var before = word.substring(0, i);
      var after = word.substring(i + 1);
      slips.add(before + after);
      if (i + 1 < word.length()) {
        slips.add(before + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2));
      }
      for (var letter : ALPHABET) {
        slips.add(before + letter + after);
        slips.add(before + letter + word.substring(i));
      }
    }
    for (var letter : ALPHABET) {
      slips.add(word + letter);
    }
    slips.remove(word);
    return slips;
  }
}
