package parvis.core.search;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What is searched of an event: one kind for each key of the specification.
/// spec: cs-api#room_events
enum Text {
  BODY(1, "content.body", "m.room.message", "body"),
  NAME(2, "content.name", "m.room.name", "name"),
  TOPIC(3, "content.topic", "m.room.topic", "topic");

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

  static Optional<Text> ofKey(String key) {
    return Arrays.stream(values()).filter(text -> text.key.equals(key)).findFirst();
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

  /// The text in a content of that type; empty when there is none.
  String in(JsonObject content) {
    var text = content.string(field).orElse("");
    return switch (this) {
      case BODY -> text + named(content, text);
      case NAME -> text;
      case TOPIC -> text + " " + plain(content, text);
    };
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
    return content
        .object("m.topic")
        .flatMap(topic -> topic.array("m.text"))
        .orElse(JsonArray.EMPTY)
        .objects()
        .stream()
        .filter(form -> form.string("mimetype").orElse("text/plain").equals("text/plain"))
        .flatMap(form -> form.string("body").stream())
        .filter(body -> !body.equals(text))
        .findFirst()
        .orElse("");
  }
}
