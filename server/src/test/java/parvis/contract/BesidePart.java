package parvis.contract;

import static parvis.harness.Client.segment;

import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What the specification of clients does not know: the house, scripts, other servers, machines
/// that watch. Comes after the first administrator.
final class BesidePart {
  private static final String HOUSE = "/api/v1";
  private static final String SCRIPTS = "/_synapse/admin/v1/register";
  private static final String DELAYED =
      "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
  private static final String THREADS = "/_matrix/client/unstable/io.element.msc4306/rooms/";
  private static final String FOLLOWED =
      "/_matrix/client/unstable/io.element.msc4308/thread_subscriptions";
  private static final String SLIDING =
      "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final String SETTLED = "/_matrix/client/v4/sync";
  private static final String SLEEPER =
      "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

  private static final String NOTICE = "/_synapse/admin/v1/send_server_notice";
  private static final String REPORTS = "/_synapse/admin/v1/event_reports";
  private static final String SERVERS = "/_matrix/federation/v1";
  private static final String KEYS = "/_matrix/key/v2";
  private static final String UNSTABLE = "/_matrix/client/unstable/org.matrix.msc3391/user/";
  private static final String V3 = "/_matrix/client/v3";

  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String STAGE = V3 + "/auth/{stage}/fallback/web";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "GET " + STAGE,
          "400 M_MISSING_PARAM, 404 M_NOT_FOUND",
          "POST " + STAGE,
          "400 M_MISSING_PARAM, 404 M_NOT_FOUND",
          "GET " + SLEEPER,
          "404 M_NOT_FOUND",
          "DELETE " + SLEEPER,
          "404 M_NOT_FOUND",
          "PUT " + SLEEPER,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM",
          "GET " + SLEEPER + "/{deviceId}/events",
          "400 M_INVALID_PARAM, 404 M_NOT_FOUND",
          "POST " + SLEEPER + "/{deviceId}/events",
          MALFORMED + "404 M_NOT_FOUND",
          "GET " + FOLLOWED,
          "400 M_INVALID_PARAM",
          "POST " + SETTLED,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_UNKNOWN_POS");

  private final Traffic traffic;
  private final Client stranger;
  private final Client alice;
  private final Client admin;

