package parvis.contract;

import static parvis.harness.Client.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import parvis.harness.Client;
import parvis.harness.spec.Operation;
import parvis.harness.spec.SpecCheck;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// Makes wrong requests of right ones: by somebody else, about something else, with another body,
/// by the names that the specification has for fields and queries.
///
/// A right request that is wrong in one place gets further than one that is wrong everywhere: half
/// of it may have been done before the rest is refused.
final class Mutation {
  private static final String LONG = Refusals.noise(70_000);
  private static final String VERY_LONG = "x".repeat(1_000_000);

  private static final List<String> BODIES =
      List.of(
          "", "{", "[]", "\"x\"", "{\"a\":1,\"a\":2}", "[".repeat(10_000), "\u0000", "{\"a\":1e9}");

  private static final List<String> WORDS =
      List.of(
          "word",
          "%00",
          "%F0%9F%8C%B3",
          "..",
          Refusals.noise(300),
          Refusals.noise(5_000),
          segment("!absent:parvis.example"),
          segment("#absent:parvis.example"),
          segment("@absent:parvis.example"),
          segment("@somebody:elsewhere.example"),
          segment("$absent"),
          "m.room.power_levels",
          "m.room.create",
          "m.fully_read");

  private static final List<String> QUERIES =
      List.of(
          "limit=-1",
          "limit=x",
          "dir=x",
          "from=x",
          "since=x",
          "filter=x",
          "filter=%7B%22room%22%3A7%7D",
          "before=absent",
          "after=absent",
          "kind=guest",
          "filename=%00",
          "filename=" + Refusals.noise(300),
          "server_name=%00",
          "timeout_ms=x",
          "user_id=%40absent%3Aparvis.example");

  private final Random random;
  private final Traffic traffic;
  private final List<Client> people = new ArrayList<>();
  private final Map<String, List<String>> words = new TreeMap<>();
  private final List<JsonValue> values = new ArrayList<>();

  /// @param strangers more people who ask, such as one whose token has expired
  Mutation(Random random, Traffic traffic, List<Client> strangers) {
    this.random = random;
    this.traffic = traffic;
    Client stranger = traffic.world().stranger();
    people.add(stranger);
    people.add(stranger.signedIn("", "", "unknown"));
    people.addAll(strangers);
    values.addAll(
        JsonArray.of(
                null,
                true,
                -1L,
                9_007_199_254_740_993L,
                "",
                "x",
                "\u0000",
                "a\u202eb",
                LONG,
                VERY_LONG)
            .values());
    values.addAll(
        JsonArray.of(JsonObject.EMPTY, JsonObject.of("x", 1L), JsonArray.EMPTY, "$absent")
            .values());
    values.add(JsonReader.read(Traffic.bytes("1.5"), JsonLimits.REQUEST));
    traffic.asked().forEach(this::remember);
  }

  private void remember(Traffic.Asked asked) {
    if (!people.contains(asked.who())) people.add(asked.who());
    if (!asked.who().user().isEmpty()) values.add(JsonValue.of(asked.who().user()));
    String[] segments = segments(asked.path());
    parameters(asked)
        .forEach(
            (at, name) ->
                words.computeIfAbsent(name, _ -> new ArrayList<>(WORDS)).add(segments[at]));
  }

  private static String[] segments(String path) {
    return path.split("\\?", 2)[0].split("/", -1);
  }

