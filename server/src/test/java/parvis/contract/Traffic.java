package parvis.contract;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Photograph;
import parvis.harness.World;
import parvis.harness.spec.SpecCheck;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// Requests to a running server, every answer of which is held against the specification.
///
/// What is wrong is noted and not thrown, so that one run tells everything.
final class Traffic {
  static final int UPLOAD_BYTES_MAX = 300_000;
  static final int UPLOAD_BYTES_TOTAL = 500_000;

  /// What scripts that make accounts know.
  static final String SECRET = "scripts know this and nobody else does";

  private final World world;
  private final List<Route> routes;
  private final Map<String, Set<Integer>> statuses = new TreeMap<>();
  private final Map<String, Set<String>> errcodes = new TreeMap<>();
  private final Map<String, List<JsonValue>> bodies = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private int requests;
  private JsonObject paths = JsonObject.EMPTY;
  private JsonObject components = JsonObject.EMPTY;

  /// A request as it was sent.
  record Asked(Client who, String method, String path, String type, byte[] body) {
    Answer send() {
      return method.equals("GET")
          ? who.send(who.request(path).method(method, BodyPublishers.noBody()).build())
          : who.send(method, path, type, body);
    }
  }

  Traffic(World world) {
    this.world = world;
    this.routes = world.parvis().routes();
  }

  /// All parts of the story, told to a new server.
  static Traffic played(World world) {
    Traffic traffic = new Traffic(world);
    new AccountPart(traffic).play();
    new RoomPart(traffic).play();
    new SyncPart(traffic).play();
    new KeysPart(traffic).play();
    new PushPart(traffic).play();
    new MediaPart(traffic).play();
    new SearchPart(traffic).play();
    new CodesPart(traffic).play();
    new ApplicationsPart(traffic).play();
    new ServicesPart(traffic).play();
    new AdminPart(traffic).play();
    new TasksPart(traffic).play();
    new DecisionsPart(traffic).play();
    new ShelvesPart(traffic).play();
    new OrganisationsPart(traffic).play();
    new SpacesPart(traffic).play();
    new ArrivalsPart(traffic).play();
    new ScimPart(traffic).play();
    new PilotsPart(traffic).play();
    new BesidePart(traffic).play();
    new AdministeredPart(traffic).play();
    new MailPart(traffic).play();
    new SignInPart(traffic).play();
    new MailboxesPart(traffic).play();
    new ProvidersPart(traffic).play();
    new CopiesPart(traffic).play();
    new FactorsPart(traffic).play();
    return traffic;
  }

  /// The server that the parts are made for: its uploads are small.
  static World world(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("PARVIS_TURN_ADDRESSES", "turn:turn.example?transport=udp");
    all.put("PARVIS_TURN_SECRET", "calls know this");
    all.put("PARVIS_UPLOAD_BYTES_MAX", String.valueOf(UPLOAD_BYTES_MAX));
    all.put("PARVIS_UPLOAD_BYTES_TOTAL", String.valueOf(UPLOAD_BYTES_TOTAL));
    all.put("PARVIS_PRESENCE", "on");
    all.put("PARVIS_APPLICATION_SERVICES", ServicesPart.folder().toString());
    all.put("PARVIS_LINK_PREVIEWS", "on");
    all.put("PARVIS_LINK_PREVIEW_PORTS", "any");
    all.put("PARVIS_REACHABLE_NETWORKS", "127.0.0.1/32");
    all.putIfAbsent("PARVIS_HEIC_CONVERTER", Photograph.converter().toString());
    all.putIfAbsent("PARVIS_REGISTRATION_SECRET", SECRET);
    all.putIfAbsent("PARVIS_SUPPORT_MAIL", "aide@parvis.example");
    all.putIfAbsent("PARVIS_POLICY_SERVER_KEY", "6yhHGKhCiXTSEN2ksjV7kX+N6rBQZ3Xb+M7LlC6NS+s");
    all.putIfAbsent("PARVIS_SUPPORT_PAGE", "https://aide.parvis.example");
    return World.start(all);
  }

