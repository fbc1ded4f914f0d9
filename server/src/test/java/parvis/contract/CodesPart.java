package parvis.contract;

import parvis.harness.Client;
import parvis.harness.PersonKey;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// What is wrong in ways for which the specification has a code of its own.
final class CodesPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final int LONG = 300;

  private final Traffic traffic;
  private final Client alice;
  private final Client stranger;

  CodesPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("codes-alice");
    this.stranger = traffic.world().stranger();
  }

  void play() {
    traffic.part("malformed bodies", this::malformed);
    traffic.part("who wants no invitations", this::shy);
    traffic.part("names that cannot be", this::names);
    traffic.part("profiles that cannot be", this::profile);
    traffic.part("keys and pictures that are none", this::others);
  }

  private void refused(Client who, String method, String path, Object... fields) {
    traffic.ask(400, who, method, path, JsonObject.of(fields));
  }

  private void raw(String method, String path, String body) {
    traffic.raw(400, alice, method, path, "application/json", Traffic.bytes(body));
  }

  private void shy() {
    Client shy = traffic.world().register("codes-shy");
    String mine = V3 + "/user/" + Client.segment(shy.user()) + "/account_data/";
    traffic.put(shy, mine + "m.invite_permission_config", "default_action", "block");
    String room =
        V3 + "/rooms/" + Client.segment(traffic.post(alice, V3 + "/createRoom").string("room_id"));
    JsonObject guest = JsonObject.of("user_id", shy.user());
    traffic.ask(403, alice, "POST", room + "/invite", guest);
    JsonObject invite = JsonObject.of("invite", JsonArray.of(shy.user()));
    traffic.ask(403, alice, "POST", V3 + "/createRoom", invite);
    String member = room + "/state/m.room.member/" + Client.segment(shy.user());
    traffic.ask(403, alice, "PUT", member, JsonObject.of("membership", "invite"));
  }

  private void malformed() {
    String room = traffic.post(alice, V3 + "/createRoom").string("room_id");
    String in = "/rooms/" + Client.segment(room);
    String mine = V3 + "/user/" + Client.segment(alice.user());
    for (String body : new String[] {"{", "[]"}) {
      raw("POST", V3 + "/createRoom", body);
      raw("POST", V3 + in + "/invite", body);
      raw("PUT", mine + "/account_data/fr.example", body);
      raw("PUT", mine + in + "/account_data/fr.example", body);
    }
    refused(alice, "PUT", V3 + in + "/state/m.room.name/" + "a".repeat(LONG), "name", "a");
    JsonObject powerless = JsonObject.of("users", JsonObject.of(alice.user(), 0));
    refused(
        alice,
        "POST",
        V3 + "/createRoom",
        "room_version",
        "11",
        "name",
        "Impossible",
        "power_level_content_override",
        powerless);
  }

  private void names() {
    JsonObject dummy = JsonObject.of("type", "m.login.dummy");
    refused(stranger, "POST", V3 + "/register", "username", "é", "auth", dummy);
    traffic.ask(400, stranger, "GET", V3 + "/register/available?username=%C3%A9", JsonObject.EMPTY);
    Client unknown = stranger.signedIn(alice.user(), alice.device(), "pvs_unknown");
    traffic.ask(401, unknown, "GET", V3 + "/account/whoami", JsonObject.EMPTY);
  }

  private void profile() {
    String mine = V3 + "/profile/" + Client.segment(alice.user()) + "/";
    String named = "fr.example." + "a".repeat(LONG);
    refused(alice, "PUT", mine + "UNNAMED", "UNNAMED", 1);
    refused(alice, "PUT", mine + "fr.example.absent");
    refused(alice, "PUT", mine + named, named, 1);
    refused(alice, "PUT", mine + "fr.example.much", "fr.example.much", "a".repeat(100_000));
  }

  private void others() {
    PersonKey master = PersonKey.ofPerson(alice, 1);
    JsonObject forged = PersonKey.ofPerson(alice, 2).sign(master.json("self_signing"));
    refused(
        alice,
        "POST",
        V3 + "/keys/device_signing/upload",
        "master_key",
        master.json("master"),
        "self_signing_key",
        forged);
    byte[] text = JsonWriter.write(JsonObject.of("no", "picture"));
    String path = "/_matrix/media/v3/upload";
    String item =
        MediaPart.item(
            traffic.raw(200, alice, "POST", path, "image/png", text).string("content_uri"));
    String thumbnail = "/_matrix/client/v1/media/thumbnail" + item + "?width=8&height=8";
    traffic.ask(400, alice, "GET", thumbnail, JsonObject.EMPTY);
  }
}
