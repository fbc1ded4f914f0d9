package parvis.suite.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What people set of a task: its word, its usual value, and what it takes. Where others must agree
/// to a value (columns, people of the space) it is [Editing] that asks.
enum Field {
  TITLE,
  DESCRIPTION,
  /// Wished as a column and the task to come after; kept as the column and the rank in it.
  PLACE,
  ASSIGNEES,
  WATCHERS,
  START,
  DUE,
  PRIORITY,
  ESTIMATE_MINUTES,
  SPENT_MINUTES,
  PARENT,
  LABELS,
  CHECKLIST,
  /// The tasks that must begin or end before, and by which of the four kinds.
  WAITS_FOR,
  /// What it says in the fields that its board has; a wish names those that it is about.
  CUSTOM,
  /// By which rule it comes again.
  REPEATS,
  ARCHIVED;

  private final String word = name().toLowerCase(Locale.ROOT);

  static Optional<Field> of(String word) {
    return Arrays.stream(values()).filter(field -> field.word().equals(word)).findFirst();
  }

  String word() {
    return word;
  }

  /// What it is of a task of which nobody has set it.
  JsonValue usual() {
    return switch (this) {
      case TITLE, DESCRIPTION -> new JsonString("");
      case PLACE, START, DUE, ESTIMATE_MINUTES, SPENT_MINUTES, PARENT, REPEATS -> JsonNull.NULL;
      case ASSIGNEES, WATCHERS, LABELS, CHECKLIST, WAITS_FOR -> JsonArray.EMPTY;
      case PRIORITY -> new JsonString("none");
      case CUSTOM -> JsonObject.EMPTY;
      case ARCHIVED -> JsonBoolean.FALSE;
    };
  }

  /// A value that somebody wishes, as it is kept.
  ///
  /// @throws Refused badJson or invalidParam, which names the field
  JsonValue read(JsonValue said) {
    return switch (this) {
      case TITLE -> Values.title(word(), said);
      case DESCRIPTION -> Values.description(word(), said);
      case PLACE -> Values.place(word(), said);
      case ASSIGNEES -> Said.people(word(), said, Values.ASSIGNEES_MAX);
      case WATCHERS -> Said.people(word(), said, Values.WATCHERS_MAX);
      case START, DUE -> Values.day(word(), said);
      case PRIORITY -> Values.priority(word(), said);
      case ESTIMATE_MINUTES, SPENT_MINUTES -> Values.minutes(word(), said);
      case PARENT -> Values.task(word(), said);
      case LABELS -> Values.labels(word(), said);
      case CHECKLIST -> Values.checklist(word(), said);
      case WAITS_FOR -> Values.waits(word(), said);
      case CUSTOM -> Custom.read(word(), said);
      case REPEATS -> Repeats.read(word(), said);
      case ARCHIVED -> Values.yesOrNo(word(), said);
    };
  }

  /// Whether it may be long, and is told of one opened task alone.
  boolean isLong() {
    return this == DESCRIPTION || this == CHECKLIST;
  }
}
