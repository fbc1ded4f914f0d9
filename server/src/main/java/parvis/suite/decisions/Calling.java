package parvis.suite.decisions;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// That somebody is to hear of a decision.
record Calling(long nid, Kind kind, String decision, String to, Fact fact) {

  /// Whom a change of a decision calls, and why; each once, for what asks most of them.
  static Map<Kind, Set<String>> reasons(Decision before, Decision after) {
    var reasons = new EnumMap<Kind, Set<String>>(Kind.class);
    var asked = added(before, after, Field.ASKED);
    var deciders = added(before, after, Field.DECIDERS);
    if (after.state() == State.DRAFT) {
      reasons.put(Kind.TO_TAKE, asked);
    }
    deciders.removeAll(asked);
    reasons.put(Kind.DECIDER, deciders);
    if (!before.state().holds() && after.state().holds()) {
      var told = after.people();
      told.removeAll(deciders);
      reasons.put(Kind.TAKEN, told);
    }
    return reasons;
  }

  private static Set<String> added(Decision before, Decision after, Field field) {
    var added = new HashSet<>(after.strings(field));
    before.strings(field).forEach(added::remove);
    return added;
  }

  /// Why, and what they read.
  enum Kind {
    TO_TAKE("On vous demande de prendre la décision", "You are asked to take the decision"),
    DECIDER("Vous êtes parmi ceux qui décident :", "You are named among who decides:"),
    TAKEN("La décision est prise :", "This decision is taken:");

    private final String french;
    private final String english;

    Kind(String french, String english) {
      this.french = french;
      this.english = english;
    }

    String word() {
      return "decision_" + name().toLowerCase(Locale.ROOT);
    }

    /// What somebody reads of a decision.
    String text(String title, String space) {
      return french + " « " + title + " » (" + space + ").\n\n" + english + " “" + title + "” ("
          + space + ").";
    }
  }
}
