package parvis.suite.scim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.suite.scim.Declined.Kind;

/// Changes to a resource, done one after the other: all of them, or none.
///
/// spec: RFC 7644, 3.5.2
///
/// @param operations as they were sent, each looked at when it is done
record Patch(Schema schema, List<JsonObject> operations) {
  static final String URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

  /// Operations of one request.
  static final int OPERATIONS_MAX = 1_000;

  /// Values that all operations of one request look at, each at all of a list.
  static final long LOOKED_AT_MAX = 1_000_000;

  /// Values that a list has after an operation, or that one brings.
  static final int VALUES_MAX = Groups.MEMBERS_MAX;

  enum Deed {
    ADD,
    REPLACE,
    REMOVE
  }

  /// @throws Declined invalidSyntax
  static Patch read(Schema schema, JsonObject body) {
    var operations = field(body, "Operations");
    if (!(operations instanceof JsonArray array) || array.objects().size() != array.size()) {
      throw new Declined(Kind.INVALID_SYNTAX, "\"Operations\" is a list of objects");
    }
    if (array.size() > OPERATIONS_MAX) {
      throw new Declined(Kind.TOO_MANY, "One request has at most " + OPERATIONS_MAX + " changes");
    }
    return new Patch(schema, array.objects());
  }

  private static @Nullable JsonValue field(JsonObject of, String name) {
    return of.entries().stream()
        .filter(entry -> entry.name().equalsIgnoreCase(name))
        .map(JsonObject.Entry::value)
        .filter(value -> value != JsonNull.NULL)
        .findFirst()
        .orElse(null);
  }

  /// A resource after the changes.
  ///
  /// @throws Declined when one of them cannot be done
  JsonObject apply(JsonObject resource) {
    if ((long) operations.size() * most(resource) > LOOKED_AT_MAX) {
      throw new Declined(Kind.TOO_MANY, "These are too many changes at once: send fewer");
    }
    var now = resource;
    for (var operation : operations) {
      now = apply(now, operation);
    }
    return now;
  }

  private static int most(JsonObject resource) {
    return resource.entries().stream()
        .mapToInt(entry -> values(entry.value()).size())
        .max()
        .orElse(0);
  }

  private JsonObject apply(JsonObject now, JsonObject operation) {
    var kind = kind(operation);
    var value = field(operation, "value");
    var path = field(operation, "path");
    if (path instanceof JsonString(String text)) {
      return apply(now, kind, Path.read(schema, text), value);
    }
    if (path != null) {
      throw new Declined(Kind.INVALID_PATH, "\"path\" is a text");
    }
    if (kind == Deed.REMOVE) {
      throw new Declined(Kind.NO_TARGET, "What is removed is named by a path");
    }
    if (!(value instanceof JsonObject several)) {
      throw Schema.wrong("value", "is an object where no path is named");
    }
    for (var entry : several.entries()) {
      if (!entry.name().equalsIgnoreCase("schemas")) {
        now = apply(now, kind, Path.read(schema, entry.name()), entry.value());
      }
    }
    return now;
  }

  private static Deed kind(JsonObject operation) {
    var said = field(operation, "op") instanceof JsonString(String text) ? text : "";
    return switch (said.toLowerCase(Locale.ROOT)) {
      case "add" -> Deed.ADD;
      case "replace" -> Deed.REPLACE;
      case "remove" -> Deed.REMOVE;
      default ->
          throw new Declined(Kind.INVALID_SYNTAX, "\"op\" is \"add\", \"replace\" or \"remove\"");
    };
  }

  private JsonObject apply(JsonObject now, Deed kind, Path path, @Nullable JsonValue value) {
    var attribute = path.attribute();
    var name = attribute.name();
    if (attribute.isReadOnly()) {
      throw fixed(name);
    }
    if (value == null && kind != Deed.REMOVE) {
      throw Schema.wrong("value", "is missing");
    }
    var before = now.get(name);
    var after =
        attribute.multi()
            ? several(path, kind, values(before), value)
            : single(path, kind, before, value);
    if (after == null && attribute.required()) {
      throw fixed(name);
    }
    if (attribute.mutability() == Attribute.Mutability.IMMUTABLE
        && before != null
        && !same(before, after)) {
      throw fixed(name);
    }
    return after == null ? now.without(name) : now.with(name, after);
  }

  private static boolean same(JsonValue before, @Nullable JsonValue after) {
    if (before instanceof JsonString(String mine) && after instanceof JsonString(String theirs)) {
      return mine.equalsIgnoreCase(theirs);
    }
    return before.equals(after);
  }

  private static Declined fixed(String name) {
    return new Declined(Kind.MUTABILITY, "\"" + name + "\" is not changed so");
  }

  private static @Nullable JsonValue single(
      Path path, Deed kind, @Nullable JsonValue before, @Nullable JsonValue value) {
    var parts = before instanceof JsonObject object ? object : JsonObject.EMPTY;
    if (path.sub().isPresent()) {
      return filled(with(parts, path.sub().get().name(), kind, value));
    }
    if (kind == Deed.REMOVE || value == null) {
      return null;
    }
    return path.attribute().type() == Attribute.Type.COMPLEX
        ? filled(merged(path.attribute(), parts, value))
        : value;
  }

