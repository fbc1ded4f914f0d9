package parvis.contract;

import static java.util.Map.entry;
import static parvis.harness.Client.segment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import parvis.harness.Client;
import parvis.protocol.json.JsonObject;

/// Decisions, and whatever is wrong about them. Played in a house without organisations.
final class DecisionsPart {
  private static final String ALL = "/api/v1/spaces/{space}/decisions";
  private static final String ONE = "/api/v1/decisions/{decision}";

  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String INVALID = "400 M_INVALID_PARAM, ";
  private static final String MISSING = "400 M_MISSING_PARAM, ";
  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          entry("GET " + ALL, INVALID + NOT_MINE),
          entry("GET " + ALL + "/changes", INVALID + MISSING + NOT_MINE),
          entry("GET " + ALL + ".csv", INVALID + NOT_MINE),
          entry("POST " + ALL, MALFORMED + INVALID + MISSING + NOT_MINE),
          entry("GET " + ONE, "404 M_NOT_FOUND"),
          entry(
              "PATCH " + ONE,
              MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 FR_PARVIS_CHANGED, 409 M_UNKNOWN"),
          entry("GET " + ONE + "/history", INVALID + "404 M_NOT_FOUND"),
          entry("GET " + ONE + "/links", "404 M_NOT_FOUND"),
          entry("POST " + ONE + "/links", MALFORMED + INVALID + MISSING + NOT_MINE),
          entry("DELETE " + ONE + "/links/{link}", NOT_MINE),
          entry("GET /api/v1/rooms/{roomId}/decisions", "403 M_FORBIDDEN"));

  private final Traffic traffic;
  private final Client alice;
  private final Client bruno;
  private int asked;

  DecisionsPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("decisions-alice");
    this.bruno = traffic.world().register("decisions-bruno");
  }

  void play() {
    traffic.part("decisions", this::decisions);
  }

  private void decisions() {
    var wish =
        JsonObject.of(
            "model", "committee",
            "name", "Comité",
            "visibility", "public",
            "joining", "free",
            "request_id", "one");
    var id = traffic.ask(200, alice, "POST", "/api/v1/spaces", wish).string("space_id");
    var space = "/api/v1/spaces/" + segment(id);
    var all = space + "/decisions";
    var none = "/api/v1/spaces/none/decisions";
    for (var path : List.of("", ".csv")) {
      traffic.get(alice, all + path);
      traffic.ask(400, alice, "GET", all + path + "?year=x", JsonObject.EMPTY);
      traffic.ask(403, bruno, "GET", all + path, JsonObject.EMPTY);
      traffic.ask(404, bruno, "GET", none + path, JsonObject.EMPTY);
    }
    followed(all, none);
    var made = traffic.ask(200, alice, "POST", all, set("title", "Ouvrir")).string("id");
    traffic.ask(400, alice, "POST", all, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", all, set("title", " "));
    traffic.ask(403, bruno, "POST", all, set("title", "Ouvrir"));
    traffic.ask(404, bruno, "POST", none, set("title", "Ouvrir"));
    var decision = "/api/v1/decisions/" + made;
    one(decision);
    links(decision);
    var feed = segment(traffic.get(alice, space).string("feed_room"));
    traffic.get(alice, "/api/v1/rooms/" + feed + "/decisions");
    traffic.ask(403, bruno, "GET", "/api/v1/rooms/" + feed + "/decisions", JsonObject.EMPTY);
    traffic.post(bruno, space + "/join");
    var reader = JsonObject.of("role", "reader");
    traffic.ask(200, alice, "PUT", space + "/members/" + segment(bruno.user()), reader);
    traffic.ask(403, bruno, "PATCH", decision, set("why", "Moi"));
    traffic.ask(403, bruno, "POST", decision + "/links", message(id));
    traffic.ask(403, bruno, "DELETE", decision + "/links/none", JsonObject.EMPTY);
  }

  private void followed(String all, String none) {
    var since = "/changes?since=" + traffic.get(alice, all).string("since");
    traffic.get(alice, all + since);
    traffic.ask(400, alice, "GET", all + "/changes", JsonObject.EMPTY);
    traffic.ask(400, alice, "GET", all + "/changes?since=x", JsonObject.EMPTY);
    traffic.ask(403, bruno, "GET", all + since, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + since, JsonObject.EMPTY);
  }

  private void one(String decision) {
    traffic.get(alice, decision);
    traffic.ask(404, bruno, "GET", decision, JsonObject.EMPTY);
    traffic.ask(200, alice, "PATCH", decision, set("title", "Ouvrir tôt"));
    traffic.ask(400, alice, "PATCH", decision, JsonObject.EMPTY);
    traffic.ask(400, alice, "PATCH", decision, set("day", "demain"));
    traffic.ask(404, bruno, "PATCH", decision, set("title", "Moi"));
    traffic.ask(409, alice, "PATCH", decision, set("title", "Ouvrir tard"));
    traffic.ask(200, alice, "PATCH", decision, set("state", "taken", "body", "Le conseil"));
    traffic.ask(409, alice, "PATCH", decision, set("state", "withdrawn"));
    traffic.get(alice, decision + "/history");
    traffic.ask(400, alice, "GET", decision + "/history?from=x", JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", decision + "/history", JsonObject.EMPTY);
    for (var malformed : List.of("{", "[]")) {
      var bytes = malformed.getBytes(StandardCharsets.UTF_8);
      traffic.raw(400, alice, "PATCH", decision, "application/json", bytes);
    }
  }

  private void links(String decision) {
    var links = decision + "/links";
    var task = JsonObject.of("kind", "thing", "of", "task", "thing", "none");
    traffic.get(alice, links);
    traffic.ask(404, bruno, "GET", links, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", links, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", links, task);
    var message = JsonObject.of("kind", "message", "room", "!none", "event", "$none");
    traffic.ask(400, alice, "POST", links, message);
    traffic.ask(404, bruno, "POST", links, task);
    traffic.delete(alice, links + "/none");
    traffic.ask(404, bruno, "DELETE", links + "/none", JsonObject.EMPTY);
    var other = set("title", "Autre");
    var space = traffic.get(alice, decision).string("space");
    var all = "/api/v1/spaces/" + segment(space) + "/decisions";
    var id = traffic.ask(200, alice, "POST", all, other).string("id");
    traffic.ask(
        200, alice, "POST", links, JsonObject.of("kind", "thing", "of", "decision", "thing", id));
  }

  private static JsonObject message(String room) {
    return JsonObject.of("kind", "message", "room", room, "event", "$none");
  }

  /// What one sets of a decision as it was made.
  private JsonObject set(Object... values) {
    return JsonObject.of("request_id", "r" + asked++, "base", 1, "set", JsonObject.of(values));
  }
}