  World world() {
    return world;
  }

  List<Route> routes() {
    return routes;
  }

  List<String> problems() {
    return problems;
  }

  /// Everything asked so far.
  List<Asked> asked() {
    return asked;
  }

  int requests() {
    return requests;
  }

  /// A route as it is written in tables: its method and its path.
  static String name(Route route) {
    return route.method() + " " + route.path();
  }

  /// The statuses that a route has answered.
  Set<Integer> statuses(Route route) {
    return statuses.getOrDefault(name(route), Set.of());
  }

  /// The error codes that a route has answered, each with its status.
  Set<String> errcodes(Route route) {
    return errcodes.getOrDefault(name(route), Set.of());
  }

  /// The bodies of a route's successes.
  List<JsonValue> successes(Route route) {
    return bodies.getOrDefault(name(route), List.of());
  }

  Answer get(Client who, String path) {
    return ask(200, who, "GET", path, JsonObject.EMPTY);
  }

  Answer put(Client who, String path, Object... fields) {
    return ask(200, who, "PUT", path, JsonObject.of(fields));
  }

  Answer post(Client who, String path, Object... fields) {
    return ask(200, who, "POST", path, JsonObject.of(fields));
  }

  Answer delete(Client who, String path) {
    return ask(200, who, "DELETE", path, JsonObject.EMPTY);
  }

  /// Asks and expects this status.
  Answer ask(int expected, Client who, String method, String path, JsonObject body) {
    if (method.equals("GET")) return raw(expected, who, method, path, "", new byte[0]);
    return raw(expected, who, method, path, "application/json", JsonWriter.write(body));
  }

  /// The same with any bytes.
  Answer raw(int expected, Client who, String method, String path, String type, byte[] body) {
    Asked request = new Asked(who, method, path, type, body);
    asked.add(request);
    Answer answer = request.send();
    String what = method + " " + path + " → " + answer.status();
    if (answer.status() != expected) {
      problems.add(what + ", expected " + expected + ": " + shortened(answer));
    }
    judge(what, method, path, answer);
    if (answer.status() < 300 && type.equals("application/json")) judgeAsked(what, request);
    return answer;
  }

  /// What is taken is what was told to be taken.
  private void judgeAsked(String what, Asked request) {
    Optional<JsonObject> schema =
        route(request.method(), request.path())
            .flatMap(this::described)
            .flatMap(operation -> operation.object("requestBody"))
            .flatMap(this::schema);
    if (schema.isEmpty() || request.body().length == 0) return;
    try {
      JsonValue body = JsonReader.read(request.body(), JsonLimits.REQUEST);
      for (String problem : SpecCheck.problems(schema.get(), body)) {
        problems.add(what + ": taken and not as described: " + problem);
      }
    } catch (JsonRefused e) {
      problems.add(what + ": taken and not JSON");
    }
  }

  /// Whether it is our fault, and not that of others who were asked, or what is not served.
  static boolean isFault(Answer answer) {
    return answer.status() >= 500 && !List.of(501, 502, 504).contains(answer.status());
  }

