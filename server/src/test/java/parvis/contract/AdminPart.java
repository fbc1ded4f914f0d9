package parvis.contract;

import static parvis.harness.Client.segment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What tools for administrators ask, rightly and wrongly.
final class AdminPart {
  private static final String V1 = "/_synapse/admin/v1";
  private static final String V2 = "/_synapse/admin/v2";
  private static final String TOKENS = V1 + "/registration_tokens";

  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String NAMED = "400 M_INVALID_PARAM, 403 M_FORBIDDEN, 404 M_NOT_FOUND";
  private static final String FOUND = "403 M_FORBIDDEN, 404 M_NOT_FOUND";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED = refused();

  private static Map<String, String> refused() {
    Map<String, String> all = new TreeMap<>();
    String user = V2 + "/users/{userId}";
    all.put("GET " + V1 + "/whois/{userId}", NAMED);
    all.put("GET " + V2 + "/users", "400 M_INVALID_PARAM, 403 M_FORBIDDEN");
    all.put("GET " + user, NAMED);
    all.put("PUT " + user, "400 M_INVALID_USERNAME, 400 M_WEAK_PASSWORD, " + NAMED);
    all.put(
        "GET " + V1 + "/username_available",
        "400 M_INVALID_USERNAME, 400 M_MISSING_PARAM, 400 M_USER_IN_USE, 403 M_FORBIDDEN");
    all.put("GET " + V1 + "/users/{userId}/admin", NAMED);
    all.put("PUT " + V1 + "/users/{userId}/admin", "400 M_MISSING_PARAM, " + NAMED);
    all.put("POST " + V1 + "/deactivate/{userId}", NAMED);
    all.put(
        "POST " + V1 + "/reset_password/{userId}",
        "400 M_MISSING_PARAM, 400 M_WEAK_PASSWORD, " + NAMED);
    all.put("GET " + user + "/devices", NAMED);
    all.put("GET " + user + "/devices/{deviceId}", NAMED);
    all.put("PUT " + user + "/devices/{deviceId}", NAMED);
    all.put("DELETE " + user + "/devices/{deviceId}", NAMED);
    all.put("POST " + user + "/delete_devices", "400 M_MISSING_PARAM, " + NAMED);
    all.put("GET " + TOKENS, "400 M_INVALID_PARAM, 403 M_FORBIDDEN");
    all.put("POST " + TOKENS + "/new", MALFORMED + "400 M_INVALID_PARAM, 403 M_FORBIDDEN");
    all.put("GET " + TOKENS + "/{token}", FOUND);
    all.put("PUT " + TOKENS + "/{token}", MALFORMED + NAMED);
    all.put("DELETE " + TOKENS + "/{token}", FOUND);
    String room = "/rooms/{roomId}";
    all.put("GET " + V1 + "/rooms", "400 M_INVALID_PARAM, 403 M_FORBIDDEN");
    for (String what : List.of("", "/members", "/state", "/block"))
      all.put("GET " + V1 + room + what, FOUND);
    all.put("PUT " + V1 + room + "/block", MALFORMED + "400 M_MISSING_PARAM, " + FOUND);
    all.put("DELETE " + V1 + room, "400 M_INVALID_PARAM, " + FOUND);
    all.put("DELETE " + V2 + room, "400 M_INVALID_PARAM, " + FOUND);
    all.put("GET " + V2 + room + "/delete_status", FOUND);
    all.put("GET " + V2 + "/rooms/delete_status/{deleteId}", FOUND);
    String purge = "POST " + V1 + "/purge_history/{roomId}";
    all.put(purge, MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, " + FOUND);
    all.put(purge + "/{eventId}", MALFORMED + "400 M_INVALID_PARAM, " + FOUND);
    all.put("GET " + V1 + "/purge_history_status/{purgeId}", FOUND);
    all.put(
        "POST " + V1 + "/purge_media_cache",
        "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN");
    all.put("GET " + V1 + "/users/{userId}/joined_rooms", NAMED);
    all.put("POST " + V1 + "/join/{roomIdOrAlias}", MALFORMED + "400 M_MISSING_PARAM, " + NAMED);
    return all;
  }

  private final Traffic traffic;
  private final Client alice;
  private final Client admin;

  AdminPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("admin-alice");
    this.admin = traffic.world().signIn("account-first");
  }

  void play() {
    traffic.part("accounts of others", this::accounts);
    traffic.part("devices of others", this::devices);
    traffic.part("tokens of a server", this::tokens);
    traffic.part("rooms of a server", this::rooms);
    traffic.part("histories of a server", this::histories);
  }

