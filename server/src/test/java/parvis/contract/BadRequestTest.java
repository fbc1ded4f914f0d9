package parvis.contract;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.harness.spec.Operation;
import parvis.harness.spec.SpecCheck;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What every route answers to requests that are wrong: an error that says so, never a fault.
final class BadRequestTest {
  static final int TOO_LARGE_BYTES = 2_100_000;

  /// Requests that are wrong inside, of all operations.
  private static final int WRONG_INSIDE_LEAST = 300;

  private static final String DEVICE = "DELETE /_matrix/client/v3/devices/{deviceId}";

  /// Routes that refuse before they read a body, or read none, and why. One that removes something
  /// has none, but for a device's, which says who removes it.
  private static final Map<String, String> UNREAD =
      Map.ofEntries(
          entry("POST /_matrix/client/v3/auth/{stage}/fallback/web", "reads a form"),
          entry("POST /_matrix/client/v3/rooms/{roomId}/forget", "has no body"),
          entry("POST /_matrix/client/unstable/org.matrix.msc4108/rendezvous", "reads plain text"),
          entry(
              "PUT /_matrix/client/unstable/org.matrix.msc4108/rendezvous/{sessionId}",
              "reads plain text"),
          entry("POST /_matrix/media/v1/create", "has no body"),
          entry("POST /_synapse/admin/v1/purge_media_cache", "has no body"),
          entry("POST /_synapse/admin/v1/deactivate/{userId}", "nobody does it to themselves"),
          entry("POST /_synapse/admin/v1/register", "without a secret there is no such door"),
          entry("POST /_synapse/admin/v1/reset_password/{userId}", "the account is looked for"),
          entry("POST /_synapse/admin/v2/users/{userId}/delete_devices", "the account, too"),
          entry("POST /api/v1/address_proof", "reads a form"),
          entry("POST /api/v1/imports", "reads a file"),
          entry("POST /api/v1/photographs", "reads a photograph"),
          entry("POST /api/v1/spaces/{space}/tasks/table", "reads a file"),
          entry("POST /api/v1/oauth/applications", "refuses in words of OAuth"),
          entry("POST /api/v1/unsubscriptions/{word}", "reads nothing"),
          entry("POST /api/v1/oauth/authorization", "is asked by its query"),
          entry("POST /api/v1/oauth/device_codes", "reads a form"),
          entry("POST /api/v1/oauth/revocation", "reads a form"),
          entry("POST /api/v1/oauth/tokens", "reads a form"),
          entry("POST /api/v1/setup/{token}", "a link that nobody has opens nothing"),
          entry("POST /api/v1/sso/authorization", "is asked by its query"),
          entry("PUT /_matrix/client/v1/admin/lock/{userId}", "nobody does it to themselves"),
          entry("PUT /_matrix/client/v1/admin/suspend/{userId}", "nobody does it to themselves"),
          entry("PUT /_synapse/admin/v2/users/{userId}/devices/{deviceId}", "it is looked for"));

  /// What a field of a wrong type is told by routes that refuse for something else first, and why.
  private static final Map<String, String> BEFORE_TYPES = beforeTypes();

  private static final Map<String, Object> VALUES =
      Map.of(
          "string",
          "x",
          "integer",
          1L,
          "boolean",
          true,
          "object",
          JsonObject.of("x", JsonArray.of(1L)),
          "array",
          JsonArray.of(JsonArray.EMPTY));

  @AutoClose private static final World world = World.start();
  private static final Client alice = world.administrator("bad-alice");
  private static final String room = Chat.create(alice, JsonObject.EMPTY);

