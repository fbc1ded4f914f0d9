package parvis.suite.scim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Which resources are asked for, or which values of an attribute.
///
/// spec: RFC 7644, 3.4.2.2
sealed interface Filter extends Predicate<JsonObject> {
  /// Characters of a filter.
  int CHARS_MAX = 2_000;

  /// The filter that a text is; one that is not understood is declined.
  static Filter read(Schema schema, String text) {
    return new FilterReader(schema, text).all();
  }

  /// The filter in the brackets behind an attribute.
  static Filter within(Attribute attribute, String text) {
    var inner =
        new Schema(attribute.name(), "", attribute.name(), attribute.subs(), Optional.empty());
    return new FilterReader(inner, text).all();
  }

  record And(Filter one, Filter other) implements Filter {
    @Override
    public boolean test(JsonObject resource) {
      return one.test(resource) && other.test(resource);
    }
  }

  record Or(Filter one, Filter other) implements Filter {
    @Override
    public boolean test(JsonObject resource) {
      return one.test(resource) || other.test(resource);
    }
  }

  record Not(Filter one) implements Filter {
    @Override
    public boolean test(JsonObject resource) {
      return !one.test(resource);
    }
  }

  record Present(Path path) implements Filter {
    @Override
    public boolean test(JsonObject resource) {
      return path.sub().isEmpty()
          ? resource.has(path.attribute().name())
          : !path.values(resource).isEmpty();
    }
  }

  /// Whether one value of a list passes.
  record Among(Attribute attribute, Filter one) implements Filter {
    @Override
    public boolean test(JsonObject resource) {
      return resource.array(attribute.name()).orElse(JsonArray.EMPTY).objects().stream()
          .anyMatch(one);
    }
  }

  enum Operator {
    EQ,
    NE,
    CO,
    SW,
    EW,
    GT,
    GE,
    LT,
    LE
  }

  record Compare(Path path, Operator operator, JsonValue with) implements Filter {
    @Override
    public boolean test(JsonObject resource) {
      var values = path.values(resource);
      return switch (operator) {
        case NE -> values.stream().noneMatch(this::equal) && !(isNull() && values.isEmpty());
        case EQ -> values.stream().anyMatch(this::equal) || (isNull() && values.isEmpty());
        case CO, SW, EW, GT, GE, LT, LE -> values.stream().anyMatch(this::holds);
      };
    }

    private boolean isNull() {
      return with == JsonNull.NULL;
    }

    private boolean equal(JsonValue value) {
      if (value instanceof JsonString(String mine) && with instanceof JsonString(String theirs)) {
        return path.compared().caseExact() ? mine.equals(theirs) : mine.equalsIgnoreCase(theirs);
      }
      return value.equals(with);
    }

    private boolean holds(JsonValue value) {
      if (!(value instanceof JsonString(String said)) || !(with instanceof JsonString(String by))) {
        return false;
      }
      var exact = path.compared().caseExact();
      var mine = exact ? said : said.toLowerCase(Locale.ROOT);
      var theirs = exact ? by : by.toLowerCase(Locale.ROOT);
      return switch (operator) {
        case CO -> mine.contains(theirs);
        case SW -> mine.startsWith(theirs);
        case EW -> mine.endsWith(theirs);
        case GT -> mine.compareTo(theirs) > 0;
        case GE -> mine.compareTo(theirs) >= 0;
        case LT -> mine.compareTo(theirs) < 0;
        case LE -> mine.compareTo(theirs) <= 0;
        case EQ, NE -> false;
      };
    }
  }

  /// What a truth cannot be asked.
  List<Operator> OF_TRUTHS = List.of(Operator.EQ, Operator.NE);

  /// Whether an attribute may be compared with a value so.
  static boolean fits(Attribute attribute, Operator operator, JsonValue with) {
    return switch (attribute.type()) {
      case COMPLEX -> false;
      case BOOLEAN ->
          OF_TRUTHS.contains(operator) && (with instanceof JsonBoolean || with == JsonNull.NULL);
      case STRING, REFERENCE, MOMENT ->
          with instanceof JsonString || (with == JsonNull.NULL && OF_TRUTHS.contains(operator));
    };
  }
}
