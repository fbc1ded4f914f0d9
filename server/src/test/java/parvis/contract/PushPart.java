package parvis.contract;

import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// Devices that are told of what happens while they sleep.
final class PushPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final String PUSHERS = V3 + "/pushers";

  private final Traffic traffic;
  private final Client alice;

  PushPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("push-alice");
  }

  void play() {
    traffic.part("pushers", this::pushers);
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
