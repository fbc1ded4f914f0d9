package parvis.platform.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Language;

/// A letter in the language of its reader; where nobody knows that, in French, and below in
/// English.
public final class Bilingual {
  private final Optional<Language> in;
  private final Letter.Draft draft;
  private final List<String> below = new ArrayList<>();

  private Bilingual(Optional<Language> in, Letter.Draft draft) {
    this.in = in;
    this.draft = draft;
  }

  /// A letter that is being written.
  public static Bilingual in(Optional<Language> in, String french, String english) {
    var language = in.orElse(Language.FRENCH);
    return new Bilingual(in, Letter.in(language, language.say(french, english)));
  }

  /// A paragraph.
  public Bilingual says(String french, String english) {
    draft.says(own(french, english));
    return this;
  }

  /// Something to go to.
  public Bilingual link(String french, String english, String address) {
    draft.link(own(french, english), address);
    return this;
  }

  /// What matters less.
  public Bilingual note(String french, String english) {
    draft.note(own(french, english));
    return this;
  }

  private String own(String french, String english) {
    if (in.isEmpty()) {
      below.add(english);
    }
    return in.orElse(Language.FRENCH).say(french, english);
  }

  public Letter done() {
    if (!below.isEmpty()) {
      draft.note(String.join(" ", below));
    }
    return draft.done();
  }
}