  private static Map<String, String> beforeTypes() {
    Map<String, String> all = new TreeMap<>();
    String account = "POST /_matrix/client/v3/account/3pid";
    String none = "no identity server is asked or told";
    all.put(account + " M_THREEPID_AUTH_FAILED", none);
    all.put(account + "/bind M_THREEPID_DENIED", none);
    for (String path : List.of("account/3pid", "account/password", "register"))
      all.put(
          "POST /_matrix/client/v3/" + path + "/email/requestToken M_INVALID_PARAM",
          "what stands beside the field is no address");
    String number = "accounts have no telephone numbers";
    String asked = "/msisdn/requestToken M_THREEPID_";
    all.put(account + asked + "MEDIUM_NOT_SUPPORTED", number);
    for (String path : List.of("account/password", "register"))
      all.put("POST /_matrix/client/v3/" + path + asked + "DENIED", number);
    for (String path :
        List.of(
            "POST /_matrix/client/v3/keys/claim",
            "POST /_matrix/client/v3/keys/query",
            "POST /_matrix/client/v3/keys/device_signing/upload",
            "POST /_matrix/client/v3/rooms/{roomId}/ban",
            "POST /_matrix/client/v3/rooms/{roomId}/invite",
            "POST /_matrix/client/v3/rooms/{roomId}/kick",
            "POST /_matrix/client/v3/rooms/{roomId}/unban",
            "PUT /_matrix/client/v3/presence/{userId}/status",
            "PUT /_matrix/client/v3/room_keys/version/{version}"))
      all.put(path + " M_INVALID_PARAM", "what stands beside the field is not known here");
    all.put("POST /_matrix/client/v3/login M_UNKNOWN", "the way to come in is not known here");
    all.put(
        "POST /_matrix/client/v3/rooms/{roomId}/upgrade M_UNSUPPORTED_ROOM_VERSION",
        "the version beside the field is not known here");
    for (String path : List.of("lock", "suspend"))
      all.put(
          "PUT /_matrix/client/v1/admin/" + path + "/{userId} M_FORBIDDEN",
          "nobody does it to themselves");
    return all;
  }

  /// Whose session is gone is refused everything, which proves nothing.
  @AfterEach
  void isStillSignedIn() {
    alice.get("/_matrix/client/v3/account/whoami").ok();
  }

  /// The path of a route with words in the place of its parameters.
  static String filled(Route route) {
    return route.path().replaceAll("\\{[^}]*\\}", "word");
  }

  /// The same, about the room and the person that exist.
  private static String meant(Route route) {
    return meant(route.path());
  }

  private static String meant(String path) {
    return path.replace("{userId}", Client.segment(alice.user()))
        .replace("{roomId}", Client.segment(room))
        .replace("{roomIdOrAlias}", Client.segment(room))
        .replace("{roomAlias}", Client.segment("#some:" + World.SERVER))
        .replace("{kind}", "content")
        .replace("{keyName}", "displayname")
        .replaceAll("\\{[^}]*\\}", "word");
  }

  /// Directories are refused in the words of SCIM, and before anything is read of who has no token
  /// of one.
  private static boolean reads(Route route) {
    return !route.method().equals("GET")
        && !route.path().startsWith("/scim/")
        && !route.path().contains("/logout")
        && !route.path().contains("/upload/")
        && !route.path().endsWith("/media/v3/upload");
  }

  private static Answer ask(Client who, Route route, String body) {
    String path = meant(route);
    if (!route.method().equals("GET")) {
      return who.send(route.method(), path, "application/json", Traffic.bytes(body));
    }
    return who.send(who.request(path).method("GET", BodyPublishers.noBody()).build());
  }

  /// In the words of Matrix or, of what applications ask, in those of OAuth.
  private static void refused(Answer answer, String what) {
    assertThat(answer.status()).as("%s: %s", what, answer.text()).isBetween(400, 499);
    assertThat(answer.errcode()).as(what).matches("M_[A-Z_]+|(invalid|unsupported)_[a-z_]+");
    assertThat(answer.json().string("error")).as(what).isPresent();
    assertThat(answer.header("Access-Control-Allow-Origin")).as(what).isEqualTo("*");
  }

  @Test
  void withoutAToken() {
    for (Route route : world.parvis().routes()) {
      if (!route.needsToken()) continue;
      Answer missing = ask(world.stranger(), route, "{}");
      refused(missing, Traffic.name(route));
      assertThat(missing.errcode()).as(Traffic.name(route)).isEqualTo("M_MISSING_TOKEN");
      Answer unknown = ask(world.stranger().signedIn("", "", "unknown"), route, "{}");
      refused(unknown, Traffic.name(route));
      assertThat(unknown.errcode()).as(Traffic.name(route)).isEqualTo("M_UNKNOWN_TOKEN");
    }
  }

