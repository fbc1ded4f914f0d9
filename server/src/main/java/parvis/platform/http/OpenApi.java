package parvis.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

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
  private static final String REFUSAL = "#/components/schemas/Refusal";
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
    var told = JsonObject.builder();
    paths.forEach(told::put);
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
        "components", components());
  }

  private static JsonObject components() {
    var refusal =
        Shape.object(
            Shape.needed("errcode", Shape.line(100).says("Why, for programs")),
            Shape.needed("error", Shape.text(10_000).says("Why, for people")));
    return JsonObject.of(
        "securitySchemes", JsonObject.of(TOKEN, JsonObject.of("type", "http", "scheme", "bearer")),
        "schemas", JsonObject.of("Refusal", refusal.schema()));
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
    return JsonObject.of(
        "required", !route.allowsEmptyBody(),
        "content",
            route
                .takesType()
                .map(type -> JsonObject.of(type, JsonObject.EMPTY))
                .orElseGet(
                    () -> JsonObject.of(JSON, JsonObject.of("schema", route.takes().schema()))));
  }

  private static JsonObject answers(Route route) {
    var told = JsonObject.builder();
    var done = JsonObject.of("description", "Done");
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
    var schema = JsonObject.of("schema", JsonObject.of("$ref", REFUSAL));
    return JsonObject.of("description", why, "content", JsonObject.of(JSON, schema));
  }
}
