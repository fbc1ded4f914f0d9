package parvis.contract;

import static parvis.harness.Client.segment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Tasks, and whatever is wrong about them. Played in a house without organisations.
final class TasksPart {
  private static final String SPACE = "/api/v1/spaces/{space}";
  private static final String BOARD = SPACE + "/board";
  private static final String ALL = SPACE + "/tasks";
  private static final String ONE = "/api/v1/tasks/{task}";

  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String INVALID = "400 M_INVALID_PARAM, ";
  private static final String MISSING = "400 M_MISSING_PARAM, ";
  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";
  private static final String MEANWHILE = ", 409 FR_PARVIS_CHANGED, 409 M_UNKNOWN";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "GET " + BOARD, NOT_MINE,
          "PUT " + BOARD, MALFORMED + INVALID + MISSING + NOT_MINE + MEANWHILE,
          "GET " + ALL, INVALID + NOT_MINE,
          "POST " + ALL, MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN",
          "GET " + ALL + "/changes", INVALID + MISSING + NOT_MINE,
          "GET " + ONE, "404 M_NOT_FOUND",
          "PATCH " + ONE, MALFORMED + INVALID + MISSING + NOT_MINE + MEANWHILE,
          "DELETE " + ONE, NOT_MINE + ", 409 M_UNKNOWN",
          "GET " + ONE + "/history", INVALID + "404 M_NOT_FOUND");

  private final Traffic traffic;
  private final Client alice;
  private final Client bruno;
  private int asked;

  TasksPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("tasks-alice");
    this.bruno = traffic.world().register("tasks-bruno");
  }

  void play() {
    traffic.part("tasks", this::tasks);
  }

  private void tasks() {
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Halle",
            "visibility", "public",
            "joining", "free",
            "request_id", "one");
    var id = traffic.ask(200, alice, "POST", "/api/v1/spaces", wish).string("space_id");
    var space = "/api/v1/spaces/" + segment(id);
    var none = "/api/v1/spaces/none";
    board(space, none);
    var all = space + "/tasks";
    var since = traffic.get(alice, all).string("since");
    traffic.get(alice, all + "/changes?since=" + since);
    traffic.ask(400, alice, "GET", all + "/changes", JsonObject.EMPTY);
    traffic.ask(400, alice, "GET", all + "/changes?since=x", JsonObject.EMPTY);
    traffic.ask(403, bruno, "GET", all + "/changes?since=" + since, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + "/tasks/changes?since=" + since, JsonObject.EMPTY);
    traffic.ask(400, alice, "GET", all + "?limit=0", JsonObject.EMPTY);
    traffic.ask(403, bruno, "GET", all, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + "/tasks", JsonObject.EMPTY);
    var task = traffic.ask(200, alice, "POST", all, set("title", "Poser")).string("id");
    traffic.ask(400, alice, "POST", all, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", all, set("title", " "));
    traffic.ask(403, bruno, "POST", all, set("title", "Poser"));
    traffic.ask(404, bruno, "POST", none + "/tasks", set("title", "Poser"));
    var nowhere = JsonObject.of("column", "nowhere");
    traffic.ask(409, alice, "POST", all, set("title", "Poser", "place", nowhere));
    var other = JsonObject.of("id", "other", "name", "Autre", "state", "open");
    var others = JsonObject.of("base", 1, "columns", JsonArray.of(other));
    traffic.ask(409, alice, "PUT", space + "/board", others);
    one("/api/v1/tasks/" + task, nowhere);
    traffic.post(bruno, space + "/join");
    var reader = JsonObject.of("role", "reader");
    traffic.ask(200, alice, "PUT", space + "/members/" + segment(bruno.user()), reader);
    last("/api/v1/tasks/" + task);
  }

  private void board(String space, String none) {
    var board = space + "/board";
    var columns = traffic.get(alice, board).json().array("columns").orElseThrow();
    traffic.ask(403, bruno, "GET", board, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + "/board", JsonObject.EMPTY);
    traffic.put(alice, board, "base", 0, "columns", columns);
    traffic.ask(409, alice, "PUT", board, JsonObject.of("base", 0));
    traffic.ask(400, alice, "PUT", board, JsonObject.EMPTY);
    traffic.ask(400, alice, "PUT", board, JsonObject.of("base", 1, "columns", JsonArray.EMPTY));
    traffic.ask(403, bruno, "PUT", board, JsonObject.of("base", 1));
    traffic.ask(404, bruno, "PUT", none + "/board", JsonObject.of("base", 1));
  }

  private void one(String task, JsonObject nowhere) {
    traffic.get(alice, task);
    traffic.ask(404, bruno, "GET", task, JsonObject.EMPTY);
    traffic.ask(200, alice, "PATCH", task, set("title", "Déposer"));
    traffic.ask(400, alice, "PATCH", task, JsonObject.EMPTY);
    traffic.ask(400, alice, "PATCH", task, set("due", "demain"));
    traffic.ask(404, bruno, "PATCH", task, set("title", "Moi"));
    traffic.ask(409, alice, "PATCH", task, set("title", "Reposer"));
    traffic.ask(409, alice, "PATCH", task, set("place", nowhere));
    traffic.get(alice, task + "/history");
    traffic.ask(400, alice, "GET", task + "/history?from=x", JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", task + "/history", JsonObject.EMPTY);
    traffic.ask(409, alice, "DELETE", task, JsonObject.EMPTY);
    traffic.ask(404, bruno, "DELETE", task, JsonObject.EMPTY);
    for (var malformed : List.of("{", "[]")) {
      var bytes = malformed.getBytes(StandardCharsets.UTF_8);
      traffic.raw(400, alice, "PATCH", task, "application/json", bytes);
    }
  }

  /// Bruno reads what there is, and no more.
  private void last(String task) {
    traffic.ask(403, bruno, "PATCH", task, set("title", "Moi"));
    traffic.ask(403, bruno, "DELETE", task, JsonObject.EMPTY);
    traffic.ask(200, alice, "PATCH", task, set("archived", true));
    traffic.ask(200, alice, "DELETE", task, JsonObject.EMPTY);
  }

  /// What one sets of a task as it was made.
  private JsonObject set(Object... values) {
    return JsonObject.of("request_id", "r" + asked++, "base", 1, "set", JsonObject.of(values));
  }
}