  private static @Nullable JsonValue filled(JsonObject object) {
    return object.isEmpty() ? null : object;
  }

  private static JsonObject with(
      JsonObject parts, String name, Deed kind, @Nullable JsonValue value) {
    return kind == Deed.REMOVE || value == null ? parts.without(name) : parts.with(name, value);
  }

  /// The parts of a complex value, those that are said anew in the place of those before.
  private static JsonObject merged(Attribute attribute, JsonObject before, JsonValue value) {
    if (!(value instanceof JsonObject said)) {
      throw Schema.wrong(attribute.name(), "is an object");
    }
    var merged = before;
    for (var entry : said.entries()) {
      var sub = attribute.sub(entry.name());
      if (sub.isPresent()) {
        merged = merged.with(sub.get().name(), entry.value());
      }
    }
    return merged;
  }

  private static List<JsonValue> values(@Nullable JsonValue value) {
    return value instanceof JsonArray(List<JsonValue> several) ? several : List.of();
  }

  private static @Nullable JsonValue several(
      Path path, Deed kind, List<JsonValue> before, @Nullable JsonValue value) {
    var after =
        path.among().isPresent() || path.sub().isPresent()
            ? chosen(path, kind, before, value)
            : switch (kind) {
              case ADD -> added(before, given(value));
              case REPLACE -> given(value);
              case REMOVE -> value == null ? List.<JsonValue>of() : without(before, given(value));
            };
    return after.isEmpty() ? null : new JsonArray(bounded(after));
  }

  private static List<JsonValue> given(@Nullable JsonValue value) {
    return value instanceof JsonArray(List<JsonValue> several)
        ? bounded(several)
        : value == null ? List.of() : List.of(value);
  }

  private static List<JsonValue> bounded(List<JsonValue> values) {
    if (values.size() > VALUES_MAX) {
      throw new Declined(Kind.TOO_MANY, "A list has at most " + VALUES_MAX + " values");
    }
    return values;
  }

  /// What is there already is there once; of two primary values the new one is it.
  private static List<JsonValue> added(List<JsonValue> before, List<JsonValue> more) {
    var all = new ArrayList<>(before);
    if (more.stream().anyMatch(Schema::isPrimary)) {
      all.replaceAll(
          one ->
              one instanceof JsonObject object && Schema.isPrimary(one)
                  ? object.with("primary", JsonBoolean.FALSE)
                  : one);
    }
    var there = all.stream().map(Patch::mark).collect(Collectors.toCollection(HashSet::new));
    more.stream().filter(one -> there.add(mark(one))).forEach(all::add);
    return all;
  }

  private static List<JsonValue> without(List<JsonValue> before, List<JsonValue> these) {
    var gone = these.stream().map(Patch::mark).collect(Collectors.toSet());
    return before.stream().filter(one -> !gone.contains(mark(one))).toList();
  }

  /// Values are told apart by their `value`; whoever has none is like nobody else.
  private static Object mark(JsonValue one) {
    return one instanceof JsonObject object
        ? Objects.requireNonNullElseGet(object.get("value"), Object::new)
        : one;
  }

  private static List<JsonValue> chosen(
      Path path, Deed kind, List<JsonValue> before, @Nullable JsonValue value) {
    var after = new ArrayList<JsonValue>();
    var found = false;
    for (var one : before) {
      var is =
          one instanceof JsonObject object
              && path.among().filter(filter -> !filter.test(object)).isEmpty();
      found |= is;
      var kept = is ? changed(path, kind, (JsonObject) one, value) : one;
      if (kept != null) {
        after.add(kept);
      }
    }
    if (!found && kind != Deed.REMOVE) {
      after.add(begun(path, kind, value));
    }
    return after;
  }

  private static @Nullable JsonValue changed(
      Path path, Deed kind, JsonObject one, @Nullable JsonValue value) {
    if (path.sub().isPresent()) {
      return filled(with(one, path.sub().get().name(), kind, value));
    }
    return kind == Deed.REMOVE || value == null ? null : merged(path.attribute(), one, value);
  }

  /// What is added where the filter finds nothing has what the filter asks for.
  private static JsonValue begun(Path path, Deed kind, @Nullable JsonValue value) {
    var asked = path.among().flatMap(Patch::asked);
    if (kind == Deed.REPLACE || value == null || (path.among().isPresent() && asked.isEmpty())) {
      throw new Declined(Kind.NO_TARGET, "Nothing in \"" + path.attribute().name() + "\" is meant");
    }
    var begun = asked.orElse(JsonObject.EMPTY);
    return path.sub()
        .<JsonValue>map(sub -> begun.with(sub.name(), value))
        .orElseGet(() -> merged(path.attribute(), begun, value));
  }

  private static Optional<JsonObject> asked(Filter filter) {
    return filter instanceof Filter.Compare(Path path, Filter.Operator by, JsonValue with)
            && by == Filter.Operator.EQ
        ? Optional.of(JsonObject.of(path.attribute().name(), with))
        : Optional.empty();
  }
}
