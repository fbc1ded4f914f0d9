package parvis.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The house's own interface, told to programs, from the tables of its routes: nothing of it is
/// written twice.
/// spec: OpenAPI 3.1.1
final class OpenApi {
  /// What is told: the rest is Matrix, or of the operator's tools, and told elsewhere.
  static final String PREFIX = "/api/v1/";

  /// Where it is served.
  static final String PATH = PREFIX + "openapi.json";

  private static final String JSON = "application/json";
  private static final String TOKEN = "token";
  private static final String DESCRIPTION = "description";
  private static final String REFERENCE = "$ref";
  private static final String SCHEMAS = "#/components/schemas/";
  private static final Pattern NAME = Pattern.compile("\\{([A-Za-z]+)\\??}");

  private OpenApi() {}

  /// All routes below [#PREFIX].
  static JsonObject document(List<Route> routes) {
    var paths = new TreeMap<String, JsonObject>();
    for (var route : routes) {
      if (route.path().startsWith(PREFIX)) {
        var path = NAME.matcher(route.path()).replaceAll("{$1}");
        var methods = paths.getOrDefault(path, JsonObject.EMPTY);
        paths.put(path, methods.with(route.method().toLowerCase(Locale.ROOT), operation(route)));
      }
    }
    var named = new TreeMap<String, JsonObject>();
    var told = JsonObject.builder();
    paths.forEach((path, methods) -> told.put(path, once(methods, named)));
    return JsonObject.of(
        "openapi", "3.1.1",
        "info",
            JsonObject.of(
                "title", "Parvis",
                "version", "1",
                "summary", "What Parvis has beside Matrix",
                "license", JsonObject.of("name", "Apache-2.0", "identifier", "Apache-2.0")),
        "servers", JsonArray.of(JsonObject.of("url", "/")),
        "security", JsonArray.of(JsonObject.of(TOKEN, JsonArray.EMPTY)),
        "paths", told.build(),
        "components", components(named));
  }

  private static JsonObject components(SortedMap<String, JsonObject> named) {
    var refusal =
        Shape.object(
            Shape.needed("errcode", Shape.line(100).says("Why, for programs")),
            Shape.needed("error", Shape.text(10_000).says("Why, for people")));
    named.put("Refusal", refusal.schema());
    var schemas = JsonObject.builder();
    named.forEach(schemas::put);
    return JsonObject.of(
        "securitySchemes", JsonObject.of(TOKEN, JsonObject.of("type", "http", "scheme", "bearer")),
        "schemas", schemas.build());
  }

  /// The same, in which what has a name is told by it alone.
  ///
  /// @param named learns what is told under which name
  private static JsonValue once(JsonValue told, SortedMap<String, JsonObject> named) {
    return switch (told) {
      case JsonArray list ->
          JsonArray.of(list.values().stream().map(one -> once(one, named)).toArray());
      case JsonObject one -> {
        var plain = JsonObject.builder();
        one.entries().stream()
            .filter(entry -> !isName(entry.name(), entry.value()))
            .forEach(entry -> plain.put(entry.name(), once(entry.value(), named)));
        var name = one.string(Shape.NAME);
        yield name.isEmpty() ? plain.build() : reference(name.get(), plain.build(), named);
      }
      default -> told;
    };
  }

  /// A field that is called so is an object.
  private static boolean isName(String name, JsonValue value) {
    return name.equals(Shape.NAME) && !(value instanceof JsonObject);
  }

  /// What it means where it stands is told there.
  private static JsonObject reference(
      String name, JsonObject told, SortedMap<String, JsonObject> named) {
    var means = told.string(DESCRIPTION);
    var whole = JsonObject.builder();
    told.entries().stream()
        .filter(entry -> !entry.name().equals(DESCRIPTION))
        .forEach(entry -> whole.put(entry.name(), entry.value()));
    var schema = whole.build();
    var other = named.put(name, schema);
    if (other != null && !other.equals(schema)) {
      throw new IllegalStateException("two shapes are called " + name);
    }
    var reference = JsonObject.of(REFERENCE, SCHEMAS + name);
    return means.map(text -> reference.with(DESCRIPTION, text)).orElse(reference);
  }

  private static JsonObject operation(Route route) {
    var told =
        JsonObject.builder()
            .put("operationId", name(route))
            .put("summary", route.title())
            .put("tags", JsonArray.of(segments(route).getFirst()));
    if (!route.needsToken()) {
      told.put("security", JsonArray.EMPTY);
    }
    var parameters = parameters(route);
    if (!parameters.isEmpty()) {
      told.put("parameters", JsonArray.of(parameters.toArray()));
    }
    if (route.readsBody()) {
      told.put("requestBody", body(route));
    }
    return told.put("responses", answers(route)).build();
  }

  /// The segments of its path that are no names.
  private static List<String> segments(Route route) {
    return List.of(route.path().substring(PREFIX.length()).split("/")).stream()
        .map(segment -> NAME.matcher(segment).replaceAll("by_$1").replace(".", "_"))
        .toList();
  }

  private static String name(Route route) {
    return route.method().toLowerCase(Locale.ROOT)
        + segments(route).stream().map(part -> "_" + part).collect(Collectors.joining());
  }

  private static List<JsonObject> parameters(Route route) {
    var parameters = new ArrayList<JsonObject>();
    var names = NAME.matcher(route.path());
    while (names.find()) {
      parameters.add(
          JsonObject.of(
              "name",
              names.group(1),
              "in",
              "path",
              "required",
              true,
              "schema",
              Shape.line(255).schema()));
    }
    for (var asked : route.asks()) {
      parameters.add(
          JsonObject.of(
              "name", asked.name(),
              "in", "query",
              "required", asked.needed(),
              "schema", asked.shape().schema()));
    }
    return parameters;
  }

  private static JsonObject body(Route route) {
    var schema = JsonObject.of("schema", route.takes().schema());
    var content =
        route
            .takesType()
            .map(type -> JsonObject.of(type, type.equals(Route.FORM) ? schema : JsonObject.EMPTY))
            .orElseGet(() -> JsonObject.of(JSON, schema));
    return JsonObject.of("required", !route.allowsEmptyBody(), "content", content);
  }

  private static JsonObject answers(Route route) {
    var told = JsonObject.builder();
    var done = JsonObject.of(DESCRIPTION, "Done");
    var content =
        route
            .answersType()
            .map(type -> JsonObject.of(type, JsonObject.EMPTY))
            .or(
                () ->
                    route
                        .answers()
                        .map(
                            shape -> JsonObject.of(JSON, JsonObject.of("schema", shape.schema()))));
    told.put("200", content.map(one -> done.with("content", one)).orElse(done));
    if (route.needsToken()) {
      told.put("401", refused("Nobody is signed in"));
    }
    told.put("429", refused("Too much at once: it says when to come back"));
    return told.put("4XX", refused("It is refused, and nothing is changed")).build();
  }

  private static JsonObject refused(String why) {
    var schema = JsonObject.of("schema", JsonObject.of(REFERENCE, SCHEMAS + "Refusal"));
    return JsonObject.of(DESCRIPTION, why, "content", JsonObject.of(JSON, schema));
  }
}
