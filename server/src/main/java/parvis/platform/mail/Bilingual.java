package parvis.platform.mail;

import java.util.Optional;
import parvis.base.Language;

/// A letter in the language of its reader; where nobody knows that, whole in French, and below, set
/// apart, whole in English. Whoever writes one says each thing in both, and leaves it to this which
/// of them is read, and where.
public final class Bilingual {
  private final Language first;
  private final Letter.Draft draft;

  /// The English half; absent where the reader's language is known.
  private final Optional<Letter.Draft> below;

  private Bilingual(Optional<Language> in, String french, String english) {
    this.first = in.orElse(Language.FRENCH);
    this.draft = Letter.in(first, first.say(french, english));
    this.below =
        in.isPresent() ? Optional.empty() : Optional.of(Letter.in(Language.ENGLISH, english));
  }

  /// A letter that is being written.
  public static Bilingual in(Optional<Language> in, String french, String english) {
    return new Bilingual(in, french, english);
  }

  /// One to who may read either language: others read it, too, or nothing is known of them.
  public static Bilingual inBoth(String french, String english) {
    return new Bilingual(Optional.empty(), french, english);
  }

  /// A paragraph.
  public Bilingual says(String french, String english) {
    draft.says(first.say(french, english));
    below.ifPresent(half -> half.says(english));
    return this;
  }

  /// Something to go to.
  public Bilingual link(String french, String english, String address) {
    draft.link(first.say(french, english), address);
    below.ifPresent(half -> half.link(english, address));
    return this;
  }

  /// What matters less.
  public Bilingual note(String french, String english) {
    draft.note(first.say(french, english));
    below.ifPresent(half -> half.note(english));
    return this;
  }

  public Letter done() {
    return below.map(draft::doneAbove).orElseGet(draft::done);
  }
}