  /// The parameters of a request's path, by their places.
  private Map<Integer, String> parameters(Traffic.Asked asked) {
    Map<Integer, String> parameters = new TreeMap<>();
    Optional<Route> route = traffic.route(asked.method(), asked.path());
    String[] names = segments(route.map(Route::path).orElse(""));
    for (int i = 0; i < Math.min(names.length, segments(asked.path()).length); i++)
      if (names[i].startsWith("{")) parameters.put(i, names[i]);
    return parameters;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// One to three things are changed.
  Traffic.Asked of(Traffic.Asked right) {
    List<UnaryOperator<Traffic.Asked>> ways =
        List.of(
            this::body,
            this::body,
            this::body,
            this::person,
            this::person,
            this::path,
            this::query);
    Traffic.Asked asked = right;
    for (int i = random.nextInt(4); i < 4; i += 2) asked = any(ways).apply(asked);
    return asked;
  }

  private Traffic.Asked person(Traffic.Asked asked) {
    return new Traffic.Asked(any(people), asked.method(), asked.path(), asked.type(), asked.body());
  }

  private Traffic.Asked at(Traffic.Asked asked, String path) {
    return new Traffic.Asked(asked.who(), asked.method(), path, asked.type(), asked.body());
  }

  private Traffic.Asked path(Traffic.Asked asked) {
    Map<Integer, String> parameters = parameters(asked);
    if (parameters.isEmpty()) return asked;
    int at = any(List.copyOf(parameters.keySet()));
    String[] segments = segments(asked.path());
    segments[at] = any(words.getOrDefault(parameters.get(at), WORDS));
    int query = asked.path().indexOf('?');
    return at(asked, String.join("/", segments) + (query < 0 ? "" : asked.path().substring(query)));
  }

  private Traffic.Asked query(Traffic.Asked asked) {
    String[] parts = asked.path().split("\\?", 2);
    if (parts.length == 1 && random.nextBoolean()) return at(asked, parts[0] + "?" + named(asked));
    if (parts.length == 1 || random.nextBoolean()) return at(asked, parts[0] + "?" + any(QUERIES));
    List<String> fields = new ArrayList<>(Arrays.asList(parts[1].split("&", -1)));
    int one = random.nextInt(fields.size());
    if (random.nextInt(3) == 0) fields.add(named(asked));
    else if (random.nextBoolean()) fields.remove(one);
    else fields.set(one, fields.get(one).replaceFirst("=.*", "=" + any(WORDS)));
    return at(asked, parts[0] + "?" + String.join("&", fields));
  }

  /// A query that the operation knows, with something that it may not.
  private String named(Traffic.Asked asked) {
    List<String> queries = operation(asked).map(Operation::queries).orElse(List.of());
    return (queries.isEmpty() ? "x" : any(queries)) + "=" + any(WORDS);
  }

  private Optional<Operation> operation(Traffic.Asked asked) {
    return traffic
        .route(asked.method(), asked.path())
        .flatMap(route -> SpecCheck.operation(route.method(), route.path()));
  }

  private Traffic.Asked body(Traffic.Asked asked) {
    if (asked.method().equals("GET") || !asked.type().equals("application/json")) return asked;
    byte[] body =
        switch (random.nextInt(10)) {
          case 0 -> Traffic.bytes(any(BODIES));
          case 1 -> spoiled(asked.body());
          case 2 -> widened(asked);
          case 3 -> wrongInside(asked);
          default -> changed(asked.body());
        };
    return new Traffic.Asked(asked.who(), asked.method(), asked.path(), asked.type(), body);
  }

  /// No JSON any more: a byte that is no UTF-8, a number beyond all bounds, or the half of it.
  private byte[] spoiled(byte[] body) {
    if (body.length < 2) return new byte[] {'{', (byte) 0xff, '}'};
    byte[] spoiled = body.clone();
    int at = random.nextInt(body.length);
    switch (random.nextInt(3)) {
      case 0 -> spoiled[at] = (byte) random.nextInt(0x80, 0x100);
      case 1 -> {
        String text = new String(body, StandardCharsets.UTF_8);
        String huge = any(List.of("1e400", "99999999999999999999", "-0", "1.5", "00"));
        return Traffic.bytes(text.replaceFirst(":[^,{}\\[\\]]*", ":" + huge));
      }
      default -> {
        return Arrays.copyOf(body, at);
      }
    }
    return spoiled;
  }

  /// One more field, of those that the operation knows.
  private byte[] widened(Traffic.Asked asked) {
    List<String> fields =
        operation(asked).map(known -> List.copyOf(known.fields().keySet())).orElse(List.of());
    try {
      return fields.isEmpty()
              || !(JsonReader.read(asked.body(), JsonLimits.REQUEST) instanceof JsonObject object)
          ? asked.body()
          : JsonWriter.write(object.with(any(fields), any(values)));
    } catch (JsonRefused e) {
      return asked.body();
    }
  }

  /// As the schema says, but in one place inside.
  private byte[] wrongInside(Traffic.Asked asked) {
    List<String> wrong = operation(asked).map(Operation::wrongBodies).orElse(List.of());
    return wrong.isEmpty() ? widened(asked) : Traffic.bytes(any(wrong));
  }

  private byte[] changed(byte[] body) {
    try {
      return JsonWriter.write(changed(JsonReader.read(body, JsonLimits.REQUEST)));
    } catch (JsonRefused e) {
      return body;
    }
  }

  private JsonValue changed(JsonValue value) {
    return switch (value) {
      case JsonObject object when random.nextInt(5) > 0 -> changed(object);
      case JsonArray(List<JsonValue> old) when !old.isEmpty() && random.nextInt(5) > 0 -> {
        List<JsonValue> elements = new ArrayList<>(old);
        int at = random.nextInt(elements.size());
        elements.set(at, changed(elements.get(at)));
        yield new JsonArray(elements);
      }
      case JsonValue _ -> any(values);
    };
  }

  private JsonObject changed(JsonObject object) {
    int way = random.nextInt(6);
    if (object.isEmpty() || way == 0) return object.with(any(NAMES), any(values));
    String name = any(object.keys());
    JsonValue old = object.get(name);
    return way == 1
        ? object.without(name)
        : object.with(name, changed(old == null ? JsonNull.NULL : old));
  }

  /// Fields that many bodies have.
  private static final List<String> NAMES =
      List.of(
          "reason",
          "user_id",
          "device_id",
          "membership",
          "m.relates_to",
          "users",
          "room_version",
          "invite",
          "initial_state",
          "\u0000",
          "x");
}
