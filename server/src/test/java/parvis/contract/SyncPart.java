package parvis.contract;

import static parvis.harness.Client.segment;

import parvis.harness.Client;
import parvis.harness.PersonKey;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What a client learns by syncing, and what it keeps on the server.
final class SyncPart {
  private static final String V3 = "/_matrix/client/v3";

  private final Traffic traffic;
  private final Client alice;
  private final Client bruno;
  private final String me;
  private String room = "";
  private String message = "";

  SyncPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("sync-alice");
    this.bruno = traffic.world().register("sync-bruno");
    this.me = V3 + "/user/" + segment(alice.user());
  }

  void play() {
    traffic.part("a room to sync", this::prepare);
    traffic.part("keys", this::keys);
    traffic.part("receipts", this::receipts);
    traffic.part("account data", this::accountData);
    traffic.part("push rules", this::pushRules);
    traffic.part("presence", this::presence);
    traffic.part("sync", this::sync);
    traffic.part("sync as it was", this::before);
    traffic.part("a full filter", this::filter);
    traffic.part("all that a sync tells", this::changes);
  }

  private void refused(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  private static String room(String id) {
    return V3 + "/rooms/" + segment(id);
  }

  private void prepare() {
    JsonArray both = JsonArray.of(bruno.user());
    room = traffic.post(alice, V3 + "/createRoom", "invite", both).string("room_id");
    traffic.post(bruno, room(room) + "/join");
    JsonObject text = JsonObject.of("msgtype", "m.text", "body", "Bonjour");
    for (int i = 0; i < 30; i++) {
      message =
          traffic
              .ask(200, bruno, "PUT", room(room) + "/send/m.room.message/m" + i, text)
              .string("event_id");
    }
    traffic.post(
        bruno, V3 + "/createRoom", "invite", JsonArray.of(alice.user()), "name", "Invitation");
    String left = traffic.post(alice, V3 + "/createRoom").string("room_id");
    traffic.post(alice, room(left) + "/leave");
    JsonArray knocked =
        JsonArray.of(
            JsonObject.of(
                "type", "m.room.join_rules", "content", JsonObject.of("join_rule", "knock")));
    String asked =
        traffic.post(bruno, V3 + "/createRoom", "initial_state", knocked).string("room_id");
    traffic.post(alice, V3 + "/knock/" + segment(asked));
  }

  private void keys() {
    for (Client one : new Client[] {alice, bruno}) {
      JsonObject signature =
          JsonObject.of(one.user(), JsonObject.of("ed25519:" + one.device(), "c2lnbmF0dXJl"));
      JsonObject device =
          JsonObject.of(
              "user_id",
              one.user(),
              "device_id",
              one.device(),
              "algorithms",
              JsonArray.of("m.megolm.v1.aes-sha2"),
              "keys",
              JsonObject.of("curve25519:" + one.device(), "Y2xlZg"),
              "signatures",
              signature);
      JsonObject key = JsonObject.of("key", "Y2xlZg", "signatures", signature);
      traffic.post(
          one,
          V3 + "/keys/upload",
          "device_keys",
          device,
          "one_time_keys",
          JsonObject.of("signed_curve25519:AAAA", key),
          "fallback_keys",
          JsonObject.of("signed_curve25519:BBBB", key.with("fallback", true)));
    }
    JsonObject all = JsonObject.of(alice.user(), JsonArray.EMPTY, bruno.user(), JsonArray.EMPTY);
    traffic.post(alice, V3 + "/keys/query", "device_keys", all);
    JsonObject one =
        JsonObject.of(bruno.user(), JsonObject.of(bruno.device(), "signed_curve25519"));
    traffic.post(alice, V3 + "/keys/claim", "one_time_keys", one);
    JsonObject content = JsonObject.of("greeting", "Bonjour");
    JsonObject messages = JsonObject.of(alice.user(), JsonObject.of(alice.device(), content));
    traffic.put(bruno, V3 + "/sendToDevice/org.example.hello/d1", "messages", messages);
    refused(
        400, alice, "POST", V3 + "/keys/upload", "one_time_keys", JsonObject.of("nocolon", "a"));
  }

  private void receipts() {
    traffic.post(alice, room(room) + "/receipt/m.read/" + segment(message), "thread_id", "main");
    refused(400, alice, "POST", room(room) + "/receipt/m.unheard/" + segment(message));
    traffic.post(bruno, room(room) + "/read_markers", "m.fully_read", message, "m.read", message);
    String typing = room(room) + "/typing/";
    traffic.put(bruno, typing + segment(bruno.user()), "typing", true, "timeout", 30_000L);
  }

  private void accountData() {
    traffic.put(alice, me + "/account_data/org.example.note", "a", 1L);
    traffic.get(alice, me + "/account_data/org.example.note");
    refused(404, alice, "GET", me + "/account_data/org.example.absent");
    refused(403, bruno, "GET", me + "/account_data/org.example.note");
    refused(403, bruno, "PUT", me + "/account_data/org.example.note", "a", 2L);
    refused(405, alice, "PUT", me + "/account_data/m.fully_read", "a", 2L);
    String unread = me + "/account_data/org.example.note";
    traffic.raw(400, alice, "PUT", unread, "application/json", Traffic.bytes("[]"));
    refused(400, alice, "PUT", me + "/rooms/nothing/account_data/x", "a", 2L);
    refused(400, alice, "GET", me + "/rooms/nothing/account_data/x");
    String in = me + "/rooms/" + segment(room);
    traffic.put(alice, in + "/account_data/org.example.note", "a", 1L);
    traffic.get(alice, in + "/account_data/org.example.note");
    refused(404, alice, "GET", in + "/account_data/org.example.absent");
    refused(403, bruno, "GET", in + "/account_data/org.example.note");
    refused(403, bruno, "PUT", in + "/account_data/org.example.note", "a", 2L);
    refused(405, alice, "PUT", in + "/account_data/m.fully_read", "a", 2L);
    traffic.put(alice, in + "/tags/m.favourite", "order", 1L);
    traffic.put(alice, in + "/tags/u.other");
    traffic.get(alice, in + "/tags");
    traffic.delete(alice, in + "/tags/u.other");
  }

  private void pushRules() {
    String rules = V3 + "/pushrules/";
    JsonArray silent = JsonArray.EMPTY;
    traffic.put(alice, rules + "global/room/" + segment(room), "actions", silent);
    traffic.put(alice, rules + "global/sender/" + segment(bruno.user()), "actions", silent);
    String content = rules + "global/content/tulipes";
    traffic.put(alice, content, "pattern", "tulipes", "actions", JsonArray.of("notify"));
    traffic.get(alice, rules);
    traffic.get(alice, rules + "global/");
    traffic.delete(alice, rules + "global/room/" + segment(room));
    traffic.delete(alice, rules + "global/sender/" + segment(bruno.user()));
    JsonArray notify = JsonArray.of("notify");
    String rule = rules + "global/content/fleurs";
    traffic.put(alice, rule, "pattern", "fleurs", "actions", notify);
    refused(404, alice, "PUT", rule + "2?before=absent", "pattern", "x", "actions", notify);
    refused(400, alice, "PUT", rules + "global/content/.mine", "pattern", "x", "actions", notify);
    traffic.get(alice, rule);
    traffic.get(alice, rule + "/enabled");
    traffic.put(alice, rule + "/enabled", "enabled", false);
    traffic.get(alice, rule + "/actions");
    traffic.put(alice, rule + "/actions", "actions", notify);
    traffic.delete(alice, rule);
    refused(404, alice, "GET", rule);
    refused(404, alice, "DELETE", rule);
    refused(404, alice, "GET", rule + "/enabled");
    refused(404, alice, "PUT", rule + "/enabled", "enabled", true);
    refused(404, alice, "GET", rule + "/actions");
    refused(404, alice, "PUT", rule + "/actions", "actions", notify);
  }

  private void presence() {
    String status = V3 + "/presence/" + segment(bruno.user()) + "/status";
    traffic.put(bruno, status, "presence", "online", "status_msg", "Au bureau");
    traffic.get(alice, status);
    refused(403, alice, "PUT", status, "presence", "online");
    refused(400, bruno, "PUT", status, "presence", "invisible");
    refused(404, alice, "GET", V3 + "/presence/nobody/status");
  }

  private void sync() {
    JsonObject all =
        JsonObject.of(
            "room",
            JsonObject.of(
                "include_leave", true, "state", JsonObject.of("lazy_load_members", true)));
    String filter = traffic.ask(200, alice, "POST", me + "/filter", all).string("filter_id");
    traffic.get(alice, me + "/filter/" + filter);
    refused(404, alice, "GET", me + "/filter/987654");
    String first = traffic.get(alice, V3 + "/sync?filter=" + filter).string("next_batch");
    traffic.get(alice, V3 + "/sync?full_state=true&since=" + segment(first));
    JsonObject name = JsonObject.of("name", "Renommé");
    traffic.ask(200, alice, "PUT", room(room) + "/state/m.room.name", name);
    String then = traffic.get(alice, V3 + "/sync?since=" + segment(first)).string("next_batch");
    String changes = V3 + "/keys/changes?from=" + segment(first) + "&to=" + segment(then);
    traffic.get(alice, changes);
    refused(400, alice, "GET", V3 + "/sync?since=nothing");
  }

  private void before() {
    String end = traffic.get(alice, V3 + "/initialSync?limit=5&archived=true").string("end");
    JsonObject text = JsonObject.of("msgtype", "m.text", "body", "Toujours là");
    String send = room(room) + "/send/m.room.message/before";
    String said = traffic.ask(200, bruno, "PUT", send, text).string("event_id");
    traffic.get(alice, V3 + "/events?from=" + segment(end));
    traffic.get(alice, V3 + "/events?timeout=0&room_id=" + segment(room));
    refused(400, alice, "GET", V3 + "/events?from=nothing");
    traffic.get(alice, V3 + "/events/" + segment(said));
    refused(404, alice, "GET", V3 + "/events/nothing");
  }

  private void filter() {
    JsonArray rooms = JsonArray.of(room);
    JsonArray people = JsonArray.of(bruno.user());
    JsonObject events =
        JsonObject.of("limit", 5L, "types", JsonArray.of("m.*"), "senders", people)
            .with("not_types", JsonArray.of("org.example.*"))
            .with("not_senders", JsonArray.of(alice.user()));
    JsonObject inRooms =
        events
            .with("rooms", rooms)
            .with("not_rooms", JsonArray.of("!other:parvis.example"))
            .with("contains_url", false)
            .with("include_redundant_members", true)
            .with("lazy_load_members", true)
            .with("unread_thread_notifications", true);
    JsonObject ofRooms =
        JsonObject.of("rooms", rooms, "not_rooms", JsonArray.of("!other:parvis.example"))
            .with("timeline", inRooms)
            .with("state", inRooms)
            .with("ephemeral", inRooms)
            .with("account_data", inRooms)
            .with("include_leave", true);
    JsonObject all =
        JsonObject.of("room", ofRooms, "presence", events, "account_data", events)
            .with("event_format", "client")
            .with("event_fields", JsonArray.of("type", "content", "sender"));
    String id = traffic.ask(200, alice, "POST", me + "/filter", all).string("filter_id");
    traffic.get(alice, me + "/filter/" + id);
  }

  /// Between two syncs somebody has a new device, somebody goes, and a thread is written in.
  private void changes() {
    Client carla = traffic.world().register("sync-carla");
    traffic.post(alice, room(room) + "/invite", "user_id", carla.user());
    traffic.post(carla, room(room) + "/join");
    String left = traffic.post(alice, V3 + "/createRoom").string("room_id");
    traffic.put(alice, me + "/rooms/" + segment(left) + "/account_data/org.example.note", "a", 1L);
    JsonObject timeline = JsonObject.of("unread_thread_notifications", true, "limit", 1L);
    JsonObject wish =
        JsonObject.of("room", JsonObject.of("include_leave", true, "timeline", timeline));
    String filter = traffic.ask(200, alice, "POST", me + "/filter", wish).string("filter_id");
    String sync = V3 + "/sync?filter=" + filter;
    String first = traffic.get(alice, sync).string("next_batch");
    traffic.put(bruno, V3 + "/devices/" + bruno.device(), "display_name", "Bureau");
    Client other = traffic.world().signIn("sync-bruno");
    traffic.post(other, V3 + "/keys/upload", "device_keys", PersonKey.ofDevice(other, 7).device());
    traffic.post(carla, room(room) + "/leave");
    JsonObject relation = JsonObject.of("rel_type", "m.thread", "event_id", message);
    JsonObject answer = JsonObject.of("msgtype", "m.text", "body", "Alors ?");
    String send = room(room) + "/send/m.room.message/thread";
    traffic.ask(200, bruno, "PUT", send, answer.with("m.relates_to", relation));
    traffic.put(alice, room(left) + "/state/m.room.name", "name", "Adieu");
    traffic.put(alice, room(left) + "/state/m.room.topic", "topic", "Adieu");
    traffic.post(alice, room(left) + "/leave");
    String then = traffic.get(alice, sync + "&since=" + segment(first)).string("next_batch");
    traffic.get(alice, sync + "&use_state_after=true&since=" + segment(first));
    traffic.get(alice, sync);
    traffic.get(alice, V3 + "/keys/changes?from=" + segment(first) + "&to=" + segment(then));
    JsonObject asked = JsonObject.of(bruno.user(), JsonArray.EMPTY);
    traffic.post(alice, V3 + "/keys/query", "device_keys", asked);
  }
}