  BesidePart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.alice = traffic.world().register("beside-alice");
    this.admin = traffic.world().signIn("account-first");
  }

  void play() {
    traffic.part("wrong for every route", this::everywhere);
    traffic.part("the house", this::house);
    traffic.part("scripts", this::scripts);
    traffic.part("a device that sleeps", this::sleeper);
    traffic.part("pages of stages", this::stages);
    traffic.part("reports", this::reports);
    traffic.part("bars", this::bars);
    traffic.part("notices", this::notices);
    traffic.part("threads", this::threads);
    traffic.part("sliding sync", this::sliding);
    traffic.part("delayed events", this::delayed);
    traffic.part("other servers", this::servers);
    traffic.part("what has no place yet", this::unstable);
    traffic.part("who watches", this::watching);
  }

  private void refused(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  /// Nobody asks where somebody is wanted, and bodies are none.
  private void everywhere() {
    Client unknown = stranger.signedIn("", "", "unknown");
    for (Route route : traffic.routes()) {
      if (!EveryRouteTest.isBeside(route)) continue;
      String path = BadRequestTest.filled(route);
      if (route.needsToken()) {
        refused(401, stranger, route.method(), path);
        refused(401, unknown, route.method(), path);
      }
      if (List.of("POST", "PUT").contains(route.method())
          && !path.contains("/setup/")
          && !path.startsWith("/scim/")
          && !route.path().equals(STAGE)
          && !route.path().equals("/api/v1/address_proof")
          && !route.path().endsWith("/tasks/table")
          && !route.path().contains("/unsubscriptions/")) {
        for (String body : List.of("{", "[]")) {
          byte[] bytes = Traffic.bytes(body);
          traffic.raw(400, admin, route.method(), path, "application/json", bytes);
        }
      }
    }
  }

  private void house() {
    refused(403, alice, "GET", HOUSE + "/registration");
    refused(403, alice, "PUT", HOUSE + "/registration", "mode", "open");
    refused(400, admin, "PUT", HOUSE + "/registration", "mode", "ajar");
    refused(400, admin, "PUT", HOUSE + "/registration");
    refused(403, alice, "GET", HOUSE + "/invitations");
    refused(403, alice, "POST", HOUSE + "/invitations");
    refused(400, admin, "POST", HOUSE + "/invitations", "uses", 0);
    refused(404, stranger, "GET", HOUSE + "/invitations/none");
    refused(403, alice, "DELETE", HOUSE + "/invitations/none");
    refused(404, admin, "DELETE", HOUSE + "/invitations/none");
    refused(404, stranger, "GET", HOUSE + "/setup/none");
    refused(404, stranger, "POST", HOUSE + "/setup/none");
  }

  private void reports() {
    String room = traffic.post(alice, V3 + "/createRoom").string("room_id");
    String in = V3 + "/rooms/" + segment(room);
    String name = in + "/state/m.room.name";
    String event = traffic.put(alice, name, "name", "Bruit").string("event_id");
    traffic.post(alice, in + "/report/" + segment(event), "reason", "bruit");
    refused(404, admin, "POST", in + "/report/" + segment(event));
    traffic.post(alice, in + "/report", "reason", "bruit");
    traffic.post(admin, V3 + "/users/" + segment(alice.user()) + "/report", "reason", "bruit");
    refused(404, alice, "POST", V3 + "/users/nobody/report", "reason", "bruit");
    for (String all : List.of(HOUSE + "/reports", REPORTS)) {
      traffic.get(admin, all);
      refused(403, alice, "GET", all);
      refused(400, admin, "GET", all + "?limit=0");
      refused(403, alice, "DELETE", all + "/1");
      refused(404, admin, "DELETE", all + "/none");
    }
    String found = traffic.get(admin, REPORTS).text();
    String id = found.replaceAll("(?s).*?\"id\":(\\d+).*", "$1");
    traffic.get(admin, REPORTS + "/" + id);
    refused(403, alice, "GET", REPORTS + "/" + id);
    refused(404, admin, "GET", REPORTS + "/none");
    traffic.delete(admin, REPORTS + "/" + id);
    String rest = traffic.get(admin, HOUSE + "/reports").text();
    traffic.delete(admin, HOUSE + "/reports/" + rest.replaceAll("(?s).*?\"id\":(\\d+).*", "$1"));
  }

  /// Asking for one is answered otherwise than the specification says of sending at once.
  private void delayed() {
    String room = traffic.post(alice, V3 + "/createRoom").string("room_id");
    String state = V3 + "/rooms/" + segment(room) + "/state/fr.example.delayed";
    String later = state + "?org.matrix.msc4140.delay=60000";
    String one = alice.put(later, JsonObject.EMPTY).ok().string("delay_id");
    traffic.get(alice, DELAYED);
    refused(400, alice, "POST", DELAYED + "/" + one, "action", "none");
    refused(400, alice, "POST", DELAYED + "/" + one);
    refused(404, stranger, "POST", DELAYED + "/none", "action", "send");
    traffic.post(stranger, DELAYED + "/" + one, "action", "restart");
    traffic.post(stranger, DELAYED + "/" + one + "/cancel");
    refused(404, stranger, "POST", DELAYED + "/" + one + "/cancel");
    refused(404, stranger, "POST", DELAYED + "/" + one + "/none");
    String other = alice.put(later, JsonObject.EMPTY).ok().string("delay_id");
    traffic.post(alice, V3 + "/rooms/" + segment(room) + "/leave");
    refused(403, stranger, "POST", DELAYED + "/" + other + "/send");
  }

  private void threads() {
    String room = traffic.post(alice, V3 + "/createRoom").string("room_id");
    String send = V3 + "/rooms/" + segment(room) + "/send/m.room.message/";
    JsonObject text = JsonObject.of("msgtype", "m.text", "body", "Alors ?");
    String root = traffic.ask(200, alice, "PUT", send + "root", text).string("event_id");
    JsonObject relation = JsonObject.of("rel_type", "m.thread", "event_id", root);
    JsonObject answer = text.with("m.relates_to", relation);
    String reply = traffic.ask(200, alice, "PUT", send + "reply", answer).string("event_id");
    String thread = THREADS + segment(room) + "/thread/" + segment(root) + "/subscription";
    refused(404, alice, "GET", thread);
    refused(404, admin, "PUT", thread);
    refused(404, admin, "DELETE", thread);
    refused(400, alice, "PUT", thread, "automatic", root);
    traffic.put(alice, thread, "automatic", reply);
    traffic.get(alice, thread);
    traffic.delete(alice, thread);
    refused(409, alice, "PUT", thread, "automatic", reply);
    traffic.get(alice, FOLLOWED + "?dir=b");
    refused(400, alice, "GET", FOLLOWED);
  }

  private void stages() {
    String page = V3 + "/auth/m.login.dummy/fallback/web";
    String none = V3 + "/auth/m.login.none/fallback/web?session=x";
    String form = "application/x-www-form-urlencoded";
    traffic.raw(200, stranger, "GET", page + "?session=x", form, new byte[0]);
    traffic.raw(200, stranger, "POST", page, form, Traffic.bytes("session=x"));
    for (String method : List.of("GET", "POST")) {
      traffic.raw(400, stranger, method, page, form, new byte[0]);
      traffic.raw(404, stranger, method, none, form, new byte[0]);
    }
  }

  private void sleeper() {
    refused(404, alice, "GET", SLEEPER);
    refused(404, alice, "DELETE", SLEEPER);
    refused(400, alice, "PUT", SLEEPER);
    refused(400, alice, "PUT", SLEEPER, "device_id", "\u0000");
    JsonObject keys =
        JsonObject.of(
            "user_id", alice.user(),
            "device_id", "SLEEPER",
            "algorithms", JsonArray.of("m.olm.v1.curve25519-aes-sha2"),
            "keys", JsonObject.of("curve25519:SLEEPER", "k"),
            "signatures", JsonObject.of(alice.user(), JsonObject.EMPTY));
    JsonObject data = JsonObject.of("algorithm", "org.matrix.msc3814.v2");
    traffic.put(alice, SLEEPER, "device_id", "SLEEPER", "device_data", data, "device_keys", keys);
    traffic.get(alice, SLEEPER);
    traffic.get(alice, SLEEPER + "/SLEEPER/events");
    traffic.post(alice, SLEEPER + "/SLEEPER/events");
    refused(400, alice, "GET", SLEEPER + "/SLEEPER/events?limit=many");
    refused(404, alice, "GET", SLEEPER + "/OTHER/events");
    refused(404, alice, "POST", SLEEPER + "/OTHER/events");
    traffic.delete(alice, SLEEPER);
  }

  private void bars() {
    Client barred = traffic.world().register("beside-barred");
    for (String bar : List.of("lock", "suspend")) {
      String word = bar.equals("lock") ? "locked" : "suspended";
      String path = V3.replace("v3", "v1") + "/admin/" + bar + "/";
      String whose = path + segment(barred.user());
      traffic.get(admin, whose);
      traffic.put(admin, whose, word, true);
      traffic.put(admin, whose, word, false);
      for (String method : List.of("GET", "PUT")) {
        refused(403, alice, method, whose, word, true);
        refused(400, admin, method, path + "nobody", word, true);
        refused(404, admin, method, path + segment("@absent:" + World.SERVER), word, true);
      }
    }
    traffic.get(admin, V3 + "/capabilities");
  }

  private void sliding() {
    JsonObject on = JsonObject.of("enabled", true);
    JsonObject extensions =
        JsonObject.of(
            "to_device", on, "e2ee", on, "account_data", on, "receipts", on, "typing", on);
    JsonObject list =
        JsonObject.of(
            "ranges",
            JsonArray.of(JsonArray.of(0L, 19L)),
            "timeline_limit",
            5L,
            "required_state",
            JsonArray.of(JsonArray.of("*", "*")));
    JsonObject all = JsonObject.of("lists", JsonObject.of("all", list), "extensions", extensions);
    String pos = traffic.ask(200, alice, "POST", SLIDING, all).string("pos");
    traffic.ask(200, alice, "POST", SLIDING + "?pos=" + segment(pos), all);
    refused(400, alice, "POST", SLIDING + "?pos=nothing");
    refused(400, alice, "POST", SLIDING + "?timeout=-1");
    JsonObject include = JsonObject.of("include", JsonArray.of(JsonObject.EMPTY));
    JsonObject settled = JsonObject.of("timeline_limit", 5L, "required_state", include);
    JsonObject whole = JsonObject.of("lists", JsonObject.of("all", settled));
    String place = traffic.ask(200, alice, "POST", SETTLED, whole).string("pos");
    traffic.ask(200, alice, "POST", SETTLED, whole.with("pos", place));
    refused(400, alice, "POST", SETTLED, "pos", "nothing");
    refused(400, alice, "POST", SETTLED, "timeout", -1L);
  }

  private void notices() {
    JsonObject content = JsonObject.of("msgtype", "m.text", "body", "Maintenance ce soir");
    traffic.post(admin, NOTICE, "user_id", alice.user(), "content", content);
    traffic.put(admin, NOTICE + "/once", "user_id", alice.user(), "content", content);
    refused(400, admin, "POST", NOTICE, "user_id", "nobody", "content", content);
    refused(400, admin, "POST", NOTICE, "user_id", alice.user());
    refused(404, admin, "POST", NOTICE, "user_id", "@absent:" + World.SERVER, "content", content);
    refused(403, alice, "POST", NOTICE);
    refused(403, alice, "PUT", NOTICE + "/once");
  }

  private void scripts() {
    JsonObject fine = wish("beside-script", World.PASSWORD);
    traffic.ask(200, stranger, "POST", SCRIPTS, fine);
    traffic.ask(400, stranger, "POST", SCRIPTS, fine);
    traffic.ask(403, stranger, "POST", SCRIPTS, wish("x", World.PASSWORD).with("mac", "0"));
    traffic.ask(400, stranger, "POST", SCRIPTS, fine.without("nonce"));
    traffic.ask(400, stranger, "POST", SCRIPTS, wish("beside-script", World.PASSWORD));
    traffic.ask(400, stranger, "POST", SCRIPTS, wish("beside-weak", "short"));
    traffic.ask(400, stranger, "POST", SCRIPTS, wish("no name", World.PASSWORD));
  }

  private JsonObject wish(String name, String password) {
    String nonce = traffic.get(stranger, SCRIPTS).string("nonce");
    String mac = mac(String.join("\0", nonce, name, password, "notadmin"));
    return JsonObject.of("nonce", nonce, "username", name, "password", password, "mac", mac);
  }

  private static String mac(String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Traffic.bytes(Traffic.SECRET), "HmacSHA1"));
      return HexFormat.of().formatHex(mac.doFinal(Traffic.bytes(message)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void servers() {
    traffic.get(stranger, SERVERS + "/version");
    String mine = V3 + "/user/" + segment(alice.user()) + "/openid/request_token";
    String token = traffic.post(alice, mine).string("access_token");
    String whose = SERVERS + "/openid/userinfo";
    traffic.get(stranger, whose + "?access_token=" + segment(token));
    refused(401, stranger, "GET", whose);
    refused(401, stranger, "GET", whose + "?access_token=none");
    traffic.get(stranger, KEYS + "/server");
    traffic.get(stranger, KEYS + "/query/" + World.SERVER);
    JsonObject one = JsonObject.of(World.SERVER, JsonObject.EMPTY);
    traffic.post(stranger, KEYS + "/query", "server_keys", one);
    refused(400, stranger, "POST", KEYS + "/query");
    JsonObject.Builder many = JsonObject.builder();
    for (int i = 0; i <= 100; i++) many.put("s" + i + ".example", JsonObject.EMPTY);
    refused(400, stranger, "POST", KEYS + "/query", "server_keys", many.build());
  }

  private void unstable() {
    String room = traffic.post(alice, V3 + "/createRoom").string("room_id");
    String mine = UNSTABLE + segment(alice.user());
    for (String place : List.of(mine, mine + "/rooms/" + segment(room))) {
      traffic.delete(alice, place + "/account_data/fr.example.beside");
      refused(405, alice, "DELETE", place + "/account_data/m.fully_read");
      refused(403, admin, "DELETE", place + "/account_data/fr.example.beside");
    }
    refused(403, alice, "DELETE", mine + "/rooms/!none/account_data/fr.example.beside");
    refused(400, alice, "DELETE", mine + "/rooms/none/account_data/fr.example.beside");
  }

  private void watching() {
    traffic.get(stranger, "/health/live");
    traffic.get(stranger, "/health/ready");
    traffic.get(stranger, "/metrics");
    HttpRequest passed =
        stranger.request("/metrics").header("X-Forwarded-For", "192.0.2.1").GET().build();
    Answer answer = stranger.send(passed);
    traffic.judge("GET /metrics for somebody far away", "GET", "/metrics", answer);
  }
}
