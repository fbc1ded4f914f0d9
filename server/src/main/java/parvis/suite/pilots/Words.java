package parvis.suite.pilots;

import java.util.Arrays;
import java.util.Locale;

/// The words of states, as they stand in the database and in answers.
final class Words {
  private Words() {}

  static String of(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static <S extends Enum<S>> S read(Class<S> states, String word) {
    return Arrays.stream(states.getEnumConstants())
        .filter(state -> of(state).equals(word))
        .findFirst()
        .orElseThrow();
  }
}
