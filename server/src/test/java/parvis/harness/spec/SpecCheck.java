package parvis.harness.spec;

import static java.util.stream.Collectors.toCollection;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whether an answer is one that the specification allows at this method, path and status.
///
/// ```java
/// SpecCheck.check("GET", "/_matrix/client/v3/sync", 200, answer.json());
/// SpecCheck.checkEvents(answer.json());
/// ```
///
/// Paths are those of a request or the templates of routes, whatever their parameters are called. A
/// status that the specification does not list is allowed from 400 on, with a standard error. Where
/// it names error codes for a status, one of them is answered, or what any request may be told.
///
/// spec: the OpenAPI descriptions and event schemas beside client-server-api
public final class SpecCheck {
  private static final JsonMapper JSON = new JsonMapper();
  private static final SpecFiles FILES = new SpecFiles();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  /// Before the operations, which are read with it.
  private static final Pattern ERRCODE = Pattern.compile("M_[A-Z]+(_[A-Z]+)*");

  private static final List<Operation> OPERATIONS = readOperations();
  private static final Map<SpecFiles.Place, Schema> SCHEMAS = new ConcurrentHashMap<>();
  private static final Map<JsonObject, Schema> OWN = new ConcurrentHashMap<>();
  private static final String ERROR = "api/client-server/definitions/errors/error.yaml";

  /// What any operation may answer that asks for user-interactive authentication.
  private static final String ASKING = "api/client-server/definitions/auth_response.yaml";

  /// Where events have lost all but their content, on purpose.
  private static final Set<String> STRIPPED =
      Set.of("invite_state", "knock_state", "children_state", "stripped_state");

  /// Where a text that is not there is null: other suites count on the names of the fields.
  private static final Set<String> NULLS_ALLOWED = Set.of("joined_members");

  /// What any request may be told, by status: its body, its parameters or its token are wrong, it
  /// is not allowed, too large, or one too many.
  ///
  /// spec: client-server-api/#common-error-codes
  private static final Map<Integer, Set<String>> COMMON =
      Map.of(
          400,
          Set.of("M_BAD_JSON", "M_NOT_JSON", "M_MISSING_PARAM", "M_INVALID_PARAM"),
          401,
          Set.of("M_MISSING_TOKEN", "M_UNKNOWN_TOKEN"),
          403,
          Set.of("M_FORBIDDEN"),
          413,
          Set.of("M_TOO_LARGE"),
          429,
          Set.of("M_LIMIT_EXCEEDED"));

  private SpecCheck() {}

  /// Fails with everything that is wrong with this answer.
  public static void check(String method, String path, int status, JsonValue body) {
    List<String> problems = problems(method, path, status, body);
    if (problems.isEmpty()) return;
    throw new AssertionError(
        method
            + " "
            + path
            + " answered "
            + status
            + " against the specification:\n  "
            + String.join("\n  ", problems)
            + "\n"
            + body);
  }

  /// What is wrong with this answer; nothing when nothing is.
  public static List<String> problems(String method, String path, int status, JsonValue body) {
    Optional<Operation> operation = operation(method, path);
    if (operation.isEmpty()) return List.of("the specification has no such method and path");
    JsonNode tree = tree(body);
    if (NULLS_ALLOWED.contains(path.substring(path.lastIndexOf('/') + 1))) dropNulls(tree);
    return problems(operation.get(), status, tree);
  }

  /// What is wrong with an answer by a schema of one's own.
  public static List<String> problems(JsonObject schema, JsonValue body) {
    return OWN
        .computeIfAbsent(schema, one -> REGISTRY.getSchema(tree(single(one))))
        .validate(tree(body))
        .stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .distinct()
        .toList();
  }

