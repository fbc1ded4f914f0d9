package parvis.suite.tasks;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import parvis.base.Spoken;
import parvis.protocol.json.JsonObject;

/// That somebody is to hear of a task.
///
/// @param to whom; empty: whoever validates in the space
record Calling(long nid, Kind kind, String task, String to, Fact fact) {

  /// Whoever validates in a space.
  static final String VALIDATING = "";

  /// Whom a change of a task calls, and why.
  static Map<Kind, Set<String>> reasons(Task before, Task after) {
    var reasons = new EnumMap<Kind, Set<String>>(Kind.class);
    var assigned = new HashSet<>(after.assignees());
    before.assignees().forEach(assigned::remove);
    reasons.put(Kind.ASSIGNED, assigned);
    if (after.state() != before.state()) {
      switch (after.state()) {
        case DONE -> reasons.put(Kind.TO_VALIDATE, Set.of(VALIDATING));
        case VALIDATED -> reasons.put(Kind.VALIDATED, after.own());
        case OPEN -> {}
      }
    }
    // Who is named as one who watches hears of what comes after.
    var watching = new HashSet<>(after.strings(Field.WATCHERS));
    watching.retainAll(before.strings(Field.WATCHERS));
    if (!watching.isEmpty() && goesOn(before, after)) {
      reasons.values().forEach(watching::removeAll);
      reasons.put(Kind.WATCHED, watching);
    }
    return reasons;
  }

  private static boolean goesOn(Task before, Task after) {
    return !after.column().equals(before.column())
        || !after.day(Field.DUE).equals(before.day(Field.DUE));
  }

  /// Why, and what they read.
  enum Kind {
    ASSIGNED(
        "On vous a confié la tâche",
        "You were given the task",
        "Une tâche vous est confiée",
        "A task is given to you"),
    MENTIONED(
        "On vous appelle dans la tâche",
        "Somebody calls you in the task",
        "On vous appelle dans une tâche",
        "Somebody calls you in a task"),
    TO_VALIDATE(
        "Il vous revient de valider la tâche",
        "It is for you to validate the task",
        "Une tâche attend votre validation",
        "A task waits for you to validate it"),
    VALIDATED(
        "La tâche est validée :",
        "This task is validated:",
        "Une tâche est validée",
        "A task is validated"),
    DUE(
        "La tâche est à faire pour demain :",
        "This task is due tomorrow:",
        "Une tâche est à faire pour demain",
        "A task is due tomorrow"),
    /// It goes on: it is in another column, has another due date, or somebody speaks of it.
    WATCHED(
        "Du nouveau pour une tâche que vous suivez :",
        "Something is new about a task that you watch:",
        "Du nouveau pour une tâche que vous suivez",
        "Something is new about a task that you watch"),
    REMINDED(
        "Vous vouliez qu'on vous rappelle la tâche",
        "You wanted to be reminded of the task",
        "Vous vouliez qu'on vous rappelle une tâche",
        "You wanted to be reminded of a task");

    private final String french;
    private final String english;
    private final String lineFrench;
    private final String lineEnglish;

    /// The last two say it without the task, for a device or a mail.
    Kind(String french, String english, String lineFrench, String lineEnglish) {
      this.french = french;
      this.english = english;
      this.lineFrench = lineFrench;
      this.lineEnglish = lineEnglish;
    }

    /// Whether a day calls, and nobody's change: in a space that is archived none does.
    boolean isOfDay() {
      return this == DUE || this == REMINDED;
    }

    /// What a device or a mail says of it, in both languages.
    JsonObject line() {
      return JsonObject.of("fr", lineFrench, "en", lineEnglish);
    }

    String word() {
      return "task_" + name().toLowerCase(Locale.ROOT);
    }

    /// What somebody reads of a task.
    Spoken text(String title, String space) {
      return new Spoken(
          french + " « " + title + " » (" + space + ").",
          english + " “" + title + "” (" + space + ").");
    }
  }
}
