package parvis.core.moderation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is made of a report.
enum Decision {
  /// Nothing.
  DISMISS,
  /// Whom it is about is told off.
  WARN,
  /// The message is taken away.
  REDACT,
  /// Whom it is about reads and writes no more.
  SUSPEND;

  static Optional<Decision> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a report can come to: a room is nobody to be told off.
  static Set<Decision> on(Report report) {
    if (report.event().isPresent()) return EnumSet.allOf(Decision.class);
    return report.person().isPresent() ? EnumSet.of(DISMISS, WARN, SUSPEND) : EnumSet.of(DISMISS);
  }
}