  /// The same schema where each has one type: the validator reads bounds beside no list of them.
  private static JsonValue single(JsonValue schema) {
    return switch (schema) {
      case JsonArray list -> JsonArray.of(list.values().stream().map(SpecCheck::single).toArray());
      case JsonObject one -> {
        var plain = JsonObject.builder();
        one.entries().forEach(entry -> plain.put(entry.name(), single(entry.value())));
        var built = plain.build();
        yield built.get("type") instanceof JsonArray types
            ? JsonObject.of(
                "anyOf",
                JsonArray.of(
                    types.values().stream().map(type -> built.with("type", type)).toArray()))
            : built;
      }
      default -> schema;
    };
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) object.removeIf(JsonNode::isNull);
    node.forEach(SpecCheck::dropNulls);
  }

  static List<String> problems(Operation operation, int status, JsonNode body) {
    Operation.Response response = operation.responses().get(status);
    if (response == null) {
      if (status < 400) return List.of("the specification does not know this status here");
      boolean asks = status == 401 && body.has("flows");
      return problems(FILES.whole(asks ? ASKING : ERROR), body);
    }
    List<String> problems = new ArrayList<>();
    response
        .schema()
        .map(schema -> problems(new SpecFiles.Place(response.file(), "", schema), body))
        .ifPresent(problems::addAll);
    if (status >= 400 && !body.has("flows")) {
      errcodeProblem(response, status, body.path("errcode").asString("")).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> errcodeProblem(
      Operation.Response response, int status, String errcode) {
    Set<String> named = response.errcodes();
    boolean fits =
        named.isEmpty()
            || named.contains(errcode)
            || COMMON.getOrDefault(status, Set.of()).contains(errcode);
    return fits
        ? Optional.empty()
        : Optional.of("errcode is " + errcode + ", the specification names " + named);
  }

  /// The error codes that a response names, in its description or its examples.
  private static Set<String> errcodes(SpecFiles.Place place) {
    String description = place.node().path("description").asString("");
    JsonNode examples = place.node().path("content").path("application/json").path("examples");
    Matcher codes = ERRCODE.matcher(description + " " + FILES.example(place.file(), examples));
    return codes.results().map(MatchResult::group).collect(toCollection(TreeSet::new));
  }

  /// Looks for the properties of an operation's success that these answers fill.
  public static void look(Branches branches, Operation operation, List<JsonValue> bodies) {
    Operation.Response response = operation.responses().get(200);
    if (response == null || response.schema().isEmpty()) return;
    var schema = new SpecFiles.Place(response.file(), "", response.schema().get());
    String name = operation.method() + " " + operation.path() + " ";
    branches.look(schema, bodies.stream().map(SpecCheck::tree).toList(), name);
  }

  public static Branches branches() {
    return new Branches(FILES);
  }

  /// The operation of the specification at this path; the empty last parameter may be left out.
  public static Optional<Operation> operation(String method, String path) {
    int query = path.indexOf('?');
    String plain = query < 0 ? path : path.substring(0, query);
    return fitting(method, plain).or(() -> fitting(method, plain + "/"));
  }

  private static Optional<Operation> fitting(String method, String path) {
    return OPERATIONS.stream()
        .filter(operation -> operation.method().equals(method) && operation.fit(path) >= 0)
        .max(Comparator.comparingInt(operation -> operation.fit(path)));
  }

  /// All methods and paths of the client-server API.
  public static List<Operation> operations() {
    return OPERATIONS;
  }

  /// Fails when an event anywhere inside an answer does not follow the schema of its type.
  public static void checkEvents(JsonValue body) {
    List<String> problems = new ArrayList<>();
    walk(tree(body), problems);
    if (!problems.isEmpty()) throw new AssertionError(String.join("\n", problems) + "\n" + body);
  }

  private static void walk(JsonNode node, List<String> problems) {
    if (node.isObject() && node.path("type").isString() && node.path("content").isObject()) {
      eventProblems(node)
          .forEach(problem -> problems.add(node.get("type").asString() + ": " + problem));
    }
    node.forEachEntry(
        (name, inner) -> {
          if (!STRIPPED.contains(name)) walk(inner, problems);
        });
    if (node.isArray()) node.forEach(inner -> walk(inner, problems));
  }

  /// What is wrong with an event of a described type; a redacted event has lost what its schema
  /// wants.
  static List<String> eventProblems(JsonNode event) {
    if (event.path("unsigned").has("redacted_because")) return List.of();
    String type = event.path("type").asString();
    String messageType = event.path("content").path("msgtype").asString("");
    String special = "event-schemas/schema/" + type + "$" + messageType + ".yaml";
    String general = "event-schemas/schema/" + type + ".yaml";
    String file = FILES.has(special) ? special : general;
    if (!FILES.has(file)) return List.of();
    return problems(FILES.whole(file), withRoom(event));
  }

  /// Inside an answer an event's room is often said by its place.
  private static JsonNode withRoom(JsonNode event) {
    if (!(event instanceof ObjectNode object) || object.has("room_id")) return event;
    ObjectNode copy = object.deepCopy();
    if (copy.has("event_id")) copy.put("room_id", "!said-by-its-place:example.org");
    return copy;
  }

  private static List<String> problems(SpecFiles.Place place, JsonNode body) {
    Schema schema =
        SCHEMAS.computeIfAbsent(place, one -> REGISTRY.getSchema(Bundle.of(FILES, one)));
    return schema.validate(body).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .distinct()
        .toList();
  }

  static JsonNode tree(JsonValue value) {
    return JSON.readTree(JsonWriter.write(value));
  }

  static JsonNode example(Path file, JsonNode node) {
    return FILES.example(file, node);
  }

  static List<Path> files(String folder) {
    return FILES.in(folder);
  }

  static SpecFiles.Place file(Path file) {
    return FILES.whole(file);
  }

  private static List<Operation> readOperations() {
    List<Operation> operations = new ArrayList<>();
    for (Path file : FILES.in("api/client-server")) {
      JsonNode api = FILES.whole(file).node();
      String base = api.at("/servers/0/variables/basePath/default").asString();
      api.path("paths")
          .forEachEntry(
              (path, methods) ->
                  methods.forEachEntry(
                      (method, node) ->
                          readOperation(file, method, base + path.strip(), node)
                              .ifPresent(operations::add)));
    }
    return List.copyOf(operations);
  }

  private static Optional<Operation> readOperation(
      Path file, String method, String path, JsonNode node) {
    if (!node.has("responses")) return Optional.empty();
    Map<Integer, Operation.Response> responses = new TreeMap<>();
    node.get("responses")
        .forEachEntry(
            (status, response) -> {
              SpecFiles.Place place = FILES.resolved(file, response);
              Map<String, JsonNode> content = new TreeMap<>();
              @Nullable JsonNode types = place.node().get("content");
              if (types != null) types.forEachEntry(content::put);
              responses.put(
                  Integer.valueOf(status),
                  new Operation.Response(place.file(), content, errcodes(place)));
            });
    SpecFiles.Place request = FILES.resolved(file, node.path("requestBody"));
    JsonNode schema = request.node().path("content").path("application/json").path("schema");
    Map<String, String> fields = new TreeMap<>();
    readFields(request.file(), schema, fields);
    List<String> wrong =
        schema.isMissingNode()
            ? List.of()
            : new Wrongs(FILES).of(FILES.resolved(request.file(), schema));
    List<String> queries = new ArrayList<>();
    for (JsonNode parameter : node.path("parameters")) {
      JsonNode place = FILES.resolved(file, parameter).node();
      if (place.path("in").asString().equals("query")) queries.add(place.path("name").asString());
    }
    return Optional.of(
        new Operation(method.toUpperCase(Locale.ROOT), path, responses, fields, queries, wrong));
  }

  private static void readFields(Path file, JsonNode schema, Map<String, String> fields) {
    SpecFiles.Place place = FILES.resolved(file, schema);
    place.node().path("allOf").forEach(part -> readFields(place.file(), part, fields));
    JsonNode properties = place.node().path("properties");
    for (String name : properties.propertyNames()) {
      fields.put(name, type(FILES.resolved(place.file(), properties.get(name))));
    }
  }

  /// Its own or that of its first part; empty where there are several.
  private static String type(SpecFiles.Place field) {
    JsonNode type = field.node().path("type");
    JsonNode part = field.node().path("allOf").path(0);
    if (type.isMissingNode() && !part.isMissingNode()) {
      return type(FILES.resolved(field.file(), part));
    }
    return type.isString() ? type.asString() : "";
  }
}
