package parvis.contract;

import static parvis.harness.Client.segment;

import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Rooms: made, found, entered, left, spoken in and replaced.
final class RoomPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final String V1 = "/_matrix/client/v1";
  private static final String ABSENT = segment("!absent:" + World.SERVER);

  private final Traffic traffic;
  private final Client alice;
  private final Client bruno;
  private final Client carla;
  private final Client stranger;
  private String open = "";
  private String closed = "";

  RoomPart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.alice = traffic.world().register("room-alice");
    this.bruno = traffic.world().register("room-bruno");
    this.carla = traffic.world().register("room-carla");
  }

  void play() {
    traffic.part("creating", this::creating);
    traffic.part("members", this::members);
    traffic.part("refused members", this::refusedMembers);
    traffic.part("writing", this::writing);
    traffic.part("history", this::history);
    traffic.part("aliases", this::aliases);
    traffic.part("directory", this::directory);
    traffic.part("spaces", this::spaces);
    traffic.part("upgrade", this::upgrade);
  }

  static String room(String id) {
    return V3 + "/rooms/" + segment(id);
  }

  private void refused(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  private static JsonObject state(String type, String field, Object value) {
    return JsonObject.of("type", type, "state_key", "", "content", JsonObject.of(field, value));
  }

  private void creating() {
    traffic.put(
        alice, V3 + "/profile/" + segment(alice.user()) + "/displayname", "displayname", "Alice");
    String picture = "mxc://parvis.example/portrait";
    traffic.put(
        alice, V3 + "/profile/" + segment(alice.user()) + "/avatar_url", "avatar_url", picture);
    JsonArray first =
        JsonArray.of(
            state("m.room.avatar", "url", picture),
            state("m.room.history_visibility", "history_visibility", "world_readable"),
            state("m.room.guest_access", "guest_access", "can_join"),
            state("m.room.encryption", "algorithm", "m.megolm.v1.aes-sha2"));
    open =
        traffic
            .post(
                alice,
                V3 + "/createRoom",
                "visibility",
                "public",
                "preset",
                "public_chat",
                "room_alias_name",
                "contract",
                "name",
                "Contrat",
                "topic",
                "Ce qui est promis",
                "creation_content",
                JsonObject.of("type", "m.space"),
                "initial_state",
                first)
            .string("room_id");
    traffic.post(alice, V3 + "/createRoom", "visibility", "public", "name", "Contrat bis");
    closed =
        traffic
            .post(
                alice, V3 + "/createRoom", "invite", JsonArray.of(bruno.user()), "is_direct", true)
            .string("room_id");
    refused(400, alice, "POST", V3 + "/createRoom", "room_version", "unheard");
    refused(400, alice, "POST", V3 + "/createRoom", "room_alias_name", "contract");
    JsonArray byMail =
        JsonArray.of(JsonObject.of("medium", "email", "address", "a@parvis.example"));
    refused(403, alice, "POST", V3 + "/createRoom", "invite_3pid", byMail);
  }

  private void members() {
    traffic.post(bruno, room(closed) + "/join", "reason", "me voici");
    traffic.post(carla, V3 + "/join/" + segment("#contract:" + World.SERVER));
    traffic.post(bruno, V3 + "/join/" + segment(open));
    traffic.get(alice, V3 + "/joined_rooms");
    traffic.get(alice, room(open) + "/members");
    traffic.get(alice, room(open) + "/joined_members");
    String mutual = "/_matrix/client/v1/mutual_rooms?user_id=";
    traffic.get(alice, mutual + segment(bruno.user()));
    refused(400, alice, "GET", mutual + segment(alice.user()));
    traffic.post(alice, room(closed) + "/invite", "user_id", carla.user(), "reason", "viens");
    traffic.post(alice, room(closed) + "/kick", "user_id", bruno.user(), "reason", "du calme");
    traffic.post(alice, room(closed) + "/ban", "user_id", bruno.user());
    traffic.post(alice, room(closed) + "/unban", "user_id", bruno.user());
    traffic.post(bruno, room(open) + "/leave");
    traffic.post(bruno, room(open) + "/forget");
    traffic.put(alice, room(closed) + "/state/m.room.join_rules", "join_rule", "knock");
    traffic.post(bruno, V3 + "/knock/" + segment(closed), "reason", "toc toc");
  }

  private void refusedMembers() {
    Client dora = traffic.world().register("room-dora");
    refused(403, dora, "POST", room(closed) + "/join");
    refused(403, dora, "POST", V3 + "/join/" + segment(closed));
    refused(404, dora, "POST", V3 + "/join/" + segment("#absent:" + World.SERVER));
    refused(403, dora, "POST", V3 + "/knock/" + segment(open));
    refused(403, dora, "POST", V3 + "/knock/" + ABSENT);
    refused(404, dora, "POST", V3 + "/knock/" + segment("#absent:" + World.SERVER));
    refused(400, alice, "POST", room(open) + "/invite", "user_id", "nobody");
    refused(403, dora, "POST", room(open) + "/invite", "user_id", bruno.user());
    refused(
        403, alice, "POST", room(open) + "/invite", "medium", "email", "address", "a@b.example");
    refused(400, alice, "POST", room(open) + "/forget");
    refused(403, carla, "POST", room(open) + "/kick", "user_id", alice.user());
    refused(403, carla, "POST", room(open) + "/ban", "user_id", alice.user());
    refused(403, carla, "POST", room(open) + "/unban", "user_id", bruno.user());
    refused(403, dora, "GET", room(closed) + "/members");
    refused(403, dora, "GET", room(closed) + "/joined_members");
    refused(403, dora, "GET", room(closed) + "/state");
    refused(403, dora, "GET", room(closed) + "/state/m.room.name/");
    refused(403, dora, "GET", room(closed) + "/messages?dir=b");
    refused(403, dora, "GET", room(closed) + "/aliases");
    refused(403, dora, "GET", V1 + "/rooms/" + segment(closed) + "/threads");
  }

  private String send(Client who, JsonObject content) {
    String path = room(open) + "/send/m.room.message/t" + traffic.requests();
    return traffic.ask(200, who, "PUT", path, content).string("event_id");
  }

  private static JsonObject text(String body) {
    return JsonObject.of("msgtype", "m.text", "body", body);
  }

  private static JsonObject thread(String root, String body) {
    JsonObject relation = JsonObject.of("rel_type", "m.thread", "event_id", root);
    return text(body).with("m.relates_to", relation);
  }

  private void writing() {
    traffic.put(alice, room(open) + "/state/m.room.topic", "topic", "Nouveau sujet");
    traffic.put(alice, room(open) + "/state/org.example.note/k", "a", 1L);
    refused(403, carla, "PUT", room(open) + "/state/m.room.topic", "topic", "Non");
    String gone = send(alice, text("à effacer"));
    String redact = room(open) + "/redact/" + segment(gone);
    traffic.put(alice, redact + "/r1", "reason", "erreur");
    traffic.get(alice, room(open) + "/event/" + segment(gone));
    refused(
        403, bruno, "PUT", room(open) + "/send/m.room.message/x", "msgtype", "m.text", "body", "x");
    String alias = "#absent:" + World.SERVER;
    refused(400, alice, "PUT", room(open) + "/state/m.room.canonical_alias", "alias", alias);
    JsonObject flower =
        JsonObject.of(
            "rel_type", "m.annotation", "event_id", send(alice, text("fleur")), "key", "🌷");
    String react = room(open) + "/send/m.reaction/";
    traffic.put(alice, react + "f1", "m.relates_to", flower);
    refused(400, alice, "PUT", react + "f2", "m.relates_to", flower);
  }

  private void history() {
    String root = send(alice, text("Bonjour"));
    for (int i = 0; i < 4; i++) send(carla, thread(root, "réponse " + i));
    JsonObject edit = JsonObject.of("rel_type", "m.replace", "event_id", root);
    JsonObject edited = text("* Bonsoir").with("m.new_content", text("Bonsoir"));
    send(alice, edited.with("m.relates_to", edit));
    String other = send(carla, text("Autre"));
    send(alice, thread(other, "là aussi"));
    String lazy = "filter=" + segment("{\"lazy_load_members\":true}");
    traffic.get(alice, room(open) + "/messages?dir=b&limit=5&" + lazy);
    String end = traffic.get(alice, room(open) + "/messages?dir=f&limit=5").string("end");
    traffic.get(alice, room(open) + "/messages?dir=f&limit=500&from=" + segment(end));
    traffic.get(alice, room(open) + "/context/" + segment(root) + "?limit=6&" + lazy);
    traffic.get(alice, room(open) + "/event/" + segment(root));
    traffic.get(alice, room(open) + "/initialSync?limit=3");
    refused(403, alice, "GET", room("!none:parvis.example") + "/initialSync");
    traffic.get(alice, room(open) + "/state");
    traffic.get(alice, room(open) + "/state/m.room.topic");
    traffic.get(alice, room(open) + "/state/m.room.member/" + segment(carla.user()));
    traffic.get(alice, room(open) + "/state/m.room.topic/?format=event");
    traffic.get(
        alice, room(open) + "/state/m.room.member/" + segment(carla.user()) + "?format=event");
    String at = V1 + "/rooms/" + segment(open) + "/timestamp_to_event?dir=";
    traffic.get(alice, at + "f&ts=0");
    refused(404, alice, "GET", at + "b&ts=0");
    refused(404, alice, "GET", room(open) + "/state/org.example.absent");
    refused(404, alice, "GET", room(open) + "/event/" + segment("$absent"));
    refused(404, alice, "GET", room(open) + "/context/" + segment("$absent"));
    relations(V1 + "/rooms/" + segment(open), root);
  }

  private void relations(String room, String root) {
    for (String kind : new String[] {"", "/m.thread", "/m.thread/m.room.message"}) {
      String path = room + "/relations/" + segment(root) + kind;
      String next = traffic.get(alice, path + "?limit=2&recurse=true").string("next_batch");
      traffic.get(alice, path + "?limit=2&from=" + segment(next));
      refused(404, alice, "GET", room + "/relations/" + segment("$absent") + kind);
    }
    String next = traffic.get(alice, room + "/threads?limit=1").string("next_batch");
    traffic.get(alice, room + "/threads?include=participated&from=" + segment(next));
    refused(400, alice, "GET", room + "/threads?from=nothing");
  }

  private void aliases() {
    String alias = V3 + "/directory/room/" + segment("#second:" + World.SERVER);
    traffic.put(alice, alias, "room_id", open);
    refused(409, alice, "PUT", alias, "room_id", open);
    refused(400, alice, "PUT", V3 + "/directory/room/nothing", "room_id", open);
    traffic.get(stranger, alias);
    traffic.get(alice, room(open) + "/aliases");
    refused(400, alice, "GET", room("nothing") + "/aliases");
    refused(400, alice, "GET", V3 + "/directory/room/nothing");
    traffic.delete(alice, alias);
    refused(404, alice, "GET", alias);
    refused(404, alice, "DELETE", alias);
    String listed = V3 + "/directory/list/room/";
    traffic.get(alice, listed + segment(open));
    refused(404, alice, "GET", listed + ABSENT);
    refused(401, stranger, "GET", listed + segment(open));
    traffic.put(alice, listed + segment(open), "visibility", "public");
    refused(404, alice, "PUT", listed + ABSENT, "visibility", "public");
  }

  private void directory() {
    String rooms = V3 + "/publicRooms";
    traffic.get(alice, rooms);
    refused(401, stranger, "GET", rooms);
    String next = traffic.get(alice, rooms + "?limit=1").string("next_batch");
    traffic.get(alice, rooms + "?limit=1&since=" + segment(next));
    JsonObject filter = JsonObject.of("generic_search_term", "contrat");
    String more = traffic.post(alice, rooms, "filter", filter, "limit", 1L).string("next_batch");
    traffic.post(alice, rooms, "filter", filter, "limit", 1L, "since", more);
    traffic.post(alice, V3 + "/user_directory/search", "search_term", "alice", "limit", 10L);
  }

  private void spaces() {
    String space =
        traffic
            .post(
                alice,
                V3 + "/createRoom",
                "preset",
                "public_chat",
                "name",
                "Espace",
                "creation_content",
                JsonObject.of("type", "m.space"))
            .string("room_id");
    JsonArray via = JsonArray.of(World.SERVER);
    for (String child : new String[] {open, closed}) {
      traffic.put(alice, room(space) + "/state/m.space.child/" + segment(child), "via", via);
    }
    String tree = V1 + "/rooms/" + segment(space) + "/hierarchy";
    traffic.get(alice, tree);
    String next = traffic.get(alice, tree + "?limit=1&max_depth=1").string("next_batch");
    traffic.get(alice, tree + "?limit=1&max_depth=1&from=" + next);
    refused(400, alice, "GET", tree + "?limit=1&max_depth=2&from=" + next);
    refused(403, carla, "GET", V1 + "/rooms/" + ABSENT + "/hierarchy");
    JsonObject allow = JsonObject.of("type", "m.room_membership", "room_id", space);
    JsonObject rule = JsonObject.of("join_rule", "restricted", "allow", JsonArray.of(allow));
    JsonObject first = JsonObject.of("type", "m.room.join_rules", "state_key", "", "content", rule);
    JsonArray restricted = JsonArray.of(first);
    String inner =
        traffic.post(alice, V3 + "/createRoom", "initial_state", restricted).string("room_id");
    traffic.put(alice, room(space) + "/state/m.space.child/" + segment(inner), "via", via);
    traffic.get(alice, tree);
    for (String shown : new String[] {open, closed, inner}) {
      traffic.get(alice, V1 + "/room_summary/" + segment(shown));
    }
    refused(404, alice, "GET", V1 + "/room_summary/" + ABSENT);
    refused(401, stranger, "GET", V1 + "/room_summary/" + segment(space));
  }

  private void upgrade() {
    refused(400, alice, "POST", room(open) + "/upgrade", "new_version", "unheard");
    refused(403, carla, "POST", room(open) + "/upgrade", "new_version", "12");
    traffic.post(alice, room(open) + "/upgrade", "new_version", "12");
  }
}
