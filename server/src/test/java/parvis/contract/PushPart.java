package parvis.contract;

import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// Devices that are told of what happens while they sleep.
final class PushPart {
  private static final String PUSHERS = "/_matrix/client/v3/pushers";

  private final Traffic traffic;
  private final Client alice;

  PushPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("push-alice");
  }

  void play() {
    traffic.part("pushers", this::pushers);
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
}
