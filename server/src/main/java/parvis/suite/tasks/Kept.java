package parvis.suite.tasks;

import java.util.Locale;
import java.util.Optional;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// What is kept of a board under a name: a view, which is how somebody looks at it, or a template,
/// which is what a task is to be, and its parts.
///
/// @param owner whose own; absent: of all in the space
record Kept(String id, Kind kind, Optional<String> owner, String name, JsonObject content) {
  static final int PARTS_MAX = 50;
  private static final int LOOK_CHARS_MAX = 4_000;
  static final int CONTENT_BYTES_MAX = 64 * 1024;
  static final long DAYS_MAX = 3_650;
  private static final String LOOK = "look";
  private static final String SET = "set";
  private static final String PARTS = "parts";
  private static final String DUE_IN = "due_in_days";

  enum Kind {
    VIEW,
    TEMPLATE;

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws parvis.base.Refused badJson, missingParam or invalidParam
  static Kept read(String id, Kind kind, String user, Body body) {
    var shared = kind == Kind.TEMPLATE || body.bool("shared", false);
    return new Kept(
        id,
        kind,
        shared ? Optional.empty() : Optional.of(user),
        Said.line("name", body.string("name"), Board.NAME_CHARS_MAX),
        kind == Kind.VIEW ? look(body) : template(body));
  }

  /// How the interface looks at a board is its own matter.
  private static JsonObject look(Body body) {
    var look = body.object(LOOK);
    if (look.toString().length() > LOOK_CHARS_MAX) {
      throw Said.invalid(LOOK, "is longer than " + LOOK_CHARS_MAX + " characters");
    }
    return JsonObject.of(LOOK, look);
  }

  private static JsonObject template(Body body) {
    var set = body.object(SET);
    Edit.template(set);
    var parts = Said.list(PARTS, body.optionalArray(PARTS).orElse(JsonArray.EMPTY), PARTS_MAX);
    parts.forEach(part -> Edit.template(Said.object(PARTS, part)));
    var content = JsonObject.builder().put(SET, set).put(PARTS, JsonArray.of(parts.toArray()));
    var days = body.optionalInteger(DUE_IN);
    if (days.isPresent()) {
      if (days.getAsLong() < 0 || days.getAsLong() > DAYS_MAX) {
        throw Said.invalid(DUE_IN, "lies between 0 and " + DAYS_MAX);
      }
      content.put(DUE_IN, days.getAsLong());
    }
    var built = content.build();
    if (JsonWriter.write(built).length > CONTENT_BYTES_MAX) {
      throw Said.invalid(SET, "is longer with its parts than " + CONTENT_BYTES_MAX + " bytes");
    }
    return built;
  }

  JsonObject set() {
    return content.object(SET).orElseThrow();
  }

  JsonArray parts() {
    return content.array(PARTS).orElseThrow();
  }

  /// In how many days what is made by it is due.
  Optional<Long> dueInDays() {
    var days = content.integer(DUE_IN);
    return days.isPresent() ? Optional.of(days.getAsLong()) : Optional.empty();
  }

  JsonObject json() {
    var told = content.toBuilder().put("id", id).put("name", name);
    return told.put("shared", owner.isEmpty()).build();
  }
}
