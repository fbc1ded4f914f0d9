package parvis.suite.decisions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Language;

/// How far a decision is.
enum State {
  /// It is proposed.
  DRAFT("Projet", "Draft"),
  /// It holds.
  TAKEN("Prise", "Taken"),
  /// It holds, and what follows from it is done.
  EXECUTED("Exécutée", "Executed"),
  /// It was proposed, and is no more.
  WITHDRAWN("Retirée", "Withdrawn");

  private final String french;
  private final String english;

  State(String french, String english) {
    this.french = french;
    this.english = english;
  }

  static Optional<State> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// As somebody reads it.
  String text(Language language) {
    return language.say(french, english);
  }

  /// Whether somebody has decided.
  boolean holds() {
    return this == TAKEN || this == EXECUTED;
  }
}