  private static String shortened(Answer answer) {
    String text = answer.text();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  /// Holds an answer against what every answer and what this one must be.
  void judge(String asked, String method, String path, Answer answer) {
    requests++;
    if (!answer.header("Access-Control-Allow-Origin").equals("*")) {
      problems.add(asked + ": no Access-Control-Allow-Origin");
    }
    Optional<Route> route = route(method, path);
    if (route.isEmpty()) {
      problems.add(asked + ": no such route in the table");
      return;
    }
    statuses.computeIfAbsent(name(route.get()), _ -> new TreeSet<>()).add(answer.status());
    if (isFault(answer)) problems.add(asked + shortened(answer));
    boolean json = answer.header("Content-Type").startsWith("application/json");
    if (!json && answer.status() < 400) {
      if (SpecCheck.operation(method, path).filter(o -> o.answersJson(answer.status())).isPresent())
        problems.add(asked + ": not JSON: " + shortened(answer));
      return;
    }
    try {
      judge(asked, route.get(), answer, JsonReader.read(answer.bytes(), JsonLimits.REQUEST));
    } catch (JsonRefused e) {
      problems.add(asked + ": not JSON: " + shortened(answer));
    }
  }

  /// A whole event passes for a content too, so the choice of exactly one that the specification
  /// offers for `format` is never met; the event is still checked as one.
  private void judge(String asked, Route route, Answer answer, JsonValue body) {
    if (answer.status() < 400) {
      bodies.computeIfAbsent(name(route), _ -> new ArrayList<>()).add(body);
    } else {
      String errcode = answer.status() + " " + answer.errcode();
      errcodes.computeIfAbsent(name(route), _ -> new TreeSet<>()).add(errcode);
    }
    if (SpecCheck.operation(route.method(), route.path()).isPresent()
        && !asked.contains("?format=event")) {
      for (String problem :
          SpecCheck.problems(route.method(), route.path(), answer.status(), body)) {
        problems.add(asked + ": " + problem + " in " + shortened(answer));
      }
    }
    if (answer.status() == 200) {
      described(route)
          .flatMap(operation -> operation.object("responses"))
          .flatMap(responses -> responses.object("200"))
          .flatMap(this::schema)
          .ifPresent(told -> judgeTold(asked, told, answer, body));
    }
    if (answer.status() < 400) {
      try {
        SpecCheck.checkEvents(body);
      } catch (AssertionError e) {
        problems.add(asked + ": an event: " + String.valueOf(e.getMessage()));
      }
    }
  }

  private void judgeTold(String asked, JsonObject told, Answer answer, JsonValue body) {
    for (String problem : SpecCheck.problems(told, body)) {
      problems.add(asked + ": not as described: " + problem + " in " + shortened(answer));
    }
    new Untold(components.object("schemas").orElseThrow())
        .of(told, body)
        .distinct()
        .forEach(field -> problems.add(asked + ": not told of: " + field));
  }

  /// What the server itself says of a route.
  private Optional<JsonObject> described(Route route) {
    if (paths.isEmpty()) {
      var told = world.stranger().get("/api/v1/openapi.json").ok().json();
      paths = told.object("paths").orElseThrow();
      components = told.object("components").orElseThrow();
    }
    return paths
        .object(route.path())
        .flatMap(path -> path.object(route.method().toLowerCase(Locale.ROOT)));
  }

  private Optional<JsonObject> schema(JsonObject told) {
    return told.object("content")
        .flatMap(content -> content.object("application/json"))
        .flatMap(json -> json.object("schema"))
        .map(schema -> schema.with("components", components));
  }

  /// The route that a request reaches: of those that fit, the one with the most fixed segments.
  Optional<Route> route(String method, String path) {
    String[] asked = segments(path.split("\\?", 2)[0]);
    return routes.stream()
        .filter(route -> route.method().equals(method) && fit(route, asked) >= 0)
        .max(Comparator.comparingInt(route -> fit(route, asked)));
  }

  private static int fit(Route route, String[] asked) {
    String[] mine = segments(route.path());
    boolean optional = mine[mine.length - 1].endsWith("?}");
    if (asked.length != mine.length && !(optional && asked.length == mine.length - 1)) return -1;
    int same = 0;
    for (int i = 0; i < asked.length; i++) {
      if (mine[i].equals(asked[i])) same++;
      else if (!mine[i].startsWith("{")) return -1;
    }
    return same;
  }

  private static String[] segments(String path) {
    return path.split("/", -1);
  }

  /// A part of the story; when it breaks off, that is noted and the others go on.
  void part(String name, Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | AssertionError e) {
      problems.add(name + " broke off: " + e + " at " + where(e));
    }
  }

  private static String where(Throwable e) {
    for (StackTraceElement element : e.getStackTrace()) {
      if (element.getClassName().startsWith("parvis.contract")
          && !element.getClassName().endsWith("Traffic")) {
        return element.toString();
      }
    }
    return "?";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
