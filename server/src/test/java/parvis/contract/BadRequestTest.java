package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
import parvis.protocol.json.JsonWriter;

/// What every route answers to requests that are wrong: an error that says so, never a fault.
final class BadRequestTest {
  static final int TOO_LARGE_BYTES = 2_100_000;

  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("bad-alice");
  private static final String room = Chat.create(alice, JsonObject.EMPTY);

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
        .replaceAll("\\{[^}]*\\}", "word");
  }

  private static boolean reads(Route route) {
    return !route.method().equals("GET")
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

  @Test
  void withABodyThatIsNotAnObject() {
    for (Route route : world.parvis().routes()) {
      if (!reads(route)) continue;
      for (String body : List.of("{", "[]", "\"x\"", "{\"a\":1,\"a\":2}", "[".repeat(10_000))) {
        Answer answer = ask(alice, route, body);
        String what = Traffic.name(route) + " " + body.substring(0, Math.min(9, body.length()));
        if (answer.status() >= 400) refused(answer, what);
      }
    }
  }

  @Test
  void withABodyThatIsTooLarge() {
    String large = "{\"a\":\"" + "x".repeat(TOO_LARGE_BYTES) + "\"}";
    for (Route route : world.parvis().routes()) {
      if (reads(route)) refused(ask(alice, route, large), Traffic.name(route));
    }
  }

  /// Each field in turn holds each kind of value that it must not hold.
  @Test
  void withFieldsOfAnotherType() {
    Map<String, Object> values =
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
    List<String> faults = new ArrayList<>();
    for (Route route : world.parvis().routes()) {
      var operation = SpecCheck.operation(route.method(), route.path());
      if (!reads(route) || operation.isEmpty()) continue;
      for (var field : operation.map(Operation::fields).orElseThrow().entrySet()) {
        for (var value : values.entrySet()) {
          if (value.getKey().equals(field.getValue())) continue;
          JsonObject body = JsonObject.of(field.getKey(), value.getValue());
          Answer answer =
              ask(
                  alice,
                  route,
                  new String(JsonWriter.write(body), java.nio.charset.StandardCharsets.UTF_8));
          String what = Traffic.name(route) + " " + body;
          if (answer.status() >= 500) faults.add(what + " " + answer.text());
          else if (answer.status() >= 400 && answer.status() != 401) refused(answer, what);
        }
      }
    }
    assertThat(faults).isEmpty();
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
    for (Route route : world.parvis().routes()) {
      Answer answer = alice.send("PATCH", filled(route), "application/json", Traffic.bytes("{}"));
      refused(answer, Traffic.name(route));
      assertThat(answer.status()).as(Traffic.name(route)).isEqualTo(405);
      assertThat(answer.errcode()).isEqualTo("M_UNRECOGNIZED");
      assertThat(answer.header("Allow").split(", ")).contains(route.method(), "OPTIONS");
    }
  }
}
