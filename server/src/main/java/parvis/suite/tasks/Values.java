package parvis.suite.tasks;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What the fields of a task and of a board take. Each refusal names the field.
final class Values {
  static final int TITLE_CHARS_MAX = 200;
  static final int DESCRIPTION_CHARS_MAX = 20_000;
  static final int ASSIGNEES_MAX = 50;
  static final int WATCHERS_MAX = 200;
  static final long MINUTES_MAX = 1_000_000;
  static final int CHECKLIST_MAX = 200;
  static final int STEP_CHARS_MAX = 500;
  static final int LABELS_MAX = 20;
  static final int WAITS_MAX = 50;
  static final long LAG_DAYS_MAX = 3_650;

  /// Whether one ends or begins before the other ends or begins.
  private static final Set<String> KINDS = Set.of("FS", "SS", "FF", "SF");

  private static final Set<String> PRIORITIES = Set.of("none", "low", "normal", "high", "urgent");

  private Values() {}

  static JsonValue title(String word, JsonValue said) {
    return new JsonString(Said.line(word, Said.text(word, said), TITLE_CHARS_MAX));
  }

  static JsonValue description(String word, JsonValue said) {
    return new JsonString(Said.bounded(word, Said.text(word, said), DESCRIPTION_CHARS_MAX));
  }

  /// Where a task is wished to be, as [Placing] understands it.
  static JsonValue place(String word, JsonValue said) {
    var place = Said.object(word, said);
    var body = new Body(place);
    Said.id(word, body.string("column"));
    body.optionalString("after", Body.NAME_BYTES_MAX);
    var rank = body.optionalString("rank", Rank.CHARS_MAX);
    if (rank.filter(text -> !Rank.is(text)).isPresent()) {
      throw Said.invalid(word, "has a rank that is none");
    }
    return place;
  }

  /// A day, or null: none.
  static JsonValue day(String word, JsonValue said) {
    if (said instanceof JsonNull) {
      return said;
    }
    return new JsonString(Said.day(word, Said.text(word, said)).toString());
  }

  static JsonValue priority(String word, JsonValue said) {
    if (!PRIORITIES.contains(Said.text(word, said))) {
      throw Said.invalid(word, "is none, low, normal, high or urgent");
    }
    return said;
  }

  /// A number of minutes, or null: not known.
  static JsonValue minutes(String word, JsonValue said) {
    if (said instanceof JsonNull) {
      return said;
    }
    if (!(said instanceof JsonInteger(long minutes))) {
      throw Said.badJson(word, "an integer");
    }
    if (minutes < 0 || minutes > MINUTES_MAX) {
      throw Said.invalid(word, "lies between 0 and " + MINUTES_MAX);
    }
    return said;
  }

  static JsonValue checklist(String word, JsonValue said) {
    var ids = new HashSet<String>();
    var steps =
        Said.list(word, said, CHECKLIST_MAX).stream()
            .map(
                one -> {
                  var step = new Body(Said.object(word, one));
                  var id = Said.id(word, step.string("id"));
                  if (!ids.add(id)) {
                    throw Said.invalid(word, "has two steps of one id");
                  }
                  var text = Said.line(word, step.string("text"), STEP_CHARS_MAX);
                  return (Object)
                      JsonObject.of("id", id, "text", text, "done", step.bool("done", false));
                })
            .toArray();
    return JsonArray.of(steps);
  }

  /// Another task, or null: none.
  static JsonValue task(String word, JsonValue said) {
    return said instanceof JsonNull ? said : new JsonString(Said.id(word, Said.text(word, said)));
  }

  static JsonValue labels(String word, JsonValue said) {
    var labels = new LinkedHashSet<String>();
    for (var one : Said.list(word, said, LABELS_MAX)) {
      labels.add(Said.id(word, Said.text(word, one)));
    }
    return JsonArray.of(labels.toArray());
  }

  static JsonValue waits(String word, JsonValue said) {
    var tasks = new HashSet<String>();
    var waits =
        Said.list(word, said, WAITS_MAX).stream()
            .map(one -> wait(word, new Body(Said.object(word, one))))
            .toList();
    for (var wait : waits) {
      if (!tasks.add(wait.string("task").orElseThrow())) {
        throw Said.invalid(word, "names a task twice");
      }
    }
    return JsonArray.of(waits.toArray());
  }

  private static JsonObject wait(String word, Body wait) {
    var kind = wait.string("kind");
    var lag = wait.optionalInteger("lag_days").orElse(0);
    if (!KINDS.contains(kind)) {
      throw Said.invalid(word, "has a kind: FS, SS, FF or SF");
    }
    if (lag < -LAG_DAYS_MAX || lag > LAG_DAYS_MAX) {
      throw Said.invalid(word, "has a lag of more than " + LAG_DAYS_MAX + " days");
    }
    return JsonObject.of("task", Said.id(word, wait.string("task")), "kind", kind, "lag_days", lag);
  }

  static JsonValue yesOrNo(String word, JsonValue said) {
    if (!(said instanceof JsonBoolean)) {
      throw Said.badJson(word, "true or false");
    }
    return said;
  }

  /// A text that says something.
  static String text(String word, String text, int charsMax) {
    if (text.isBlank()) {
      throw Said.invalid(word, "is empty");
    }
    return Said.bounded(word, text, charsMax);
  }

  static void refuseTwice(String word, List<String> ids) {
    if (new HashSet<>(ids).size() < ids.size()) {
      throw Said.invalid(word, "has two of one id");
    }
  }
}
