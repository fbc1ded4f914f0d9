package parvis.suite.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a task is: what its column says.
enum State {
  /// To do, or under way.
  OPEN,
  /// Done, by whom does it; it waits for who validates, where a column does.
  DONE,
  VALIDATED;

  static Optional<State> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
