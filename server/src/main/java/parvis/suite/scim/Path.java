package parvis.suite.scim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;
import parvis.suite.scim.Declined.Kind;

/// A place in a resource: an attribute, perhaps one of the parts of a complex one, perhaps of those
/// values alone that a filter lets through.
///
/// spec: RFC 7644, 3.5.2, figure 7
record Path(Attribute attribute, Optional<Filter> among, Optional<Attribute> sub) {
  /// @param text without a filter in it
  /// @throws Declined of that kind, when there is no such place
  static Path plain(Schema schema, String text, Kind otherwise) {
    var bare = schema.bare(text);
    var whole = schema.attribute(bare);
    if (whole.isPresent()) {
      return new Path(whole.get(), Optional.empty(), Optional.empty());
    }
    var extended =
        schema
            .extension()
            .map(Schema.Extension::urn)
            .filter(
                urn ->
                    bare.toLowerCase(Locale.ROOT).startsWith(urn.toLowerCase(Locale.ROOT) + ":"));
    int dot = extended.map(String::length).orElseGet(() -> bare.indexOf('.'));
    if (dot <= 0) {
      throw unknown(text, otherwise);
    }
    var attribute =
        schema.attribute(bare.substring(0, dot)).orElseThrow(() -> unknown(text, otherwise));
    var sub = attribute.sub(bare.substring(dot + 1)).orElseThrow(() -> unknown(text, otherwise));
    return new Path(attribute, Optional.empty(), Optional.of(sub));
  }

  private static Declined unknown(String text, Kind otherwise) {
    return new Declined(otherwise, "There is no \"" + text + "\" here");
  }

  /// @throws Declined invalidPath
  static Path read(Schema schema, String text) {
    int open = text.indexOf('[');
    if (open < 0) {
      return plain(schema, text, Kind.INVALID_PATH);
    }
    int close = text.lastIndexOf(']');
    var attribute = plain(schema, text.substring(0, open), Kind.INVALID_PATH).attribute();
    var rest = text.substring(close + 1);
    if (close < open || !(rest.isEmpty() || rest.startsWith("."))) {
      throw unknown(text, Kind.INVALID_PATH);
    }
    if (!attribute.multi() || attribute.subs().isEmpty()) {
      throw unknown(text, Kind.INVALID_PATH);
    }
    var filter = Filter.within(attribute, text.substring(open + 1, close));
    if (rest.isEmpty()) {
      return new Path(attribute, Optional.of(filter), Optional.empty());
    }
    var sub = attribute.sub(rest.substring(1)).orElseThrow(() -> unknown(text, Kind.INVALID_PATH));
    return new Path(attribute, Optional.of(filter), Optional.of(sub));
  }

  /// The attribute whose values are compared: of a list of complex ones their `value`.
  Attribute compared() {
    return sub.or(() -> attribute.subs().isEmpty() ? Optional.empty() : attribute.value())
        .orElse(attribute);
  }

  /// What stands at this place.
  List<JsonValue> values(JsonObject resource) {
    var part = compared();
    return each(resource.get(attribute.name()))
        .flatMap(
            value ->
                part.equals(attribute)
                    ? Stream.of(value)
                    : value instanceof JsonObject object
                        ? each(object.get(part.name()))
                        : Stream.<JsonValue>empty())
        .toList();
  }

  private static Stream<JsonValue> each(@Nullable JsonValue value) {
    return switch (value) {
      case null -> Stream.empty();
      case JsonArray(List<JsonValue> several) -> several.stream();
      case JsonValue one -> Stream.of(one);
    };
  }
}
