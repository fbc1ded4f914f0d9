package parvis.suite.decisions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What people set of a decision: its word, its usual value, and what it takes. Where others must
/// agree to a value (people of the space, earlier decisions) it is [Changing] that asks.
enum Field {
  TITLE,
  /// What is decided.
  TEXT,
  WHY,
  /// Which question it answers.
  QUESTION,
  /// The people who decided.
  DECIDERS,
  /// Who decided, where it is no person: a council, a committee.
  BODY,
  /// In which meeting it was taken or asked for.
  MEETING,
  DAY,
  /// The earlier decision in whose place it comes.
  SUPERSEDES,
  /// Who is asked to take it.
  ASKED,
  /// To whom it is opened who does not see the register.
  OPENED,
  STATE;

  static final int TITLE_CHARS_MAX = 200;
  static final int TEXT_CHARS_MAX = 20_000;
  static final int QUESTION_CHARS_MAX = 500;
  static final int BODY_CHARS_MAX = 200;
  static final int MEETING_CHARS_MAX = 200;
  static final int DECIDERS_MAX = 50;
  static final int ASKED_MAX = 20;
  static final int OPENED_MAX = 50;

  /// Those that name people.
  static final Set<Field> PEOPLE = Set.of(DECIDERS, ASKED, OPENED);

  static Optional<Field> of(String word) {
    return Arrays.stream(values()).filter(field -> field.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What it is of a decision of which nobody has set it.
  JsonValue usual() {
    return switch (this) {
      case TITLE, TEXT, WHY, QUESTION, BODY, MEETING -> new JsonString("");
      case DAY, SUPERSEDES -> JsonNull.NULL;
      case DECIDERS, ASKED, OPENED -> JsonArray.EMPTY;
      case STATE -> new JsonString(State.DRAFT.word());
    };
  }

  /// A value that somebody wishes, as it is kept.
  ///
  /// @throws parvis.base.Refused badJson or invalidParam, which names the field
  JsonValue read(JsonValue said) {
    return switch (this) {
      case TITLE -> new JsonString(Said.line(word(), Said.text(word(), said), TITLE_CHARS_MAX));
      case TEXT, WHY -> new JsonString(Said.text(word(), said, TEXT_CHARS_MAX));
      case QUESTION -> new JsonString(Said.lineIfAny(word(), said, QUESTION_CHARS_MAX));
      case BODY -> new JsonString(Said.lineIfAny(word(), said, BODY_CHARS_MAX));
      case MEETING -> new JsonString(Said.lineIfAny(word(), said, MEETING_CHARS_MAX));
      case DECIDERS -> Said.people(word(), said, DECIDERS_MAX);
      case ASKED -> Said.people(word(), said, ASKED_MAX);
      case OPENED -> Said.people(word(), said, OPENED_MAX);
      case DAY ->
          said instanceof JsonNull
              ? said
              : new JsonString(Said.day(word(), Said.text(word(), said)).toString());
      case SUPERSEDES ->
          said instanceof JsonNull
              ? said
              : new JsonString(Said.id(word(), Said.text(word(), said)));
      case STATE ->
          State.of(Said.text(word(), said))
              .map(state -> new JsonString(state.word()))
              .orElseThrow(() -> Said.invalid(word(), "is draft, taken, executed or withdrawn"));
    };
  }

  /// Whether it may be long, and is told of one opened decision alone.
  boolean isLong() {
    return this == TEXT || this == WHY;
  }
}
