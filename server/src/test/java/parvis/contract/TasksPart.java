package parvis.contract;

import static java.util.Map.entry;
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
      Map.ofEntries(
          entry("GET " + BOARD, NOT_MINE),
          entry("PUT " + BOARD, MALFORMED + INVALID + MISSING + NOT_MINE + MEANWHILE),
          entry("GET " + BOARD + "/history", INVALID + NOT_MINE),
          entry("GET " + ALL, INVALID + NOT_MINE),
          entry("POST " + ALL, MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN"),
          entry("GET " + ALL + "/changes", INVALID + MISSING + NOT_MINE),
          entry("GET " + ALL + "/stream", INVALID + MISSING + NOT_MINE),
          entry("GET " + ONE, "404 M_NOT_FOUND"),
          entry("PATCH " + ONE, MALFORMED + INVALID + MISSING + NOT_MINE + MEANWHILE),
          entry("DELETE " + ONE, NOT_MINE + ", 409 M_UNKNOWN"),
          entry("PUT " + ONE + "/watching", MALFORMED + NOT_MINE),
          entry("DELETE " + ONE + "/watching", "404 M_NOT_FOUND"),
          entry("GET " + ONE + "/history", INVALID + "404 M_NOT_FOUND"),
          entry("GET " + ONE + "/comments", INVALID + "404 M_NOT_FOUND"),
          entry("POST " + ONE + "/comments", MALFORMED + INVALID + MISSING + NOT_MINE),
          entry("PUT " + ONE + "/comments/{comment}", MALFORMED + INVALID + MISSING + NOT_MINE),
          entry("DELETE " + ONE + "/comments/{comment}", NOT_MINE),
          entry("POST " + ONE + "/comments/{comment}/return", MALFORMED + NOT_MINE),
          entry("GET " + ONE + "/deeds", INVALID + "404 M_NOT_FOUND"),
          entry("GET " + ONE + "/links", "404 M_NOT_FOUND"),
          entry("POST " + ONE + "/links", MALFORMED + INVALID + MISSING + NOT_MINE),
          entry("DELETE " + ONE + "/links/{link}", NOT_MINE),
          entry("GET /api/v1/tasks/mine", "400 M_INVALID_PARAM"),
          entry("GET /api/v1/tasks/mine/changes", "400 M_INVALID_PARAM, 400 M_MISSING_PARAM"),
          entry("GET /api/v1/rooms/{roomId}/tasks", "403 M_FORBIDDEN"));

  private final Traffic traffic;
  private final Client alice;
  private final Client bruno;
  private int asked;
  private String comment = "";
  private JsonObject plan = JsonObject.EMPTY;

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
    traffic.get(alice, all + "/stream?timeout=0&since=" + since);
    traffic.ask(400, alice, "GET", all + "/stream", JsonObject.EMPTY);
    traffic.ask(400, alice, "GET", all + "/stream?since=x", JsonObject.EMPTY);
    traffic.ask(403, bruno, "GET", all + "/stream?timeout=0&since=" + since, JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + "/tasks/stream?since=" + since, JsonObject.EMPTY);
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
    talk("/api/v1/tasks/" + task);
    traffic.get(alice, "/api/v1/tasks/mine");
    traffic.ask(400, alice, "GET", "/api/v1/tasks/mine?today=x", JsonObject.EMPTY);
    var changes = "/api/v1/tasks/mine/changes";
    traffic.get(alice, changes + "?since=" + since);
    traffic.ask(400, alice, "GET", changes, JsonObject.EMPTY);
    traffic.ask(400, alice, "GET", changes + "?since=x", JsonObject.EMPTY);
    var feed = traffic.get(alice, space).string("feed_room");
    traffic.get(alice, "/api/v1/rooms/" + segment(feed) + "/tasks");
    traffic.ask(403, bruno, "GET", "/api/v1/rooms/" + segment(feed) + "/tasks", JsonObject.EMPTY);
    traffic.post(bruno, space + "/join");
    var reader = JsonObject.of("role", "reader");
    traffic.ask(200, alice, "PUT", space + "/members/" + segment(bruno.user()), reader);
    last(space, "/api/v1/tasks/" + task);
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
    traffic.get(alice, board + "/history");
    traffic.ask(400, alice, "GET", board + "/history?from=x", JsonObject.EMPTY);
    traffic.ask(403, bruno, "GET", board + "/history", JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", none + "/board/history", JsonObject.EMPTY);
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
    traffic.ask(200, alice, "PUT", task + "/watching", JsonObject.EMPTY);
    traffic.ask(404, bruno, "PUT", task + "/watching", JsonObject.EMPTY);
    traffic.ask(404, bruno, "DELETE", task + "/watching", JsonObject.EMPTY);
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

  private void talk(String task) {
    var comments = task + "/comments";
    traffic.get(alice, comments);
    traffic.ask(400, alice, "GET", comments + "?from=x", JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", comments, JsonObject.EMPTY);
    var said = JsonObject.of("request_id", "said", "text", "Vu");
    comment = traffic.ask(200, alice, "POST", comments, said).string("id");
    traffic.ask(400, alice, "POST", comments, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", comments, said.with("text", " "));
    traffic.ask(404, bruno, "POST", comments, said);
    var anew = comments + "/" + comment;
    traffic.ask(200, alice, "PUT", anew, said.with("text", "Lu"));
    traffic.ask(400, alice, "PUT", anew, JsonObject.EMPTY);
    traffic.ask(400, alice, "PUT", anew, said.with("text", " "));
    traffic.ask(404, bruno, "PUT", anew, said);
    traffic.ask(404, alice, "DELETE", comments + "/none", JsonObject.EMPTY);
    var upload = "/_matrix/media/v3/upload";
    var uri = alice.send("POST", upload, "text/plain", new byte[] {'a'}).ok().string("content_uri");
    plan = JsonObject.of("kind", "media", "uri", uri, "name", "Plan");
    var links = task + "/links";
    traffic.get(alice, links);
    traffic.ask(404, bruno, "GET", links, JsonObject.EMPTY);
    traffic.ask(200, alice, "POST", links, plan);
    traffic.ask(400, alice, "POST", links, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", links, plan.with("uri", "https://parvis.example"));
    var message = JsonObject.of("kind", "message", "room", "!none", "event", "$none");
    var other = JsonObject.of("kind", "task", "task", "none");
    var thing = JsonObject.of("kind", "thing", "of", "decision", "thing", "none");
    for (var none : List.of(message, other, thing)) {
      traffic.ask(400, alice, "POST", links, none);
    }
    traffic.ask(404, bruno, "POST", links, plan);
    traffic.delete(alice, links + "/none");
    traffic.ask(404, bruno, "DELETE", links + "/none", JsonObject.EMPTY);
    traffic.get(alice, task + "/deeds");
    traffic.ask(400, alice, "GET", task + "/deeds?from=x", JsonObject.EMPTY);
    traffic.ask(404, bruno, "GET", task + "/deeds", JsonObject.EMPTY);
  }

  /// Bruno reads what there is, and no more.
  private void last(String space, String task) {
    var watching = task + "/watching";
    traffic.ask(200, bruno, "PUT", watching, JsonObject.EMPTY);
    traffic.put(alice, space, "archived", true);
    traffic.ask(403, alice, "PUT", watching, JsonObject.EMPTY);
    traffic.ask(200, bruno, "DELETE", watching, JsonObject.EMPTY);
    traffic.put(alice, space, "archived", false);
    var said = JsonObject.of("request_id", "said", "text", "Vu");
    traffic.ask(403, bruno, "POST", task + "/comments", said);
    traffic.ask(403, bruno, "PUT", task + "/comments/" + comment, said);
    traffic.ask(403, bruno, "DELETE", task + "/comments/" + comment, JsonObject.EMPTY);
    traffic.ask(200, alice, "DELETE", task + "/comments/" + comment, JsonObject.EMPTY);
    var back = task + "/comments/" + comment + "/return";
    traffic.ask(403, bruno, "POST", back, JsonObject.EMPTY);
    traffic.ask(404, alice, "POST", task + "/comments/none/return", JsonObject.EMPTY);
    traffic.ask(200, alice, "POST", back, JsonObject.EMPTY);
    traffic.ask(403, bruno, "POST", task + "/links", plan);
    traffic.ask(403, bruno, "DELETE", task + "/links/none", JsonObject.EMPTY);
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
