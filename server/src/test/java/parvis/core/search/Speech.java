package parvis.core.search;

import java.util.Arrays;
import java.util.Random;

/// What people say where search is measured: words of a vocabulary of 20,000, of which few are said
/// often and most seldom, as in any language (Zipf). The most frequent hundred stand for the words
/// that say nothing (`la`, `et`), which a search leaves out: the others are searched as often as
/// they are said.
final class Speech {
  static final int VOCABULARY = 20_000;
  private static final int COMMON = 100;
  private static final String[] SYLLABLES = {
    "ba", "con", "dé", "fi", "gra", "lo", "mu", "na", "pré", "ri", "sou", "té", "vi", "cha", "bli",
    "tra", "é", "mon", "ta", "ral"
  };
  private static final String[] ENDINGS = {"", "s", "er", "ée", "tion", "ment", "é", "age"};

  private final Random random;
  private final double[] shares = new double[VOCABULARY];

  Speech(Random random) {
    this.random = random;
    double sum = 0;
    for (int i = 0; i < VOCABULARY; i++) {
      sum += 1.0 / (i + 2);
      shares[i] = sum;
    }
    for (int i = 0; i < VOCABULARY; i++) {
      shares[i] /= sum;
    }
  }

  /// The word that is said most often but so many.
  static String word(int rank) {
    var word = new StringBuilder();
    for (int n = rank + 20; n > 0; n /= SYLLABLES.length) {
      word.append(SYLLABLES[n % SYLLABLES.length]);
    }
    return word.append(ENDINGS[rank % ENDINGS.length]).toString();
  }

  private int rank() {
    var found = Arrays.binarySearch(shares, random.nextDouble());
    return Math.min(VOCABULARY - 1, found < 0 ? -found - 1 : found);
  }

  /// A word that somebody searches.
  String telling() {
    int rank;
    do {
      rank = rank();
    } while (rank < COMMON);
    return word(rank);
  }

  String text() {
    return words(4 + random.nextInt(17));
  }

  String words(int count) {
    var text = new StringBuilder();
    for (int i = count; i > 0; i--) {
      text.append(word(rank())).append(' ');
    }
    return text.toString();
  }
}
