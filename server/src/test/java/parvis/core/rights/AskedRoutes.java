package parvis.core.rights;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Every route of spaces, of their tasks and decisions: the action that it asks for, and the body
/// with which it succeeds.
final class AskedRoutes {
  static final String SPACES = "/api/v1/spaces";
  private static final String NOBODY = "@nobody:" + World.SERVER;
  private static final Object[] PLAN = {"kind", "media", "uri", "{plan}", "name", "Plan"};
  private static final Object[] THING = {"kind", "thing", "of", "decision", "thing", "{other}"};

  private static final Object[] OWN = {
    "request_id", "v", "name", "À moi", "look", JsonObject.EMPTY
  };

  static final Object[] KEPT = {
    "request_id",
    "k",
    "name",
    "À tous",
    "look",
    JsonObject.EMPTY,
    "shared",
    true,
    "set",
    JsonObject.of("title", "Poser")
  };

  private static final JsonArray NAMED = JsonArray.of(JsonObject.of("id", "{task}", "base", 1));
  static final byte[] TABLE = "Titre\nPoser\n".getBytes(StandardCharsets.UTF_8);
  private static final JsonObject TITLED = JsonObject.of("title", "Poser la charpente");

  /// What a route asks for.
  ///
  /// @param body with which it would succeed
  record Asked(Action action, JsonObject body) {
    static Asked of(Action action, Object... body) {
      return new Asked(action, JsonObject.of(body));
    }
  }

