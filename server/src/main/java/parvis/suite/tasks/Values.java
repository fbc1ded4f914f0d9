package parvis.suite.tasks;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import parvis.base.Refused;
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

  /// The days that a plan may speak of.
  static final LocalDate DAY_MIN = Said.DAY_MIN;

  static final LocalDate DAY_MAX = Said.DAY_MAX;

  /// Whether one ends or begins before the other ends or begins.
  private static final Set<String> KINDS = Set.of("FS", "SS", "FF", "SF");

  private static final Set<String> PRIORITIES = Set.of("none", "low", "normal", "high", "urgent");

  private Values() {}

  static JsonValue title(String word, JsonValue said) {
    return new JsonString(line(word, text(word, said), TITLE_CHARS_MAX));
  }

  static JsonValue description(String word, JsonValue said) {
    return new JsonString(bounded(word, text(word, said), DESCRIPTION_CHARS_MAX));
  }

  /// Where a task is wished to be, as [Placing] understands it.
  static JsonValue place(String word, JsonValue said) {
    if (!(said instanceof JsonObject place)) {
      throw badJson(word, "an object");
    }
    var body = new Body(place);
    id(word, body.string("column"));
    body.optionalString("after", Body.NAME_BYTES_MAX);
    var rank = body.optionalString("rank", Rank.CHARS_MAX);
    if (rank.filter(text -> !Rank.is(text)).isPresent()) {
      throw invalid(word, "has a rank that is none");
    }
    return place;
  }

  /// People, each once.
  static JsonValue people(String word, JsonValue said, int max) {
    return Said.people(word, said, max);
  }

  /// A day, or null: none.
  static JsonValue day(String word, JsonValue said) {
    if (said instanceof JsonNull) {
      return said;
    }
    var day = day(word, text(word, said));
    return new JsonString(day.toString());
  }

  static LocalDate day(String word, String text) {
    return Said.day(word, text);
  }

  static JsonValue priority(String word, JsonValue said) {
    if (!PRIORITIES.contains(text(word, said))) {
      throw invalid(word, "is none, low, normal, high or urgent");
    }
    return said;
  }

  /// A number of minutes, or null: not known.
  static JsonValue minutes(String word, JsonValue said) {
    if (said instanceof JsonNull) {
      return said;
    }
    if (!(said instanceof JsonInteger(long minutes))) {
      throw badJson(word, "an integer");
    }
    if (minutes < 0 || minutes > MINUTES_MAX) {
      throw invalid(word, "lies between 0 and " + MINUTES_MAX);
    }
    return said;
  }

  static JsonValue checklist(String word, JsonValue said) {
    var ids = new HashSet<String>();
    var steps =
        list(word, said, CHECKLIST_MAX).stream()
            .map(
                one -> {
                  var step = new Body(object(word, one));
                  var id = id(word, step.string("id"));
                  if (!ids.add(id)) {
                    throw invalid(word, "has two steps of one id");
                  }
                  var text = line(word, step.string("text"), STEP_CHARS_MAX);
                  return (Object)
                      JsonObject.of("id", id, "text", text, "done", step.bool("done", false));
                })
            .toArray();
    return JsonArray.of(steps);
  }

  /// Another task, or null: none.
  static JsonValue task(String word, JsonValue said) {
    return said instanceof JsonNull ? said : new JsonString(id(word, text(word, said)));
  }

  static JsonValue labels(String word, JsonValue said) {
    var labels = new LinkedHashSet<String>();
    for (var one : list(word, said, LABELS_MAX)) {
      labels.add(id(word, text(word, one)));
    }
    return JsonArray.of(labels.toArray());
  }

  static JsonValue waits(String word, JsonValue said) {
    var tasks = new HashSet<String>();
    var waits =
        list(word, said, WAITS_MAX).stream()
            .map(one -> wait(word, new Body(object(word, one))))
            .toList();
    for (var wait : waits) {
      if (!tasks.add(wait.string("task").orElseThrow())) {
        throw invalid(word, "names a task twice");
      }
    }
    return JsonArray.of(waits.toArray());
  }

  private static JsonObject wait(String word, Body wait) {
    var kind = wait.string("kind");
    var lag = wait.optionalInteger("lag_days").orElse(0);
    if (!KINDS.contains(kind)) {
      throw invalid(word, "has a kind: FS, SS, FF or SF");
    }
    if (lag < -LAG_DAYS_MAX || lag > LAG_DAYS_MAX) {
      throw invalid(word, "has a lag of more than " + LAG_DAYS_MAX + " days");
    }
    return JsonObject.of("task", id(word, wait.string("task")), "kind", kind, "lag_days", lag);
  }

  static JsonValue yesOrNo(String word, JsonValue said) {
    if (!(said instanceof JsonBoolean)) {
      throw badJson(word, "true or false");
    }
    return said;
  }

  /// What a client calls something that it makes.
  static String id(String word, String text) {
    return Said.id(word, text);
  }

  /// A text of one line, in which everybody sees every character.
  static String line(String word, String text, int charsMax) {
    return Said.line(word, text, charsMax);
  }

  /// A text that says something.
  static String text(String word, String text, int charsMax) {
    if (text.isBlank()) {
      throw invalid(word, "is empty");
    }
    return bounded(word, text, charsMax);
  }

  static String bounded(String word, String text, int charsMax) {
    if (text.codePointCount(0, text.length()) > charsMax) {
      throw invalid(word, "is longer than " + charsMax + " characters");
    }
    if (text.indexOf('\0') >= 0) {
      throw invalid(word, "holds a character that cannot be stored");
    }
    return text;
  }

  static void refuseTwice(String word, List<String> ids) {
    if (new HashSet<>(ids).size() < ids.size()) {
      throw invalid(word, "has two of one id");
    }
  }

  static List<JsonValue> list(String word, JsonValue said, int max) {
    if (!(said instanceof JsonArray(var values))) {
      throw badJson(word, "a list");
    }
    if (values.size() > max) {
      throw invalid(word, "has more than " + max + " entries");
    }
    return values;
  }

  private static String text(String word, JsonValue said) {
    if (!(said instanceof JsonString(String text))) {
      throw badJson(word, "text");
    }
    return text;
  }

  static JsonObject object(String word, JsonValue said) {
    if (!(said instanceof JsonObject object)) {
      throw badJson(word, "a list of objects");
    }
    return object;
  }

  private static Refused badJson(String word, String expected) {
    return Refused.badJson("\"" + word + "\" must be " + expected);
  }

  static Refused invalid(String word, String why) {
    return Refused.invalidParam("\"" + word + "\" " + why).with("field", word);
  }
}
