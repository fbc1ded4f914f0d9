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
    JsonObject login =
        JsonObject.of(
            "type",
            "m.login.password",
            "identifier",
            JsonObject.of("type", "m.id.user", "user", alice.user()),
            "password",
            World.PASSWORD,
            "device_id",
            named.name());
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
}
