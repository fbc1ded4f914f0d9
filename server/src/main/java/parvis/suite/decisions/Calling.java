package parvis.suite.decisions;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import parvis.base.Spoken;
import parvis.protocol.json.JsonObject;

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
    TO_TAKE(
        "On vous demande de prendre la décision",
        "You are asked to take the decision",
        "On vous demande de prendre une décision",
        "You are asked to take a decision"),
    DECIDER(
        "Vous êtes parmi ceux qui décident :",
        "You are named among who decides:",
        "Vous êtes parmi ceux qui décident",
        "You are named among who decides"),
    TAKEN(
        "La décision est prise :",
        "This decision is taken:",
        "Une décision est prise",
        "A decision is taken");

    private final String french;
    private final String english;
    private final String lineFrench;
    private final String lineEnglish;

    /// The last two say it without the decision, for a device or a mail.
    Kind(String french, String english, String lineFrench, String lineEnglish) {
      this.french = french;
      this.english = english;
      this.lineFrench = lineFrench;
      this.lineEnglish = lineEnglish;
    }

    /// What a device or a mail says of it, in both languages.
    JsonObject line() {
      return JsonObject.of("fr", lineFrench, "en", lineEnglish);
    }

    String word() {
      return "decision_" + name().toLowerCase(Locale.ROOT);
    }

    /// What somebody reads of a decision.
    Spoken text(String title, String space) {
      return new Spoken(
          french + " « " + title + " » (" + space + ").",
          english + " “" + title + "” (" + space + ").");
    }
  }
}
