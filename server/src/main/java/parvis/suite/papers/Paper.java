package parvis.suite.papers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A page that everybody may read, in its last version.
///
/// @param organisation nid of the one that shows it; absent: the whole server
/// @param french empty: there is no such page any more
/// @param english empty: it is in French alone
record Paper(
    long nid,
    Optional<Long> organisation,
    Kind kind,
    long version,
    String french,
    String english,
    String by,
    long atMs) {

  /// What a page is about.
  enum Kind {
    ACCESSIBILITY,
    PRIVACY,
    LEGAL,
    /// What one accepts.
    TERMS;

    static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isThere() {
    return !french.isEmpty();
  }
}
