package parvis.suite.scim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Which resources are asked for, in which order, from which one on, and what of each.
///
/// spec: RFC 7644, 3.4.2
record Listing(
    Schema schema,
    Optional<Filter> filter,
    Optional<Path> by,
    boolean descending,
    long start,
    int count,
    List<String> only,
    List<String> without) {
  /// Resources of one page.
  static final int PAGE_MAX = 200;

  /// Resources of a page of which nobody says how long it is.
  static final int PAGE = 100;

  /// Names that a request may list.
  static final int NAMES_MAX = 50;

  private static final String URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

  /// What one resource is looked up by.
  enum By {
    ID("id"),
    EXTERNAL_ID("externalId"),
    USER_NAME("userName");

    private final String attribute;

    By(String attribute) {
      this.attribute = attribute;
    }
  }

  record Named(By by, String text) {}

  /// @param total how many there are on all pages
  record Page(long total, List<Resource> resources) {}

  /// Whether they are told as they stand in the database.
  boolean isPlain() {
    return filter.isEmpty() && by.isEmpty();
  }

  /// Whether the filter or the order asks for the values of an attribute.
  boolean asksBy(String attribute) {
    return filter.filter(one -> asksBy(one, attribute)).isPresent()
        || by.filter(path -> path.attribute().is(attribute)).isPresent();
  }

  private static boolean asksBy(Filter filter, String attribute) {
    return switch (filter) {
      case Filter.And(Filter one, Filter other) ->
          asksBy(one, attribute) || asksBy(other, attribute);
      case Filter.Or(Filter one, Filter other) ->
          asksBy(one, attribute) || asksBy(other, attribute);
      case Filter.Not(Filter one) -> asksBy(one, attribute);
      case Filter.Present(Path path) -> path.attribute().is(attribute);
      case Filter.Among(Attribute list, Filter _) -> list.is(attribute);
      case Filter.Compare(Path path, Filter.Operator _, JsonValue _) ->
          path.attribute().is(attribute);
    };
  }

  long offset() {
    return start - 1;
  }

  /// What the filter names one resource by, if it asks for nothing else.
  Optional<Named> named() {
    return filter
        .filter(Filter.Compare.class::isInstance)
        .map(Filter.Compare.class::cast)
        .filter(one -> one.operator() == Filter.Operator.EQ)
        .flatMap(Listing::named);
  }

  private static Optional<Named> named(Filter.Compare one) {
    if (!(one.with() instanceof JsonString(String text))) {
      return Optional.empty();
    }
    for (var by : By.values()) {
      if (one.path().attribute().is(by.attribute)) {
        return Optional.of(new Named(by, text));
      }
    }
    return Optional.empty();
  }

  /// The page of some resources, of which the filter and the order choose.
  Page page(List<Resource> all) {
    var found = new ArrayList<>(all);
    filter.ifPresent(one -> found.removeIf(resource -> !one.test(resource.whole())));
    by.ifPresent(path -> found.sort(order(path)));
    var page = found.stream().skip(offset()).limit(count).toList();
    return new Page(found.size(), page);
  }

  /// Without a value one stands last.
  private Comparator<Resource> order(Path path) {
    Comparator<Resource> order =
        Comparator.comparing(
            (Resource one) -> key(path, one), Comparator.nullsLast(Comparator.naturalOrder()));
    return descending ? order.reversed() : order;
  }

  private static @Nullable String key(Path path, Resource resource) {
    return path.values(resource.whole()).stream()
        .findFirst()
        .map(value -> value instanceof JsonString(String text) ? text : value.toString())
        .map(text -> path.compared().caseExact() ? text : text.toLowerCase(Locale.ROOT))
        .orElse(null);
  }

  JsonObject told(Page page) {
    var resources =
        page.resources().stream().<JsonValue>map(one -> one.told(only, without)).toList();
    return JsonObject.of(
        "schemas", JsonArray.of(URN),
        "totalResults", page.total(),
        "startIndex", start,
        "itemsPerPage", resources.size(),
        "Resources", new JsonArray(resources));
  }

  /// All of a few things that never change.
  static JsonObject all(List<JsonObject> few) {
    return JsonObject.of(
        "schemas", JsonArray.of(URN),
        "totalResults", few.size(),
        "startIndex", 1,
        "itemsPerPage", few.size(),
        "Resources", JsonArray.of(few.toArray()));
  }
}