  /// What is no JSON is told apart from JSON that is no object, by every route that reads one.
  @Test
  void withABodyThatIsNotAnObject() {
    Map<String, String> wrong =
        Map.of(
            "{",
            "M_NOT_JSON",
            "{\"a\":1,\"a\":2}",
            "M_NOT_JSON",
            "[]",
            "M_BAD_JSON",
            "\"x\"",
            "M_BAD_JSON",
            "[".repeat(10_000),
            "M_BAD_JSON");
    Set<String> unread = new TreeSet<>();
    for (Route route : world.parvis().routes()) {
      if (!reads(route)) continue;
      wrong.forEach(
          (body, errcode) -> {
            Answer answer = ask(alice, route, body);
            String what = Traffic.name(route) + " " + body.substring(0, Math.min(9, body.length()));
            if (answer.status() >= 400) refused(answer, what);
            if (answer.status() != 400 || !answer.errcode().equals(errcode))
              unread.add(Traffic.name(route));
          });
    }
    unread.removeIf(route -> route.startsWith("DELETE ") && !route.equals(DEVICE));
    assertThat(unread).isEqualTo(UNREAD.keySet());
  }

  @Test
  void withABodyThatIsTooLarge() {
    String large = "{\"a\":\"" + "x".repeat(TOO_LARGE_BYTES) + "\"}";
    for (Route route : world.parvis().routes()) {
      if (reads(route)) refused(ask(alice, route, large), Traffic.name(route));
    }
  }

  /// Each field in turn holds each kind of value that it must not hold: alone and, where others are
  /// missing, beside them.
  @Test
  void withFieldsOfAnotherType() {
    Set<String> others = new TreeSet<>();
    for (Route route : world.parvis().routes()) {
      var operation = SpecCheck.operation(route.method(), route.path());
      if (!reads(route) || operation.isEmpty()) continue;
      Map<String, String> fields = operation.map(Operation::fields).orElseThrow();
      fields.forEach(
          (field, type) ->
              VALUES.forEach(
                  (kind, value) -> {
                    if (fits(kind, type)) return;
                    JsonObject alone = JsonObject.of(field, value);
                    Answer answer = ask(alice, route, alone.toString());
                    if (answer.errcode().equals("M_MISSING_PARAM"))
                      answer = ask(alice, route, beside(alone, fields).toString());
                    if (answer.status() != 400 || !answer.errcode().equals("M_BAD_JSON"))
                      others.add(Traffic.name(route) + " " + answer.errcode());
                  }));
    }
    assertThat(others).isEqualTo(BEFORE_TYPES.keySet());
  }

  /// What is wrong deeper inside, and words that are none of those that are listed, are refused or
  /// let be, and are no fault.
  @Test
  void withOtherTypesAndWordsInside() {
    List<String> faults = new ArrayList<>();
    int asked = 0;
    for (Route route : world.parvis().routes()) {
      var operation = SpecCheck.operation(route.method(), route.path());
      if (!reads(route) || operation.isEmpty()) continue;
      for (String body : operation.get().wrongBodies()) {
        Answer answer = ask(alice, route, body);
        asked++;
        if (answer.status() >= 500) faults.add(Traffic.name(route) + " " + body);
        else if (answer.status() >= 400) refused(answer, Traffic.name(route) + " " + body);
      }
    }
    assertThat(faults).isEmpty();
    assertThat(asked).isGreaterThan(WRONG_INSIDE_LEAST);
  }

  /// A field that may be of several types may be of any.
  private static boolean fits(String kind, String type) {
    return type.isEmpty() || kind.equals(type) || kind.equals("integer") && type.equals("number");
  }

  /// With the other fields, each of its type; nobody proves who they are.
  private static JsonObject beside(JsonObject alone, Map<String, String> fields) {
    JsonObject all = alone;
    for (var field : fields.entrySet()) {
      if (!alone.has(field.getKey()) && !field.getKey().equals("auth"))
        all = all.with(field.getKey(), VALUES.getOrDefault(field.getValue(), 1L));
    }
    return all;
  }

  /// Letters by chance: what repeats itself is stored compressed, and would fit.
  private static String letters(int count) {
    var random = new SplittableRandom(count);
    var text = new StringBuilder();
    while (text.length() < count) text.append((char) random.nextInt('a', 'z' + 1));
    return text.toString();
  }

