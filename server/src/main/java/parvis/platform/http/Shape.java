package parvis.platform.http;

import java.util.List;
import java.util.stream.Stream;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What a value of JSON is to be, told to who writes a client. It decides nothing: who reads a
/// value judges it, and a client that obeys this is never told that it has the wrong type.
/// spec: JSON Schema 2020-12
///
/// @param parts the fields of an object, or of each in a list
/// @param isOpen whether nothing is told of its fields
public record Shape(JsonObject schema, List<Part> parts, boolean isOpen) {
  private static final String TYPE = "type";
  static final String NAME = "title";
  private static final String ID = "^[A-Za-z0-9_-]{1,36}$";

  private Shape(JsonObject schema) {
    this(schema, List.of(), true);
  }

  /// A field of an object. One that several tell is the same for all: who reads it for one of them,
  /// reads it for all.
  public record Part(String name, Shape shape, boolean needed) {}

  /// One that must be there.
  public static Part needed(String name, Shape shape) {
    return new Part(name, shape, true);
  }

  /// One that may be there.
  public static Part may(String name, Shape shape) {
    return new Part(name, shape, false);
  }

  /// A text of so many characters at most.
  public static Shape text(int charsMax) {
    return new Shape(JsonObject.of(TYPE, "string", "maxLength", charsMax));
  }

  /// A text that says something.
  public static Shape line(int charsMax) {
    return text(1, charsMax);
  }

  public static Shape text(int charsMin, int charsMax) {
    return text(charsMax).with("minLength", charsMin);
  }

  /// What a client or a server calls something.
  public static Shape id() {
    return new Shape(JsonObject.of(TYPE, "string", "pattern", ID));
  }

  public static Shape day() {
    return new Shape(JsonObject.of(TYPE, "string", "format", "date"));
  }

  /// One of some words.
  public static Shape word(String... words) {
    return new Shape(JsonObject.of(TYPE, "string", "enum", JsonArray.of((Object[]) words)));
  }

  public static Shape word(Stream<String> words) {
    return word(words.toArray(String[]::new));
  }

  public static Shape integer(long least, long most) {
    return new Shape(JsonObject.of(TYPE, "integer", "minimum", least, "maximum", most));
  }

  /// A number of what there is, or a moment, in milliseconds since 1970.
  public static Shape count() {
    return new Shape(JsonObject.of(TYPE, "integer", "minimum", 0));
  }

  public static Shape yesOrNo() {
    return new Shape(JsonObject.of(TYPE, "boolean"));
  }

  public static Shape list(Shape of, int most) {
    var schema = JsonObject.of(TYPE, "array", "items", of.schema(), "maxItems", most);
    return new Shape(schema, of.parts(), of.isOpen());
  }

  /// Any object.
  public static Shape anything() {
    return new Shape(JsonObject.of(TYPE, "object"));
  }

  /// Any value.
  public static Shape value() {
    return new Shape(JsonObject.EMPTY);
  }

  public static Shape object(Part... parts) {
    return object(List.of(parts));
  }

  /// Some fields, and more of them.
  public static Shape object(List<Part> parts, Part... more) {
    return object(Stream.concat(parts.stream(), Stream.of(more)).toList());
  }

  public static Shape object(List<Part> parts) {
    var properties = JsonObject.builder();
    parts.forEach(part -> properties.put(part.name(), part.shape().schema()));
    var needed = parts.stream().filter(Part::needed).map(Part::name).toArray();
    var schema = JsonObject.of(TYPE, "object", "properties", properties.build());
    return new Shape(
        needed.length == 0 ? schema : schema.with("required", JsonArray.of(needed)), parts, false);
  }

  /// What is one of several.
  public static Shape either(List<Shape> shapes) {
    var schemas = shapes.stream().map(Shape::schema).toArray();
    var parts = shapes.stream().flatMap(one -> one.parts().stream()).distinct().toList();
    var isOpen = shapes.stream().anyMatch(Shape::isOpen);
    return new Shape(JsonObject.of("anyOf", JsonArray.of(schemas)), parts, isOpen);
  }

  /// The same under a name, by which it is told once and named wherever it goes over the wire.
  public Shape called(String name) {
    return with(NAME, name);
  }

  /// The same, or null.
  public Shape orNull() {
    return with(TYPE, JsonArray.of(schema.string(TYPE).orElseThrow(), "null"));
  }

  /// The same, and what it means.
  public Shape says(String description) {
    return with("description", description);
  }

  private Shape with(String name, Object value) {
    return new Shape(schema.with(name, value), parts, isOpen);
  }
}
