package parvis.suite.scim;

import static parvis.suite.scim.Attribute.complex;
import static parvis.suite.scim.Attribute.moment;
import static parvis.suite.scim.Attribute.reference;
import static parvis.suite.scim.Attribute.text;
import static parvis.suite.scim.Attribute.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Unseen;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.suite.scim.Declined.Kind;

/// What persons and groups consist of, and nothing else is kept of them: what a directory says
/// beyond it is passed over.
///
/// spec: RFC 7643, 4
///
/// @param extension what stands under a URN of its own
record Schema(
    String name,
    String endpoint,
    String urn,
    List<Attribute> attributes,
    Optional<Extension> extension) {
  /// Characters of one text.
  static final int TEXT_CHARS_MAX = 200;

  /// Values of one attribute, but for the members of a group.
  static final int VALUES_MAX = 10;

  private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

  static final Extension ENTERPRISE =
      new Extension(
          "EnterpriseUser",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
          List.of(text("department")));

  static final Schema USER =
      new Schema(
          "User",
          "/Users",
          CORE + "User",
          List.of(
              text("userName").needed().fixed(),
              complex("name", text("formatted"), text("familyName"), text("givenName")),
              text("displayName"),
              text("title"),
              truth("active").needed(),
              complex("emails", text("value"), text("type"), truth("primary")).many(),
              complex("groups", text("value"), reference("$ref"), text("display")).many().told()),
          Optional.of(ENTERPRISE));

  static final Schema GROUP =
      new Schema(
          "Group",
          "/Groups",
          CORE + "Group",
          List.of(
              text("displayName").needed(),
              complex("members", text("value").exact().fixed(), reference("$ref")).many()),
          Optional.empty());

  static final List<Schema> ALL = List.of(USER, GROUP);

  /// What every resource has, beside what its schema lists.
  private static final List<Attribute> COMMON =
      List.of(
          text("id").exact().told(),
          text("externalId").exact(),
          complex(
                  "meta",
                  text("resourceType"),
                  moment("created"),
                  moment("lastModified"),
                  reference("location"),
                  text("version").exact())
              .told());

  /// Attributes under a URN of their own.
  record Extension(String name, String urn, List<Attribute> attributes) {
    private Attribute whole() {
      return complex(urn, attributes.toArray(Attribute[]::new));
    }
  }

  /// The attribute of that name, or the whole extension of that URN.
  Optional<Attribute> attribute(String word) {
    return all().stream().filter(one -> one.is(word)).findFirst();
  }

  private List<Attribute> all() {
    var all = new ArrayList<>(COMMON);
    all.addAll(attributes);
    extension.ifPresent(more -> all.add(more.whole()));
    return all;
  }

  /// What a directory says, in the one form in which it is kept: known names as the schema writes
  /// them, values of their types, nothing that is empty, and nothing that others decide.
  ///
  /// @throws Declined invalidValue
  JsonObject read(JsonObject said) {
    return object(all(), said, "");
  }

  private static JsonObject object(List<Attribute> attributes, JsonObject said, String place) {
    var read = JsonObject.builder();
    for (var attribute : attributes) {
      var value = find(said, attribute);
      if (!attribute.isReadOnly() && value.isPresent()) {
        value(attribute, value.get(), place).ifPresent(kept -> read.put(attribute.name(), kept));
      }
    }
    return read.build();
  }

  private static Optional<JsonValue> find(JsonObject said, Attribute attribute) {
    return said.entries().stream()
        .filter(entry -> attribute.is(entry.name()))
        .map(JsonObject.Entry::value)
        .filter(value -> value != JsonNull.NULL)
        .findFirst();
  }

  private static Optional<JsonValue> value(Attribute attribute, JsonValue said, String place) {
    var where = place + attribute.name();
    if (!attribute.multi()) {
      return one(attribute, said, where);
    }
    var values = said instanceof JsonArray(List<JsonValue> several) ? several : List.of(said);
    var max = attribute.is("members") ? Groups.MEMBERS_MAX : VALUES_MAX;
    if (values.size() > max) {
      throw new Declined(Kind.TOO_MANY, "\"" + where + "\" has at most " + max + " values");
    }
    var kept = values.stream().flatMap(one -> one(attribute, one, where).stream()).toList();
    var primary = kept.stream().filter(Schema::isPrimary).count();
    if (primary > 1) {
      throw wrong(where, "has one primary value at most");
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(new JsonArray(kept));
  }

  static boolean isPrimary(JsonValue value) {
    return value instanceof JsonObject object && object.bool("primary").orElse(false);
  }

  private static Optional<JsonValue> one(Attribute attribute, JsonValue said, String where) {
    return switch (attribute.type()) {
      case COMPLEX -> {
        if (!(said instanceof JsonObject object)) {
          throw wrong(where, "is an object");
        }
        var read = object(attribute.subs(), object, where + ".");
        yield read.isEmpty() ? Optional.empty() : Optional.of(read);
      }
      case BOOLEAN -> Optional.of(trueOrFalse(said, where));
      case STRING, REFERENCE, MOMENT -> words(said, where);
    };
  }

  /// Directories of great houses write truths as texts.
  private static JsonValue trueOrFalse(JsonValue said, String where) {
    return switch (said) {
      case JsonBoolean truth -> truth;
      case JsonString(String text) when text.equalsIgnoreCase("true") -> JsonBoolean.TRUE;
      case JsonString(String text) when text.equalsIgnoreCase("false") -> JsonBoolean.FALSE;
      default -> throw wrong(where, "is true or false");
    };
  }

  private static Optional<JsonValue> words(JsonValue said, String where) {
    if (!(said instanceof JsonString(String text))) {
      throw wrong(where, "is a text");
    }
    if (text.length() > TEXT_CHARS_MAX || Unseen.in(text)) {
      throw wrong(where, "has at most " + TEXT_CHARS_MAX + " characters, all of them seen");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(said);
  }

  static Declined wrong(String where, String must) {
    return new Declined(Kind.INVALID_VALUE, "\"" + where + "\" " + must);
  }

  /// The schemas of a resource.
  JsonArray schemas(JsonObject resource) {
    var more = extension.filter(one -> resource.has(one.urn())).map(Extension::urn);
    return more.map(one -> JsonArray.of(urn, one)).orElseGet(() -> JsonArray.of(urn));
  }

  /// Without the URN of the schema before it, which may stand before each name.
  String bare(String path) {
    var before = urn.toLowerCase(Locale.ROOT) + ":";
    return path.toLowerCase(Locale.ROOT).startsWith(before)
        ? path.substring(before.length())
        : path;
  }
}
