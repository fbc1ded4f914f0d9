package parvis.suite.decisions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a decision is.
enum State {
  /// It is proposed.
  DRAFT,
  /// It holds.
  TAKEN,
  /// It holds, and what follows from it is done.
  EXECUTED,
  /// It was proposed, and is no more.
  WITHDRAWN;

  static Optional<State> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether somebody has decided.
  boolean holds() {
    return this == TAKEN || this == EXECUTED;
  }
}