  private void refused(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  /// Who is no administrator, whoever is of another server, who is not there, and who administers.
  private void named(String method, String before, String after, Object... fields) {
    refused(403, alice, method, before + segment(alice.user()) + after, fields);
    refused(400, admin, method, before + "nobody" + after, fields);
    refused(404, admin, method, before + segment("@absent:" + World.SERVER) + after, fields);
  }

  private void grave(String method, String before, String after, Object... fields) {
    named(method, before, after, fields);
    refused(403, admin, method, before + segment(admin.user()) + after, fields);
  }

  private void accounts() {
    traffic.get(traffic.world().stranger(), V1 + "/server_version");
    traffic.get(admin, V2 + "/users?name=admin&limit=1");
    refused(403, alice, "GET", V2 + "/users");
    refused(400, admin, "GET", V2 + "/users?order_by=size");
    String users = V2 + "/users/";
    String made = users + segment("@admin-made:" + World.SERVER);
    String password = World.PASSWORD;
    traffic.ask(201, admin, "PUT", made, JsonObject.of("password", password));
    traffic.put(admin, made, "displayname", "Faite", "locked", false);
    traffic.get(admin, made);
    refused(400, admin, "PUT", made, "deactivated", false);
    refused(400, admin, "PUT", made, "password", "short");
    refused(400, admin, "PUT", users + segment("@No name:" + World.SERVER));
    refused(400, admin, "PUT", users + "nobody");
    refused(403, alice, "PUT", made);
    refused(403, admin, "PUT", users + segment(admin.user()), "locked", true);
    named("GET", users, "");
    String free = V1 + "/username_available?username=";
    traffic.get(admin, free + "admin-free");
    refused(400, admin, "GET", free + "admin-made");
    refused(400, admin, "GET", free + "%20");
    refused(400, admin, "GET", V1 + "/username_available");
    refused(403, alice, "GET", free + "x");
    String right = V1 + "/users/" + segment("@admin-made:" + World.SERVER) + "/admin";
    traffic.put(admin, right, "admin", true);
    traffic.get(admin, right);
    traffic.put(admin, right, "admin", false);
    refused(400, admin, "PUT", right);
    named("GET", V1 + "/users/", "/admin");
    named("PUT", V1 + "/users/", "/admin", "admin", true);
    traffic.get(admin, V1 + "/whois/" + segment(alice.user()));
    refused(403, alice, "GET", V1 + "/whois/" + segment(admin.user()));
    refused(400, admin, "GET", V1 + "/whois/nobody");
    refused(404, admin, "GET", V1 + "/whois/" + segment("@absent:" + World.SERVER));
    String reset = V1 + "/reset_password/";
    String whose = reset + segment("@admin-made:" + World.SERVER);
    traffic.post(admin, whose, "new_password", password);
    refused(400, admin, "POST", whose, "new_password", "short");
    refused(400, admin, "POST", whose);
    grave("POST", reset, "", "new_password", password);
    traffic.post(admin, V1 + "/deactivate/" + segment("@admin-made:" + World.SERVER));
    grave("POST", V1 + "/deactivate/", "");
    refused(404, admin, "PUT", made, "locked", true);
  }

  private void devices() {
    String all = V2 + "/users/" + segment(alice.user());
    traffic.get(admin, all + "/devices");
    Client other = traffic.world().signIn("admin-alice");
    String one = all + "/devices/" + segment(other.device());
    traffic.get(admin, one);
    traffic.put(admin, one, "display_name", "Guichet");
    refused(404, admin, "PUT", all + "/devices/none", "display_name", "Guichet");
    refused(404, admin, "GET", all + "/devices/none");
    traffic.delete(admin, one);
    traffic.post(admin, all + "/delete_devices", "devices", JsonArray.of("none"));
    refused(400, admin, "POST", all + "/delete_devices");
    named("GET", V2 + "/users/", "/devices");
    named("GET", V2 + "/users/", "/devices/none");
    grave("PUT", V2 + "/users/", "/devices/none", "display_name", "Guichet");
    grave("DELETE", V2 + "/users/", "/devices/none");
    grave("POST", V2 + "/users/", "/delete_devices", "devices", JsonArray.EMPTY);
  }

  private void tokens() {
    traffic.post(admin, TOKENS + "/new", "token", "admin-token", "uses_allowed", 3);
    refused(400, admin, "POST", TOKENS + "/new", "token", "admin-token");
    refused(403, alice, "POST", TOKENS + "/new");
    traffic.get(admin, TOKENS);
    traffic.get(admin, TOKENS + "?valid=false");
    refused(400, admin, "GET", TOKENS + "?valid=maybe");
    refused(403, alice, "GET", TOKENS);
    traffic.get(admin, TOKENS + "/admin-token");
    traffic.put(admin, TOKENS + "/admin-token", "uses_allowed", 5);
    refused(400, admin, "PUT", TOKENS + "/admin-token", "uses_allowed", 0);
    traffic.delete(admin, TOKENS + "/admin-token");
    for (String method : List.of("GET", "PUT", "DELETE")) {
      refused(404, admin, method, TOKENS + "/admin-token");
      refused(403, alice, method, TOKENS + "/admin-token");
    }
  }

  private void rooms() {
    String id = traffic.post(alice, "/_matrix/client/v3/createRoom").string("room_id");
    String room = "/rooms/" + segment(id);
    traffic.get(admin, V1 + "/rooms?limit=2&order_by=joined_members&search_term=a");
    refused(403, alice, "GET", V1 + "/rooms");
    refused(400, admin, "GET", V1 + "/rooms?dir=x");
    for (String what : List.of("", "/members", "/state", "/block")) {
      traffic.get(admin, V1 + room + what);
      refused(403, alice, "GET", V1 + room + what);
      refused(404, admin, "GET", V1 + "/rooms/!none" + what);
    }
    traffic.put(admin, V1 + room + "/block", "block", true);
    traffic.put(admin, V1 + room + "/block", "block", false);
    refused(400, admin, "PUT", V1 + room + "/block");
    refused(403, alice, "PUT", V1 + room + "/block", "block", true);
    refused(404, admin, "PUT", V1 + "/rooms/!none/block", "block", true);
    String guest = "@absent:" + World.SERVER;
    traffic.post(admin, V1 + "/join/" + open(), "user_id", alice.user());
    refused(404, admin, "POST", V1 + "/join/!none", "user_id", alice.user());
    refused(404, admin, "POST", V1 + "/join/" + segment(id), "user_id", guest);
    refused(400, admin, "POST", V1 + "/join/" + segment(id), "user_id", "nobody");
    refused(400, admin, "POST", V1 + "/join/" + segment(id));
    refused(403, alice, "POST", V1 + "/join/" + segment(id), "user_id", alice.user());
    traffic.get(admin, V1 + "/users/" + segment(alice.user()) + "/joined_rooms");
    named("GET", V1 + "/users/", "/joined_rooms");
    refused(404, admin, "GET", V2 + "/rooms/!none/delete_status");
    for (String version : List.of(V1, V2)) {
      refused(403, alice, "DELETE", version + room);
      refused(404, admin, "DELETE", version + "/rooms/!none");
      refused(400, admin, "DELETE", version + room, "new_room_user_id", alice.user());
    }
    JsonObject kept = JsonObject.of("purge", false);
    traffic.ask(200, admin, "DELETE", V1 + room, kept);
    String deletion =
        traffic.ask(200, admin, "DELETE", V2 + "/rooms/" + open(), kept).string("delete_id");
    traffic.get(admin, V2 + room + "/delete_status");
    traffic.get(admin, V2 + "/rooms/delete_status/" + deletion);
    refused(403, alice, "GET", V2 + room + "/delete_status");
    refused(403, alice, "GET", V2 + "/rooms/delete_status/" + deletion);
    refused(404, admin, "GET", V2 + "/rooms/delete_status/none");
  }

  private void histories() {
    String room = open();
    String event =
        traffic
            .ask(
                200,
                admin,
                "PUT",
                "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/admin-history",
                JsonObject.of("msgtype", "m.text", "body", "Bonjour"))
            .string("event_id");
    String history = V1 + "/purge_history/";
    String named = history + room + "/" + segment(event);
    String purge = traffic.post(admin, named).string("purge_id");
    traffic.post(admin, history + room, "purge_up_to_event_id", event);
    traffic.get(admin, V1 + "/purge_history_status/" + purge);
    refused(403, alice, "POST", named);
    refused(403, alice, "POST", history + room);
    refused(404, admin, "POST", history + "!none/" + segment(event));
    refused(404, admin, "POST", history + "!none", "purge_up_to_event_id", event);
    refused(404, admin, "POST", history + room + "/$none");
    refused(404, admin, "POST", history + room, "purge_up_to_ts", 1);
    refused(400, admin, "POST", history + room);
    refused(400, admin, "POST", named, "purge_up_to_event_id", "\u0000");
    refused(400, admin, "POST", history + room, "purge_up_to_event_id", "\u0000");
    refused(403, alice, "GET", V1 + "/purge_history_status/" + purge);
    refused(404, admin, "GET", V1 + "/purge_history_status/none");
    String cache = V1 + "/purge_media_cache";
    traffic.post(admin, cache + "?before_ts=1700000000000");
    refused(400, admin, "POST", cache);
    refused(400, admin, "POST", cache + "?before_ts=1");
    refused(403, alice, "POST", cache + "?before_ts=1700000000000");
  }

  private String open() {
    JsonObject wish = JsonObject.of("preset", "public_chat");
    return segment(
        traffic.ask(200, admin, "POST", "/_matrix/client/v3/createRoom", wish).string("room_id"));
  }
}
