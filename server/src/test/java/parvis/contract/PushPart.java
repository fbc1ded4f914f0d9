package parvis.contract;

import java.util.Map;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// Devices that are told of what happens while they sleep.
final class PushPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final String PUSHERS = V3 + "/pushers";

  private static final String TRIALS = "/api/v1/push/trials";
  private static final String READINGS = "/api/v1/push/readings";
  private static final String WRONG = "400 M_BAD_JSON, 400 M_NOT_JSON, 400 M_MISSING_PARAM, ";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "POST " + TRIALS,
          WRONG + "404 M_NOT_FOUND",
          "POST " + READINGS,
          WRONG + "403 M_FORBIDDEN");

  /// Of the example of RFC 8291.
  private static final String BROWSER =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

  private static final String SECRET = "BTBZMqHH6r4Tts7J_aSIgg";

  private final Traffic traffic;
  private final Client alice;

  PushPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("push-alice");
  }

  void play() {
    traffic.part("pushers", this::pushers);
    traffic.part("browsers", this::browsers);
    traffic.part("notifications", this::notifications);
  }

  private static JsonObject pusher() {
    return JsonObject.of(
            "pushkey",
            "key",
            "kind",
            "http",
            "app_id",
            "example.app",
            "app_display_name",
            "App",
            "device_display_name",
            "Phone",
            "profile_tag",
            "tag",
            "lang",
            "fr")
        .with(
            "data",
            JsonObject.of(
                "url",
                "https://push.example/_matrix/push/v1/notify",
                "format",
                "event_id_only",
                "default_payload",
                JsonObject.of("aps", JsonArray.of("x"))));
  }

  private void pushers() {
    String set = PUSHERS + "/set";
    traffic.ask(200, alice, "POST", set, pusher());
    traffic.get(alice, PUSHERS);
    traffic.ask(400, alice, "POST", set, pusher().with("kind", "pigeon"));
    traffic.ask(400, alice, "POST", set, JsonObject.of("kind", "http"));
    traffic.ask(200, alice, "POST", set, pusher().with("kind", JsonNull.NULL));
    traffic.get(alice, PUSHERS);
  }

  private void browsers() {
    traffic.get(alice, "/api/v1/push");
    var data = JsonObject.of("url", "https://127.0.0.1:1/browser", "auth", SECRET);
    var browser = pusher().with("kind", "webpush").with("pushkey", BROWSER).with("data", data);
    traffic.ask(200, alice, "POST", PUSHERS + "/set", browser);
    traffic.ask(400, alice, "POST", PUSHERS + "/set", browser.with("pushkey", "none"));
    traffic.post(alice, TRIALS, "pushkey", BROWSER);
    traffic.ask(404, alice, "POST", TRIALS, JsonObject.of("pushkey", "none"));
    traffic.ask(400, alice, "POST", TRIALS, JsonObject.EMPTY);
    var stranger = traffic.world().stranger();
    var forged = JsonObject.of("pusher", 1, "room_id", "!a:b", "event_id", "$a", "proof", "none");
    traffic.ask(403, stranger, "POST", READINGS, forged);
    traffic.ask(400, stranger, "POST", READINGS, JsonObject.EMPTY);
    traffic.ask(200, alice, "POST", PUSHERS + "/set", browser.with("kind", JsonNull.NULL));
  }

  private void notifications() {
    Client bruno = traffic.world().register("push-bruno");
    JsonArray invite = JsonArray.of(alice.user());
    String room = traffic.post(bruno, V3 + "/createRoom", "invite", invite).string("room_id");
    String path = V3 + "/rooms/" + Client.segment(room);
    traffic.post(alice, path + "/join");
    for (int i = 0; i < 3; i++) {
      JsonObject text = JsonObject.of("msgtype", "m.text", "body", "Bonjour");
      traffic.ask(200, bruno, "PUT", path + "/send/m.room.message/p" + i, text);
    }
    String list = V3 + "/notifications";
    String next = traffic.get(alice, list + "?limit=2").string("next_token");
    traffic.get(alice, list + "?from=" + next + "&only=highlight");
    traffic.get(alice, list);
    traffic.ask(400, alice, "GET", list + "?limit=none", JsonObject.EMPTY);
    traffic.ask(400, alice, "GET", list + "?from=none", JsonObject.EMPTY);
  }
}
