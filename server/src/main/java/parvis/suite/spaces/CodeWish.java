package parvis.suite.spaces;

import java.time.Duration;
import java.util.Optional;
import parvis.core.rights.Preset;

/// What a code is to be.
///
/// @param mailed to whom; absent: it stands on paper
/// @param request its maker's name for this one wish: asked for again, the same code has another
///     word, and the one before is worthless
/// @param organisation the id of the one whose agents those become who come by it
/// @param name what it is for, to tell it from others
record CodeWish(
    int uses,
    Duration life,
    Preset role,
    Optional<CodeStore.Mailed> mailed,
    Optional<String> request,
    Optional<String> organisation,
    Optional<String> name) {
  static final int NAME_CHARS_MAX = 60;

  private static final Duration MAILED = Duration.ofDays(30);

  static CodeWish mail(CodeStore.Mailed to) {
    return new CodeWish(
        1,
        MAILED,
        Preset.CONTRIBUTOR,
        Optional.of(to),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
