package parvis.platform.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// The fields of a request's JSON object, read with refusals that name the field.
///
/// A required field that is absent is `M_MISSING_PARAM`; a field of another type is `M_BAD_JSON`;
/// one that is too long or holds U+0000, which PostgreSQL cannot store, is `M_INVALID_PARAM`. An
/// optional field that is `null` counts as absent.
public final class Body {
  /// Characters of a text field where the caller names no other bound.
  public static final int TEXT_CHARS_MAX = 65_536;

  /// Bytes of a name. Names become keys of indexes, where PostgreSQL takes no long ones.
  ///
  /// spec: cs-api#size-limits, appendices#identifier-grammar
  public static final int NAME_BYTES_MAX = 255;

  private final JsonObject json;
  private final Reading reading;

  public Body(JsonObject json) {
    this(json, Reading.OPEN);
  }

  /// @param reading what is told of it
  Body(JsonObject json, Reading reading) {
    this.json = json;
    this.reading = reading;
  }

  /// The whole of it.
  public JsonObject json() {
    return json;
  }

  /// What a request calls something: a segment of its path, or a field whose name it may choose.
  ///
  /// @throws Refused invalidParam when it is too long or holds U+0000
  public static String name(String text) {
    if (text.length() > NAME_BYTES_MAX || bytes(text) > NAME_BYTES_MAX) {
      throw Refused.invalidParam("A name has at most " + NAME_BYTES_MAX + " bytes");
    }
    if (text.indexOf('\0') >= 0) {
      throw Refused.invalidParam("A name holds a character that cannot be stored");
    }
    return text;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  public String string(String name) {
    return string(name, TEXT_CHARS_MAX);
  }

  public String string(String name, int charsMax) {
    return optionalString(name, charsMax).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalString(String name) {
    return optionalString(name, TEXT_CHARS_MAX);
  }

  public Optional<String> optionalString(String name, int charsMax) {
    assert reading.reads(name, "string", "maxLength", charsMax);
    return switch (present(name)) {
      case null -> Optional.empty();
      case JsonString(String value) -> Optional.of(checked(name, value, charsMax));
      case JsonValue other -> throw wrongType(name, "a string");
    };
  }

  public long integer(String name) {
    return optionalInteger(name).orElseThrow(() -> missing(name));
  }

  public OptionalLong optionalInteger(String name) {
    assert reading.reads(name, "integer");
    return switch (present(name)) {
      case null -> OptionalLong.empty();
      case JsonInteger(long value) -> OptionalLong.of(value);
      case JsonValue other -> throw wrongType(name, "an integer");
    };
  }

  public boolean bool(String name) {
    return optionalBool(name).orElseThrow(() -> missing(name));
  }

  public Optional<Boolean> optionalBool(String name) {
    assert reading.reads(name, "boolean");
    return switch (present(name)) {
      case null -> Optional.empty();
      case JsonBoolean(boolean value) -> Optional.of(value);
      case JsonValue other -> throw wrongType(name, "true or false");
    };
  }

  public boolean bool(String name, boolean otherwise) {
    return optionalBool(name).orElse(otherwise);
  }

  public JsonObject object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  public Optional<JsonObject> optionalObject(String name) {
    assert reading.reads(name, "object");
    return switch (present(name)) {
      case null -> Optional.empty();
      case JsonObject object -> Optional.of(object);
      case JsonValue other -> throw wrongType(name, "an object");
    };
  }

  /// The fields of an object inside this one.
  public Optional<Body> inner(String name) {
    return optionalObject(name).map(object -> new Body(object, reading.inner(name)));
  }

  /// The fields of each object of a list; an element of another type is refused.
  public List<Body> inners(String name, int countMax) {
    return optionalInners(name, countMax).orElseThrow(() -> missing(name));
  }

  /// The same of a list that may be absent.
  public Optional<List<Body>> optionalInners(String name, int countMax) {
    assert reading.reads(name, "array", "maxItems", countMax);
    return optionalArray(name)
        .map(
            array -> bounded(name, array, countMax).stream().map(one -> inner(name, one)).toList());
  }

  private Body inner(String name, JsonValue element) {
    if (!(element instanceof JsonObject object)) {
      throw wrongType(name, "a list of objects");
    }
    return new Body(object, reading.inner(name));
  }

  /// A field that is there, of any type, and null, too.
  public Optional<JsonValue> value(String name) {
    assert reading.reads(name);
    return Optional.ofNullable(json.get(name));
  }

  /// Whether a field is there, whatever it is.
  public boolean has(String name) {
    assert reading.reads(name);
    return json.has(name);
  }

  public JsonArray array(String name) {
    return optionalArray(name).orElseThrow(() -> missing(name));
  }

  public Optional<JsonArray> optionalArray(String name) {
    assert reading.reads(name, "array");
    return switch (present(name)) {
      case null -> Optional.empty();
      case JsonArray array -> Optional.of(array);
      case JsonValue other -> throw wrongType(name, "a list");
    };
  }

  /// A list of texts; an element of another type is refused. Empty when the field is absent.
  public List<String> strings(String name, int countMax) {
    assert reading.reads(name, "array", "maxItems", countMax);
    Optional<JsonArray> array = optionalArray(name);
    if (array.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue value : bounded(name, array.get(), countMax)) {
      if (!(value instanceof JsonString(String text))) {
        throw wrongType(name, "a list of strings");
      }
      texts.add(checked(name, text, TEXT_CHARS_MAX));
    }
    return texts;
  }

  private static List<JsonValue> bounded(String name, JsonArray array, int countMax) {
    if (array.values().size() > countMax) {
      throw Refused.invalidParam("\"" + name + "\" has more than " + countMax + " entries");
    }
    return array.values();
  }

  private @Nullable JsonValue present(String name) {
    JsonValue value = json.get(name);
    return value instanceof JsonNull ? null : value;
  }

  private static String checked(String name, String value, int charsMax) {
    if (value.length() > charsMax) {
      throw Refused.invalidParam("\"" + name + "\" is longer than " + charsMax + " characters");
    }
    if (value.indexOf('\0') >= 0) {
      throw Refused.invalidParam("\"" + name + "\" holds a character that cannot be stored");
    }
    return value;
  }

  private static Refused missing(String name) {
    return Refused.missingParam("\"" + name + "\" is missing");
  }

  private static Refused wrongType(String name, String expected) {
    return Refused.badJson("\"" + name + "\" must be " + expected);
  }
}
