package parvis.suite.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What a board asks of its tasks besides what every task has.
///
/// @param choices where one is chosen: among what
/// @param onCards whether the cards of the board tell it
record BoardField(String id, String name, Kind kind, List<Board.Label> choices, boolean onCards) {
  static final int CHOICES_MAX = 50;
  static final int TEXT_CHARS_MAX = 1_000;
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,10})?");

  /// What it takes.
  enum Kind {
    TEXT,
    NUMBER,
    DATE,
    CHOICE,
    PERSON;

    static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static BoardField read(String word, JsonValue said) {
    var body = new Body(Said.object(word, said));
    var kind =
        Kind.of(body.string("kind"))
            .orElseThrow(
                () -> Said.invalid(word, "has a kind: text, number, date, choice or person"));
    var choices = body.optionalArray("choices").orElse(JsonArray.EMPTY);
    var read =
        Said.list(word, choices, CHOICES_MAX).stream()
            .map(one -> Board.Label.read(word, one))
            .toList();
    if (read.isEmpty() == (kind == Kind.CHOICE)) {
      throw Said.invalid(word, "has choices where one is chosen, and nowhere else");
    }
    Values.refuseTwice(word, read.stream().map(Board.Label::id).toList());
    return new BoardField(
        Said.id(word, body.string("id")),
        Said.line(word, body.string("name"), Board.NAME_CHARS_MAX),
        kind,
        read,
        body.bool("on_cards", false));
  }

  /// A value that a task is to have, as it is kept.
  ///
  /// @throws parvis.base.Refused invalidParam
  JsonValue checked(JsonValue said) {
    var word = Custom.word(id);
    return switch (said) {
      case JsonNull none -> none;
      case JsonString(var text) when kind != Kind.NUMBER -> new JsonString(checked(word, text));
      case JsonInteger number when isNumber(number) -> number;
      case JsonDecimal number when isNumber(number) -> number;
      default -> throw Said.invalid(word, "is no " + kind.word());
    };
  }

  /// A number as somebody writes it.
  static Optional<JsonValue> number(String text) {
    return Optional.of(text).filter(one -> NUMBER.matcher(one).matches()).map(TaskStore::value);
  }

  private boolean isNumber(JsonValue said) {
    return kind == Kind.NUMBER && NUMBER.matcher(said.toString()).matches();
  }

  private String checked(String word, String text) {
    return switch (kind) {
      case TEXT, NUMBER -> Said.line(word, text, TEXT_CHARS_MAX);
      case DATE -> Said.day(word, text).toString();
      case PERSON ->
          UserId.parse(text).orElseThrow(() -> Said.invalid(word, "names nobody")).value();
      case CHOICE ->
          choices.stream()
              .map(Board.Label::id)
              .filter(text::equals)
              .findFirst()
              .orElseThrow(() -> Said.invalid(word, "is none of its choices"));
    };
  }

  JsonObject json() {
    return JsonObject.of(
        "id",
        id,
        "name",
        name,
        "kind",
        kind.word(),
        "choices",
        JsonArray.of(choices.stream().map(Board.Label::json).toArray()),
        "on_cards",
        onCards);
  }
}
