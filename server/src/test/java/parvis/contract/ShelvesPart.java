package parvis.contract;

import static java.util.Map.entry;
import static parvis.harness.Client.segment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What is kept of a board, what comes in and goes out by tables, and whom it tells; and whatever
/// is wrong about it. Played in a house without organisations.
final class ShelvesPart {
  private static final String SPACE = "/api/v1/spaces/{space}";
  private static final String TASKS = SPACE + "/tasks";
  private static final String VIEW = SPACE + "/views/{view}";
  private static final String TEMPLATE = SPACE + "/templates/{template}";
  private static final String REMINDER = "/api/v1/tasks/{task}/reminder";

  private static final String HOOK = SPACE + "/webhooks/{webhook}";

  private static final String INVALID = "400 M_INVALID_PARAM, ";
  private static final String ASKED =
      "400 M_BAD_JSON, 400 M_NOT_JSON, 400 M_MISSING_PARAM, " + INVALID;
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";
  private static final String MEANWHILE = ", 409 FR_PARVIS_CHANGED, 409 M_UNKNOWN";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          entry("POST " + SPACE + "/board/copy", ASKED + NOT_MINE + MEANWHILE),
          entry("GET " + SPACE + "/board/lanes", INVALID + NOT_MINE),
          entry("PATCH " + TASKS, ASKED + NOT_MINE + ", 409 FR_PARVIS_CHANGED"),
          entry("GET " + TASKS + "/table", INVALID + NOT_MINE),
          entry("POST " + TASKS + "/table", INVALID + NOT_MINE),
          entry("GET " + SPACE + "/views", NOT_MINE),
          entry("POST " + SPACE + "/views", ASKED + NOT_MINE),
          entry("PUT " + VIEW, ASKED + NOT_MINE),
          entry("DELETE " + VIEW, NOT_MINE),
          entry("GET " + SPACE + "/templates", NOT_MINE),
          entry("POST " + SPACE + "/templates", ASKED + NOT_MINE),
          entry("PUT " + TEMPLATE, ASKED + NOT_MINE),
          entry("DELETE " + TEMPLATE, NOT_MINE),
          entry("POST " + TEMPLATE + "/tasks", ASKED + NOT_MINE),
          entry("GET " + REMINDER, "404 M_NOT_FOUND"),
          entry("PUT " + REMINDER, ASKED + "404 M_NOT_FOUND"),
          entry("DELETE " + REMINDER, "404 M_NOT_FOUND"),
          entry("GET " + SPACE + "/webhooks", NOT_MINE),
          entry("POST " + SPACE + "/webhooks", ASKED + NOT_MINE),
          entry("PATCH " + HOOK, MALFORMED + INVALID + NOT_MINE),
          entry("POST " + HOOK + "/test", MALFORMED + NOT_MINE),
          entry("DELETE " + HOOK, NOT_MINE));

  private static final JsonObject VIEW_WISH =
      JsonObject.of("request_id", "view", "name", "À moi", "look", JsonObject.EMPTY);

  private static final JsonObject TEMPLATE_WISH =
      JsonObject.of(
          "request_id", "template", "name", "Dossier", "set", JsonObject.of("title", "Instruire"));

  private final Traffic traffic;
  private final Client alice;
  private final Client bruno;
  private String space = "";
  private String none = "";

  ShelvesPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("shelves-alice");
    this.bruno = traffic.world().register("shelves-bruno");
  }

  void play() {
    traffic.part("shelves", this::shelves);
  }

  private void shelves() {
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Étagères",
            "visibility", "public",
            "joining", "free",
            "request_id", "shelves");
    var id = traffic.ask(200, alice, "POST", "/api/v1/spaces", wish).string("space_id");
    space = "/api/v1/spaces/" + segment(id);
    none = "/api/v1/spaces/none";
    boards(id);
    var set = JsonObject.of("request_id", "made", "set", JsonObject.of("title", "Poser"));
    var task = traffic.ask(200, alice, "POST", space + "/tasks", set).string("id");
    many(task);
    tables();
    kept("/views", VIEW_WISH);
    var template = kept("/templates", TEMPLATE_WISH);
    used(template);
    reminder("/api/v1/tasks/" + task);
    hooks();
    traffic.get(alice, "/api/v1/openapi.json");
    gone(template);
  }

  private void boards(String id) {
    var copy = space + "/board/copy";
    var wish = JsonObject.of("from", id, "base", 0);
    traffic.ask(200, alice, "POST", copy, wish);
    traffic.ask(409, alice, "POST", copy, wish);
    traffic.ask(400, alice, "POST", copy, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", copy, wish.with("from", "x".repeat(300)));
    traffic.ask(403, bruno, "POST", copy, wish);
    traffic.ask(404, alice, "POST", none + "/board/copy", wish);
    var lanes = "/board/lanes";
    traffic.get(alice, space + lanes);
    traffic.ask(400, alice, "GET", space + lanes + "?by=moon", JsonObject.EMPTY);
    traffic.ask(403, bruno, "GET", space + lanes, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + lanes, JsonObject.EMPTY);
  }

  private void many(String task) {
    var tasks = JsonArray.of(JsonObject.of("id", task, "base", 1));
    var wish =
        JsonObject.of(
            "request_id", "many", "tasks", tasks, "set", JsonObject.of("priority", "high"));
    traffic.ask(200, alice, "PATCH", space + "/tasks", wish);
    var late = wish.with("request_id", "late").with("set", JsonObject.of("priority", "low"));
    traffic.ask(409, alice, "PATCH", space + "/tasks", late);
    traffic.ask(400, alice, "PATCH", space + "/tasks", JsonObject.EMPTY);
    traffic.ask(
        400, alice, "PATCH", space + "/tasks", late.with("set", JsonObject.of("due", "demain")));
    traffic.ask(403, bruno, "PATCH", space + "/tasks", wish);
    traffic.ask(404, alice, "PATCH", none + "/tasks", wish);
    for (var malformed : List.of("{", "[]")) {
      var bytes = malformed.getBytes(StandardCharsets.UTF_8);
      traffic.raw(400, alice, "PATCH", space + "/tasks", "application/json", bytes);
    }
    var other = JsonObject.of("id", "other", "name", "Autre", "state", "open");
    var board = space + "/board";
    var made =
        JsonObject.of(
            "model", "project",
            "name", "Autres étagères",
            "visibility", "public",
            "joining", "free",
            "request_id", "other shelves");
    var id = traffic.ask(200, alice, "POST", "/api/v1/spaces", made).string("space_id");
    var arranged = JsonObject.of("base", 0, "columns", JsonArray.of(other));
    traffic.ask(200, alice, "PUT", "/api/v1/spaces/" + segment(id) + "/board", arranged);
    traffic.ask(409, alice, "POST", board + "/copy", JsonObject.of("from", id, "base", 1));
  }

  private void tables() {
    var table = "/tasks/table";
    var file = "Titre\nUne\n".getBytes(StandardCharsets.UTF_8);
    traffic.raw(200, alice, "POST", space + table, "text/csv", file);
    traffic.raw(400, alice, "POST", space + table, "text/csv", new byte[] {'x'});
    traffic.raw(403, bruno, "POST", space + table, "text/csv", file);
    traffic.raw(404, bruno, "POST", none + table, "text/csv", file);
    traffic.get(alice, space + table);
    traffic.ask(400, alice, "GET", space + table + "?state=x", JsonObject.EMPTY);
    traffic.ask(403, bruno, "GET", space + table, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + table, JsonObject.EMPTY);
  }

  /// What is kept, and taken away when it is a view.
  private String kept(String what, JsonObject wish) {
    var all = space + what;
    var made = traffic.ask(200, alice, "POST", all, wish).string("id");
    traffic.ask(400, alice, "POST", all, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", all, wish.with("name", "a\u0007b"));
    traffic.ask(403, bruno, "POST", all, wish);
    traffic.ask(404, bruno, "POST", none + what, wish);
    traffic.get(alice, all);
    traffic.ask(403, bruno, "GET", all, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + what, JsonObject.EMPTY);
    var one = all + "/" + made;
    traffic.ask(200, alice, "PUT", one, wish);
    traffic.ask(400, alice, "PUT", one, JsonObject.EMPTY);
    traffic.ask(400, alice, "PUT", one, wish.with("name", "a\u0007b"));
    traffic.ask(403, bruno, "PUT", one, wish);
    traffic.ask(404, alice, "PUT", all + "/none", wish);
    traffic.ask(403, bruno, "DELETE", one, JsonObject.EMPTY);
    traffic.ask(404, alice, "DELETE", all + "/none", JsonObject.EMPTY);
    if (what.equals("/views")) {
      traffic.delete(alice, one);
    }
    return one;
  }

  private void used(String template) {
    var use = template + "/tasks";
    var wish = JsonObject.of("request_id", "used", "today", "2026-11-26");
    traffic.ask(200, alice, "POST", use, wish);
    traffic.ask(400, alice, "POST", use, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", use, wish.with("today", "demain"));
    traffic.ask(403, bruno, "POST", use, wish);
  }

  private void reminder(String task) {
    var path = task + "/reminder";
    var wish = JsonObject.of("minute", 540, "zone", "Europe/Paris");
    traffic.ask(200, alice, "PUT", path, wish);
    traffic.ask(400, alice, "PUT", path, JsonObject.EMPTY);
    traffic.ask(400, alice, "PUT", path, wish.with("zone", "Mars"));
    traffic.ask(404, bruno, "PUT", path, wish);
    traffic.get(alice, path);
    traffic.ask(404, bruno, "GET", path, JsonObject.EMPTY);
    traffic.ask(404, bruno, "DELETE", path, JsonObject.EMPTY);
    traffic.delete(alice, path);
  }

  private void hooks() {
    var hooks = space + "/webhooks";
    var wish = JsonObject.of("uri", "https://127.0.0.1/");
    var made = traffic.ask(200, alice, "POST", hooks, wish).string("id");
    traffic.ask(400, alice, "POST", hooks, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", hooks, wish.with("uri", "ftp://x"));
    traffic.ask(403, bruno, "POST", hooks, wish);
    traffic.ask(404, bruno, "POST", none + "/webhooks", wish);
    traffic.get(alice, hooks);
    traffic.ask(403, bruno, "GET", hooks, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + "/webhooks", JsonObject.EMPTY);
    var one = hooks + "/" + made;
    var paused = JsonObject.of("paused", true, "events", JsonArray.of("task.gone"));
    traffic.ask(200, alice, "PATCH", one, paused);
    traffic.ask(400, alice, "PATCH", one, JsonObject.of("events", JsonArray.of("moon")));
    traffic.ask(403, bruno, "PATCH", one, paused);
    traffic.ask(404, alice, "PATCH", hooks + "/none", paused);
    traffic.ask(200, alice, "POST", one + "/test", JsonObject.EMPTY);
    traffic.ask(403, bruno, "POST", one + "/test", JsonObject.EMPTY);
    traffic.ask(404, alice, "POST", hooks + "/none/test", JsonObject.EMPTY);
    for (var malformed : List.of("{", "[]")) {
      var bytes = malformed.getBytes(StandardCharsets.UTF_8);
      traffic.raw(400, alice, "PATCH", one, "application/json", bytes);
      traffic.raw(400, alice, "POST", one + "/test", "application/json", bytes);
    }
    traffic.ask(403, bruno, "DELETE", hooks + "/" + made, JsonObject.EMPTY);
    traffic.delete(alice, hooks + "/" + made);
    traffic.ask(404, alice, "DELETE", hooks + "/" + made, JsonObject.EMPTY);
  }

  private void gone(String template) {
    traffic.delete(alice, template);
    var wish = JsonObject.of("request_id", "late", "today", "2026-11-26");
    traffic.ask(404, alice, "POST", template + "/tasks", wish);
  }
}
