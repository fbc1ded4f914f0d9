package parvis.contract;

import parvis.harness.Client;
import parvis.harness.PersonKey;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The keys that people vouch with.
final class KeysPart {
  private static final String V3 = "/_matrix/client/v3";

  private final Traffic traffic;
  private final Client alice;

  KeysPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("keys-alice");
  }

  void play() {
    traffic.part("cross-signing", this::crossSigning);
    traffic.part("key backup", this::backup);
  }

  private void crossSigning() {
    PersonKey device = PersonKey.ofDevice(alice, 1);
    PersonKey master = PersonKey.ofPerson(alice, 2);
    PersonKey self = PersonKey.ofPerson(alice, 3);
    PersonKey user = PersonKey.ofPerson(alice, 4);
    String upload = V3 + "/keys/device_signing/upload";
    traffic.post(alice, V3 + "/keys/upload", "device_keys", device.device());
    JsonObject unsigned = JsonObject.of("self_signing_key", self.json("self_signing"));
    traffic.ask(400, alice, "POST", upload, unsigned);
    traffic.post(
        alice,
        upload,
        "master_key",
        device.sign(master.json("master")),
        "self_signing_key",
        master.sign(self.json("self_signing")),
        "user_signing_key",
        master.sign(user.json("user_signing")));
    JsonObject other = JsonObject.of("master_key", PersonKey.ofPerson(alice, 5).json("master"));
    traffic.ask(401, alice, "POST", upload, other);
    PersonKey named = PersonKey.ofPerson(alice, 6);
    JsonObject login = Client.proof(alice.user(), World.PASSWORD).with("device_id", named.name());
    traffic.ask(200, traffic.world().stranger(), "POST", V3 + "/login", login);
    JsonObject taken = JsonObject.of("master_key", named.json("master"));
    traffic.ask(403, alice, "POST", upload, taken);
    traffic.post(
        alice,
        V3 + "/keys/signatures/upload",
        alice.user(),
        JsonObject.of(
            alice.device(), self.sign(device.device()), "NOWHERE", self.sign(device.device())));
    traffic.post(
        alice, V3 + "/keys/query", "device_keys", JsonObject.of(alice.user(), JsonArray.EMPTY));
  }

  private void backup() {
    String versions = V3 + "/room_keys/version";
    traffic.ask(404, alice, "GET", versions, JsonObject.EMPTY);
    String algorithm = "m.megolm_backup.v1.curve25519-aes-sha2";
    JsonObject auth = JsonObject.of("public_key", "Y2xlZg");
    JsonObject wish = JsonObject.of("algorithm", algorithm, "auth_data", auth);
    String old = traffic.ask(200, alice, "POST", versions, wish).string("version");
    String version = traffic.ask(200, alice, "POST", versions, wish).string("version");
    traffic.get(alice, versions);
    traffic.get(alice, versions + "/" + version);
    traffic.ask(404, alice, "GET", versions + "/99", JsonObject.EMPTY);
    traffic.ask(200, alice, "PUT", versions + "/" + version, wish);
    JsonObject other = wish.with("algorithm", "fr.example.other");
    traffic.ask(400, alice, "PUT", versions + "/" + version, other);
    traffic.ask(404, alice, "PUT", versions + "/99", wish);

    JsonObject key =
        JsonObject.of(
            "first_message_index",
            1L,
            "forwarded_count",
            0L,
            "is_verified",
            true,
            "session_data",
            JsonObject.of("ciphertext", "Y2xlZg", "ephemeral", "Y2xlZg", "mac", "Y2xlZg"));
    JsonObject sessions = JsonObject.of("sessions", JsonObject.of("session", key));
    JsonObject rooms = JsonObject.of("rooms", JsonObject.of("!room:parvis.example", sessions));
    String all = V3 + "/room_keys/keys";
    String room = all + "/" + Client.segment("!room:parvis.example");
    String one = room + "/session";
    JsonObject[] bodies = {rooms, sessions, key};
    String[] paths = {all, room, one};
    for (int i = 0; i < paths.length; i++) {
      traffic.ask(200, alice, "PUT", paths[i] + "?version=" + version, bodies[i]);
      traffic.ask(403, alice, "PUT", paths[i] + "?version=" + old, bodies[i]);
      traffic.ask(404, alice, "PUT", paths[i] + "?version=99", bodies[i]);
      traffic.get(alice, paths[i] + "?version=" + version);
      traffic.ask(404, alice, "GET", paths[i] + "?version=99", JsonObject.EMPTY);
      traffic.ask(404, alice, "DELETE", paths[i] + "?version=99", JsonObject.EMPTY);
    }
    for (int i = paths.length - 1; i >= 0; i--) {
      traffic.delete(alice, paths[i] + "?version=" + version);
      if (i < 2) traffic.get(alice, paths[i] + "?version=" + version);
    }
    traffic.delete(alice, versions + "/" + version);
    traffic.delete(alice, versions + "/" + version);
    traffic.ask(404, alice, "DELETE", versions + "/99", JsonObject.EMPTY);
  }
}
