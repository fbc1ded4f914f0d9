package parvis.platform.http;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import parvis.base.Refused;
import parvis.base.Unseen;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Values that somebody says of a thing, read with refusals that name the field: what [Body] is to
/// an object, this is to one value.
public final class Said {
  /// The days that are spoken of.
  public static final LocalDate DAY_MIN = LocalDate.of(1970, 1, 1);

  public static final LocalDate DAY_MAX = LocalDate.of(2200, 12, 31);

  private static final int ID_CHARS_MAX = 36;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1," + ID_CHARS_MAX + "}");

  private Said() {}

  public static String text(String word, JsonValue said) {
    if (!(said instanceof JsonString(String text))) {
      throw badJson(word, "text");
    }
    return text;
  }

  /// A text of many lines, or none.
  public static String text(String word, JsonValue said, int charsMax) {
    return bounded(word, text(word, said), charsMax);
  }

  /// A text of one line, in which everybody sees every character.
  public static String line(String word, String text, int charsMax) {
    var line = bounded(word, text.strip(), charsMax);
    if (line.isEmpty()) {
      throw invalid(word, "is empty");
    }
    if (Unseen.in(line)) {
      throw invalid(word, "holds a character that nobody sees");
    }
    return line;
  }

  /// The same, or nothing.
  public static String lineIfAny(String word, JsonValue said, int charsMax) {
    var text = text(word, said);
    return text.isBlank() ? "" : line(word, text, charsMax);
  }

  /// A text of so many characters at most, all of which can be stored.
  public static String bounded(String word, String text, int charsMax) {
    if (text.codePointCount(0, text.length()) > charsMax) {
      throw invalid(word, "is longer than " + charsMax + " characters");
    }
    if (text.indexOf('\0') >= 0) {
      throw invalid(word, "holds a character that cannot be stored");
    }
    return text;
  }

  public static LocalDate day(String word, String text) {
    try {
      var day = LocalDate.parse(text);
      if (!day.isBefore(DAY_MIN) && !day.isAfter(DAY_MAX)) {
        return day;
      }
    } catch (DateTimeParseException noDay) {
      throw invalid(word, "is a day, as in 2026-11-25");
    }
    throw invalid(word, "lies between " + DAY_MIN + " and " + DAY_MAX);
  }

  /// People, each once.
  public static JsonValue people(String word, JsonValue said, int max) {
    var people = new LinkedHashSet<String>();
    for (var one : list(word, said, max)) {
      people.add(
          UserId.parse(text(word, one)).orElseThrow(() -> invalid(word, "names nobody")).value());
    }
    return JsonArray.of(people.toArray());
  }

  /// What something is called by its id.
  public static String id(String word, String text) {
    if (!ID.matcher(text).matches()) {
      throw invalid(word, "has an id of other characters, or a longer one, than ids have");
    }
    return text;
  }

  public static List<JsonValue> list(String word, JsonValue said, int max) {
    if (!(said instanceof JsonArray(var values))) {
      throw badJson(word, "a list");
    }
    if (values.size() > max) {
      throw invalid(word, "has more than " + max + " entries");
    }
    return values;
  }

  public static JsonObject object(String word, JsonValue said) {
    if (!(said instanceof JsonObject object)) {
      throw badJson(word, "an object");
    }
    return object;
  }

  public static Refused badJson(String word, String expected) {
    return Refused.badJson("\"" + word + "\" must be " + expected);
  }

  /// Says to programs, too, what is wrong.
  public static Refused invalid(String word, String why) {
    return Refused.invalidParam("\"" + word + "\" " + why).with("field", word);
  }
}