  /// Each name in a path is in turn longer than any name may be.
  @Test
  void withPathsThatAreTooLong() {
    List<String> faults = new ArrayList<>();
    for (Route route : world.parvis().routes()) {
      List<String> parts = List.of(route.path().split("/"));
      for (String part : parts) {
        if (!part.startsWith("{")) continue;
        String path = meant(route.path().replace(part, letters(4_000)));
        String method = route.method();
        Answer answer =
            method.equals("GET")
                ? alice.get(path)
                : alice.send(method, path, "application/json", Traffic.bytes("{}"));
        if (answer.status() >= 500) faults.add(Traffic.name(route) + " " + part);
      }
    }
    assertThat(faults).isEmpty();
  }

  /// Each field in turn holds names and texts that no database keeps: too long, or with U+0000.
  @Test
  void withNamesInsideThatCannotBeStored() {
    List<String> faults = new ArrayList<>();
    for (Route route : world.parvis().routes()) {
      var operation = SpecCheck.operation(route.method(), route.path());
      if (!reads(route) || operation.isEmpty()) continue;
      for (var field : operation.map(Operation::fields).orElseThrow().entrySet()) {
        for (String name : List.of("a\0b", letters(4_000))) {
          for (Object value : inner(field.getValue(), name)) {
            String body = JsonObject.of(field.getKey(), value).toString();
            Answer answer = ask(alice, route, body);
            if (answer.status() >= 500) {
              faults.add(
                  Traffic.name(route) + " " + body.substring(0, Math.min(99, body.length())));
            }
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  /// Values of a type that hold this text at each place where an interface of Matrix has one.
  private static List<Object> inner(String type, String text) {
    JsonObject state =
        JsonObject.of("type", text, "state_key", text, "content", JsonObject.of(text, text));
    return switch (type) {
      case "string" -> List.of(text);
      case "array" ->
          List.of(JsonArray.of(text), JsonArray.of(JsonObject.of(text, text)), JsonArray.of(state));
      default ->
          List.of(
              JsonObject.of(text, text),
              JsonObject.of(text, JsonObject.of(text, JsonObject.EMPTY)),
              JsonObject.of("algorithm:" + text, JsonObject.EMPTY),
              JsonObject.of(text + ":id", text),
              JsonObject.of(alice.user(), JsonArray.of(text)),
              JsonObject.of(alice.user(), JsonObject.of(text, text)),
              JsonObject.of(alice.user(), JsonObject.of(text, JsonObject.EMPTY)),
              JsonObject.of(alice.user(), JsonObject.of(alice.device(), text)),
              JsonObject.of(
                  alice.user(), JsonObject.of(alice.device(), JsonObject.of(text, text))));
    };
  }

  /// A filter may be longer than any key of an index.
  @Test
  void aLongFilterIsNoFault() {
    List<String> rooms = new ArrayList<>();
    for (int i = 0; i < 200; i++) rooms.add("!" + letters(43 + i).substring(i) + ":example.org");
    JsonObject filter =
        JsonObject.of("room", JsonObject.of("rooms", JsonArray.of(rooms.toArray())));
    String path = "/_matrix/client/v3/user/" + Client.segment(alice.user()) + "/filter";
    String id = alice.post(path, filter).ok().string("filter_id");
    assertThat(alice.post(path, filter).ok().string("filter_id")).isEqualTo(id);
    assertThat(alice.get(path + "/" + id).ok().json()).isEqualTo(filter);
  }

  @Test
  void withAnotherMethod() {
    List<String> patched =
        world.parvis().routes().stream()
            .filter(route -> route.method().equals("PATCH"))
            .map(route -> route.path().replaceAll("\\{\\w+}", "[^/]+"))
            .toList();
    for (Route route : world.parvis().routes()) {
      if (route.path().startsWith("/scim/") || patched.stream().anyMatch(filled(route)::matches)) {
        continue;
      }
      Answer answer = alice.send("PATCH", filled(route), "application/json", Traffic.bytes("{}"));
      refused(answer, Traffic.name(route));
      assertThat(answer.status()).as(Traffic.name(route)).isEqualTo(405);
      assertThat(answer.errcode()).isEqualTo("M_UNRECOGNIZED");
      assertThat(answer.header("Allow").split(", ")).contains(route.method(), "OPTIONS");
    }
  }
}
