package parvis.core.keys;

import java.util.List;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What devices do with keys and say to each other, in one line each.
final class KeyTalk {
  private KeyTalk() {}

  static JsonObject deviceKeys(Client of, String key) {
    return JsonObject.of(
        "user_id", of.user(),
        "device_id", of.device(),
        "algorithms", JsonArray.of("m.olm.v1.curve25519-aes-sha2"),
        "keys", JsonObject.of("curve25519:" + of.device(), key),
        "signatures", JsonObject.of(of.user(), JsonObject.of("ed25519:" + of.device(), "s")));
  }

  static Answer upload(Client client, Object... body) {
    return client.post("/_matrix/client/v3/keys/upload", JsonObject.of(body));
  }

  static Answer query(Client client, Client of, String... devices) {
    var wish =
        JsonObject.of("device_keys", JsonObject.of(of.user(), JsonArray.of((Object[]) devices)));
    return client.post("/_matrix/client/v3/keys/query", wish);
  }

  static Answer write(Client client, String txn, Client to, String device, JsonObject content) {
    var messages = JsonObject.of(to.user(), JsonObject.of(device, content));
    return client.put(
        "/_matrix/client/v3/sendToDevice/fr.example/" + txn, JsonObject.of("messages", messages));
  }

  static List<JsonObject> received(JsonObject sync) {
    return Chat.at(sync, "to_device").array("events").orElse(JsonArray.EMPTY).objects();
  }

  static List<String> list(JsonObject sync, String name) {
    return Chat.at(sync, "device_lists").array(name).orElse(JsonArray.EMPTY).strings();
  }
}
