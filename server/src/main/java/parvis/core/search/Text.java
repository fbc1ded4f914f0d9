package parvis.core.search;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What is searched of an event: by the keys of the specification. Polls, of which it says nothing,
/// are found like messages, since they are read among them.
/// spec: cs-api#room_events and MSC3381
enum Text {
  BODY(1, "content.body", "m.room.message", "body"),
  NAME(2, "content.name", "m.room.name", "name"),
  TOPIC(3, "content.topic", "m.room.topic", "topic"),
  POLL(4, "content.body", "m.poll.start", "m.poll"),
  EARLY_POLL(5, "content.body", "org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.start");

  private static final Map<String, Text> BY_TYPE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Text::type, text -> text));

  private final int code;
  private final String key;
  private final String type;
  private final String field;

  Text(int code, String key, String type, String field) {
    this.code = code;
    this.key = key;
    this.type = type;
    this.field = field;
  }

  /// Empty when there is no such key.
  static List<Text> ofKey(String key) {
    return Arrays.stream(values()).filter(text -> text.key.equals(key)).toList();
  }

  static Optional<Text> ofType(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  /// Its number in the table.
  int code() {
    return code;
  }

  /// The type of its events.
  String type() {
    return type;
  }

  /// Whether it stands in the state of a room.
  boolean isState() {
    return this == NAME || this == TOPIC;
  }

  /// The text in a content of that type; empty when there is none.
  String in(JsonObject content) {
    var text = content.string(field).orElse("");
    return switch (this) {
      case BODY -> text + named(content, text);
      case NAME -> text;
      case TOPIC -> text + " " + plain(content, text);
      case POLL, EARLY_POLL -> asked(content.object(field).orElse(JsonObject.EMPTY));
    };
  }

  /// The question of a poll and its answers.
  private static String asked(JsonObject poll) {
    var answers = poll.array("answers").orElse(JsonArray.EMPTY).objects();
    return Stream.concat(poll.object("question").stream(), answers.stream())
        .map(
            of ->
                plainForm(of.array("m.text"))
                    .or(() -> of.string("org.matrix.msc1767.text"))
                    .orElse(""))
        .collect(Collectors.joining(" "));
  }

  /// The name of a file whose body is its caption.
  /// spec: cs-api#media-captions
  private static String named(JsonObject content, String caption) {
    return content
        .string("filename")
        .filter(name -> !name.equals(caption))
        .map(" "::concat)
        .orElse("");
  }

  /// The plain text of a topic with several forms, unless it says the same.
  /// spec: cs-api#mroomtopic
  private static String plain(JsonObject content, String text) {
    return plainForm(content.object("m.topic").flatMap(topic -> topic.array("m.text")))
        .filter(body -> !body.equals(text))
        .orElse("");
  }

  /// The first plain text among the forms of one.
  private static Optional<String> plainForm(Optional<JsonArray> forms) {
    return forms.orElse(JsonArray.EMPTY).objects().stream()
        .filter(form -> form.string("mimetype").orElse("text/plain").equals("text/plain"))
        .flatMap(form -> form.string("body").stream())
        .findFirst();
  }
}
