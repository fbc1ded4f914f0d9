package parvis.core.openid;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why somebody does not come in by a provider, in a word that our page makes a sentence of.
final class Trouble extends Exception {
  private static final long serialVersionUID = 1L;

  /// What is wrong.
  enum Kind {
    /// The person said no, or may not.
    DENIED,
    /// The provider refuses what we ask.
    REFUSED,
    /// It does not answer, or not in time.
    AWAY,
    /// What it answers cannot be believed.
    WRONG,
    /// The attempt is too old, was used, or was begun in another browser.
    OVER,
    /// What the provider calls them is another account here.
    TAKEN
  }

  private final Kind kind;

  private Trouble(Kind kind, String sentence, @Nullable Exception cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  static Trouble of(Kind kind, String sentence) {
    return new Trouble(kind, sentence, null);
  }

  /// What the library could not believe.
  static Trouble wrong(Exception cause) {
    return new Trouble(Kind.WRONG, "the answer cannot be believed", cause);
  }

  String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