  static final Map<String, Asked> ROUTES =
      Map.ofEntries(
          entry("GET /{space}", Asked.of(Action.LOOK)),
          entry("PUT /{space}", Asked.of(Action.CONFIGURE, "purpose", "Autre")),
          entry("POST /{space}/join", Asked.of(Action.JOIN)),
          entry("GET /{space}/members", Asked.of(Action.ENTER)),
          entry("GET /{space}/externals", Asked.of(Action.CONFIGURE)),
          entry("GET /{space}/members.csv", Asked.of(Action.EXPORT)),
          entry("PUT /{space}/members/{user}", Asked.of(Action.SET_ROLE, "role", "reader")),
          entry("DELETE /{space}/members/{user}", Asked.of(Action.REMOVE)),
          entry("PUT /{space}/asking/{user}", Asked.of(Action.ADMIT, "accept", true)),
          entry(
              "POST /{space}/invitations", Asked.of(Action.INVITE, "people", JsonArray.of(NOBODY))),
          entry("POST /{space}/rooms", Asked.of(Action.MAKE_ROOM, "name", "Salle")),
          entry("GET /{space}/view/{user}", Asked.of(Action.VIEW)),
          entry("GET /{space}/entry_codes", Asked.of(Action.MAKE_ENTRY_CODE)),
          entry(
              "POST /{space}/entry_codes",
              Asked.of(Action.MAKE_ENTRY_CODE, "uses", 1, "expires_in_ms", 60_000)),
          entry("DELETE /{space}/entry_codes/{code}", Asked.of(Action.MAKE_ENTRY_CODE)),
          entry("GET /{space}/board", Asked.of(Action.SEE_TASKS)),
          entry("GET /{space}/board/history", Asked.of(Action.SEE_TASKS)),
          entry("GET /{space}/board/lanes", Asked.of(Action.SEE_TASKS)),
          entry(
              "POST /{space}/board/copy",
              Asked.of(Action.ARRANGE_TASKS, "base", 0, "from", "{space}")),
          entry("PUT /{space}/board", Asked.of(Action.ARRANGE_TASKS, "base", 1)),
          entry("GET /{space}/tasks/table", Asked.of(Action.SEE_TASKS)),
          entry("POST /{space}/tasks/table", Asked.of(Action.DO_TASKS)),
          entry(
              "PATCH /{space}/tasks",
              Asked.of(Action.DO_TASKS, "request_id", "m", "tasks", NAMED, "set", TITLED)),
          entry("GET /{space}/views", Asked.of(Action.SEE_TASKS)),
          entry("POST /{space}/views", Asked.of(Action.SEE_TASKS, OWN)),
          entry("PUT /{space}/views/{view}", Asked.of(Action.ARRANGE_TASKS, KEPT)),
          entry("DELETE /{space}/views/{view}", Asked.of(Action.ARRANGE_TASKS)),
          entry("GET /{space}/templates", Asked.of(Action.SEE_TASKS)),
          entry("POST /{space}/templates", Asked.of(Action.ARRANGE_TASKS, KEPT)),
          entry("PUT /{space}/templates/{template}", Asked.of(Action.ARRANGE_TASKS, KEPT)),
          entry("DELETE /{space}/templates/{template}", Asked.of(Action.ARRANGE_TASKS)),
          entry(
              "POST /{space}/templates/{template}/tasks",
              Asked.of(Action.DO_TASKS, "request_id", "t")),
          entry("GET /{space}/webhooks", Asked.of(Action.ARRANGE_TASKS)),
          entry(
              "POST /{space}/webhooks",
              Asked.of(Action.ARRANGE_TASKS, "uri", "https://127.0.0.1/")),
          entry(
              "PATCH /{space}/webhooks/{webhook}", Asked.of(Action.ARRANGE_TASKS, "paused", true)),
          entry("POST /{space}/webhooks/{webhook}/test", Asked.of(Action.ARRANGE_TASKS)),
          entry("DELETE /{space}/webhooks/{webhook}", Asked.of(Action.ARRANGE_TASKS)),
          entry("GET /tasks/{task}/reminder", Asked.of(Action.SEE_TASKS)),
          entry(
              "PUT /tasks/{task}/reminder",
              Asked.of(Action.SEE_TASKS, "minute", 540, "zone", "Europe/Paris")),
          entry("DELETE /tasks/{task}/reminder", Asked.of(Action.SEE_TASKS)),
          entry("PUT /tasks/{task}/watching", Asked.of(Action.SEE_TASKS)),
          entry("DELETE /tasks/{task}/watching", Asked.of(Action.SEE_TASKS)),
          entry("GET /{space}/tasks", Asked.of(Action.SEE_TASKS)),
          entry("POST /{space}/tasks", Asked.of(Action.DO_TASKS, "request_id", "r", "set", TITLED)),
          entry("GET /{space}/tasks/changes", Asked.of(Action.SEE_TASKS)),
          entry("GET /{space}/tasks/stream", Asked.of(Action.SEE_TASKS)),
          entry("GET /tasks/{task}", Asked.of(Action.SEE_TASKS)),
          entry("GET /tasks/{task}/history", Asked.of(Action.SEE_TASKS)),
          entry(
              "PATCH /tasks/{task}",
              Asked.of(Action.DO_TASKS, "request_id", "p", "base", 1, "set", TITLED)),
          entry("DELETE /tasks/{task}", Asked.of(Action.VALIDATE_TASKS)),
          entry("GET /tasks/{task}/comments", Asked.of(Action.SEE_TASKS)),
          entry(
              "POST /tasks/{task}/comments",
              Asked.of(Action.DO_TASKS, "request_id", "c", "text", "Vu")),
          // Its author is the animator.
          entry(
              "PUT /tasks/{task}/comments/{comment}", Asked.of(Action.ARRANGE_TASKS, "text", "Lu")),
          entry("DELETE /tasks/{task}/comments/{comment}", Asked.of(Action.ARRANGE_TASKS)),
          entry("POST /tasks/{task}/comments/{comment}/return", Asked.of(Action.DO_TASKS)),
          entry("GET /tasks/{task}/deeds", Asked.of(Action.SEE_TASKS)),
          entry("GET /tasks/{task}/links", Asked.of(Action.SEE_TASKS)),
          entry("POST /tasks/{task}/links", Asked.of(Action.DO_TASKS, PLAN)),
          entry("DELETE /tasks/{task}/links/{link}", Asked.of(Action.DO_TASKS)),
          entry("GET /{space}/decisions", Asked.of(Action.SEE_DECISIONS)),
          entry("GET /{space}/decisions/changes", Asked.of(Action.SEE_DECISIONS)),
          entry("GET /{space}/decisions.csv", Asked.of(Action.SEE_DECISIONS)),
          entry(
              "POST /{space}/decisions",
              Asked.of(Action.PROPOSE_DECISIONS, "request_id", "d", "set", TITLED)),
          entry("GET /decisions/{decision}", Asked.of(Action.SEE_DECISIONS)),
          entry("GET /decisions/{decision}/history", Asked.of(Action.SEE_DECISIONS)),
          entry(
              "PATCH /decisions/{decision}",
              Asked.of(Action.PROPOSE_DECISIONS, "request_id", "e", "base", 1, "set", TITLED)),
          entry("GET /decisions/{decision}/links", Asked.of(Action.SEE_DECISIONS)),
          entry("POST /decisions/{decision}/links", Asked.of(Action.PROPOSE_DECISIONS, THING)),
          entry("DELETE /decisions/{decision}/links/{link}", Asked.of(Action.PROPOSE_DECISIONS)));

  /// Those that ask for no space.
  static final Set<String> OF_NONE =
      Set.of("GET ", "POST ", "GET /tasks/mine", "GET /tasks/mine/changes");

  private AskedRoutes() {}
}
