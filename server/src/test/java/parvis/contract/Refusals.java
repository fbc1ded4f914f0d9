package parvis.contract;

import static parvis.harness.Client.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Requests of which each is refused for a reason of its own, about rooms and people made for them.
final class Refusals {
  private static final String V3 = "/_matrix/client/v3";

  private final World world;
  private final Client founder;
  private final Client moderator;
  private final Client member;
  private final Client banned;
  private final Client invited;
  private final Client gone;
  private final Client outsider;
  private final String room;
  private final String said;
  private final String thread;
  private final List<Traffic.Asked> all = new ArrayList<>();

  Refusals(World world) {
    this.world = world;
    founder = world.register("refused-founder");
    moderator = world.register("refused-moderator");
    member = world.register("refused-member");
    banned = world.register("refused-banned");
    invited = world.register("refused-invited");
    gone = world.register("refused-gone");
    outsider = world.register("refused-outsider");
    JsonObject levels = JsonObject.of("users", JsonObject.of(moderator.user(), 50L), "invite", 50L);
    JsonArray guests =
        JsonArray.of(moderator.user(), member.user(), banned.user(), invited.user(), gone.user());
    room =
        founder
            .post(
                V3 + "/createRoom",
                JsonObject.of(
                    "invite",
                    guests,
                    "room_alias_name",
                    "refused",
                    "power_level_content_override",
                    levels))
            .ok()
            .string("room_id");
    for (Client guest : List.of(moderator, member, banned, gone))
      guest.post(in() + "/join", JsonObject.EMPTY).ok();
    founder.post(in() + "/ban", JsonObject.of("user_id", banned.user())).ok();
    gone.post(in() + "/leave", JsonObject.EMPTY).ok();
    said = say("first", text());
    thread = say("second", related("m.thread", said));
    say("third", related("m.annotation", said));
  }

  private String in() {
    return V3 + "/rooms/" + segment(room);
  }

  private String say(String txn, JsonObject content) {
    return founder.put(in() + "/send/m.room.message/" + txn, content).ok().string("event_id");
  }

  private static JsonObject text() {
    return JsonObject.of("msgtype", "m.text", "body", "Bonjour");
  }

  private static JsonObject related(String kind, String target) {
    JsonObject relation = JsonObject.of("rel_type", kind, "event_id", target, "key", "👍");
    return text().with("m.relates_to", relation);
  }

  List<Traffic.Asked> all() {
    strangers();
    powers();
    states();
    messages();
    members();
    rooms();
    upgrades();
    directory();
    own();
    keys();
    media();
    accounts();
    reading();
    return all;
  }

  /// Characters that do not compress, so that what is too long stays too long.
  static String noise(int chars) {
    Random random = new Random(chars);
    StringBuilder noise = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) noise.append((char) ('a' + random.nextInt(26)));
    return noise.toString();
  }

  private void put(Client who, String path, Object... fields) {
    add(who, "PUT", path, JsonWriter.write(JsonObject.of(fields)));
  }

  private void post(Client who, String path, Object... fields) {
    add(who, "POST", path, JsonWriter.write(JsonObject.of(fields)));
  }

  private void get(Client who, String path) {
    add(who, "GET", path, new byte[0]);
  }

  private void add(Client who, String method, String path, byte[] body) {
    all.add(new Traffic.Asked(who, method, path, "application/json", body));
  }

  /// Who is not in the room, or not any more, or not yet.
  private void strangers() {
    for (Client who : List.of(banned, invited, gone, outsider, world.stranger())) {
      put(who, in() + "/send/m.room.message/x", "msgtype", "m.text", "body", "Bonjour");
      put(who, in() + "/state/m.room.name", "name", "Autre");
      put(who, in() + "/state/org.example.refused/" + segment(who.user() + "x"), "a", 1L);
      put(who, in() + "/redact/" + segment(said) + "/x", "reason", "parce que");
      put(who, in() + "/typing/" + segment(who.user()), "typing", true);
      post(who, in() + "/receipt/m.read/" + segment(said));
      post(who, in() + "/read_markers", "m.fully_read", said, "m.read", said);
      post(who, in() + "/invite", "user_id", outsider.user());
      post(who, in() + "/kick", "user_id", member.user());
      post(who, in() + "/ban", "user_id", member.user());
      post(who, in() + "/unban", "user_id", banned.user());
      post(who, in() + "/upgrade", "new_version", "12");
      put(who, V3 + "/directory/list/room/" + segment(room), "visibility", "public");
    }
    for (Client who : List.of(banned, gone, outsider)) {
      post(who, in() + "/join");
      post(who, V3 + "/join/" + segment("#refused:" + World.SERVER));
      post(who, V3 + "/knock/" + segment(room));
    }
  }

  /// Who is in the room and may not.
  private void powers() {
    put(member, in() + "/state/m.room.name", "name", "Autre");
    put(member, in() + "/state/m.room.power_levels", "users_default", 100L);
    put(member, in() + "/state/org.example.refused/new", "a", 1L);
    put(member, in() + "/redact/" + segment(said) + "/x");
    post(member, in() + "/invite", "user_id", outsider.user());
    post(member, in() + "/kick", "user_id", moderator.user());
    post(member, in() + "/ban", "user_id", outsider.user());
    post(member, in() + "/ban", "user_id", "@absent:elsewhere.example");
    post(member, in() + "/unban", "user_id", banned.user());
    post(moderator, in() + "/kick", "user_id", founder.user());
    post(moderator, in() + "/ban", "user_id", founder.user());
    put(
        moderator,
        in() + "/state/m.room.history_visibility",
        "history_visibility",
        "world_readable");
    put(moderator, in() + "/state/m.room.tombstone", "replacement_room", room);
    JsonObject risen = JsonObject.of(moderator.user(), 100L);
    put(moderator, in() + "/state/m.room.power_levels", "users", risen);
    put(moderator, in() + "/state/org.example.refused/" + segment(member.user()), "a", 1L);
  }

  /// State that no room takes, whoever sets it.
  private void states() {
    String levels = in() + "/state/m.room.power_levels";
    put(founder, levels, "users", JsonObject.of("nobody", 50L));
    put(founder, levels, "users", JsonObject.of(member.user(), "50"));
    put(founder, levels, "users", JsonObject.of(founder.user(), 100L));
    put(founder, levels, "events", JsonArray.of("m.room.name"));
    put(founder, levels, "ban", "50");
    put(founder, levels, "state_default", new Object[] {null}[0]);
    put(founder, levels, "notifications", 7L);
    add(founder, "PUT", levels, Traffic.bytes("{\"ban\":1.5}"));
    put(founder, in() + "/state/m.room.create", "room_version", "12");
    put(founder, in() + "/state/m.room.canonical_alias", "alias", "#absent:" + World.SERVER);
    put(founder, in() + "/state/m.room.canonical_alias", "alt_aliases", JsonArray.of("absent"));
    put(founder, in() + "/state/m.room.member/nobody", "membership", "join");
    String outside = in() + "/state/m.room.member/" + segment("@absent:" + World.SERVER);
    put(founder, outside, "membership", "join");
    put(founder, outside, "membership", "invite");
    put(founder, outside, "membership", "unheard");
    put(founder, outside, "displayname", "Personne");
    put(founder, in() + "/state/m.room.member/" + segment(founder.user()), "membership", "knock");
    put(founder, in() + "/state/org.example.refused/" + noise(256), "a", 1L);
    put(founder, in() + "/state/" + noise(256), "a", 1L);
    put(founder, in() + "/state/org.example.refused/%00", "a", 1L);
    put(founder, in() + "/state/org.example.refused/long", "a", noise(65_536));
    add(founder, "PUT", in() + "/state/org.example.refused/half", Traffic.bytes("{\"a\":0.5}"));
    add(founder, "PUT", in() + "/state/org.example.refused/list", Traffic.bytes("[]"));
  }

  private void messages() {
    String send = in() + "/send/m.room.message/";
    put(founder, send + "long", "body", noise(65_536));
    add(founder, "PUT", send + "half", Traffic.bytes("{\"body\":0.5}"));
    add(founder, "PUT", send + "far", Traffic.bytes("{\"body\":9007199254740992}"));
    add(founder, "PUT", send + "deep", Traffic.bytes("{\"a\":" + "[".repeat(1_000)));
    put(founder, send + "%00", "body", "Bonjour");
    put(founder, send + noise(5_000), "body", "Bonjour");
    put(founder, in() + "/send/m.room.create/x", "body", "Bonjour");
    put(founder, in() + "/send/" + noise(256) + "/x", "body", "Bonjour");
    add(founder, "PUT", send + "again", JsonWriter.write(related("m.annotation", said)));
    add(founder, "PUT", send + "nested", JsonWriter.write(related("m.thread", thread)));
    put(founder, in() + "/redact/" + segment("$absent") + "/x");
    put(founder, in() + "/redact/absent/x");
    put(founder, V3 + "/rooms/" + segment("!absent:" + World.SERVER) + "/send/a/x", "a", 1L);
    put(founder, V3 + "/rooms/absent/send/a/x", "a", 1L);
  }

  private void members() {
    post(founder, in() + "/invite", "user_id", "nobody");
    post(founder, in() + "/invite", "user_id", "@absent:" + World.SERVER);
    post(founder, in() + "/invite", "user_id", "@absent:elsewhere.example");
    post(founder, in() + "/invite", "user_id", banned.user());
    post(founder, in() + "/invite", "user_id", member.user());
    post(founder, in() + "/invite", "id_server", "a", "medium", "email", "address", "a@b.example");
    post(founder, in() + "/kick", "user_id", outsider.user());
    post(founder, in() + "/kick", "user_id", "@absent:elsewhere.example");
    post(founder, in() + "/unban", "user_id", outsider.user());
    post(founder, in() + "/ban", "user_id", member.user(), "reason", noise(10_000));
    post(founder, in() + "/leave", "reason", 7L);
    post(founder, in() + "/forget");
    post(outsider, in() + "/leave");
    post(outsider, in() + "/forget");
    post(founder, V3 + "/join/" + segment("!absent:elsewhere.example"));
    post(founder, V3 + "/join/absent");
  }

  /// Half of what is wished for is possible.
  private void rooms() {
    JsonArray broken =
        JsonArray.of(
            state("org.example.refused.first", JsonObject.of("a", 1L)),
            state("m.room.power_levels", JsonObject.of("users", JsonObject.of("nobody", 1L))));
    String create = V3 + "/createRoom";
    post(founder, create, "room_alias_name", "refused-room", "initial_state", broken);
    post(founder, create, "visibility", "public", "initial_state", broken, "room_version", "11");
    JsonArray fresh = JsonArray.of(state("org.example.refused.second", JsonObject.EMPTY));
    post(founder, create, "room_alias_name", "refused", "initial_state", fresh);
    post(founder, create, "room_alias_name", "refused", "visibility", "public", "name", "Autre");
    post(founder, create, "room_alias_name", "a:b", "initial_state", fresh);
    JsonArray half = JsonArray.of(member.user(), "@absent:" + World.SERVER);
    post(founder, create, "invite", half, "initial_state", fresh);
    post(founder, create, "invite", JsonArray.of(founder.user()), "initial_state", fresh);
    post(founder, create, "invite", JsonArray.of("nobody"));
    JsonArray foreign =
        JsonArray.of(
            state("org.example.refused.third", JsonObject.EMPTY),
            state("org.example.refused.last", JsonObject.EMPTY).with("state_key", member.user()));
    post(founder, create, "room_alias_name", "refused-room", "initial_state", foreign);
    JsonObject large = JsonObject.of("a", noise(65_536));
    JsonArray tooLarge =
        JsonArray.of(
            state("org.example.refused.fourth", JsonObject.EMPTY),
            state("org.example.refused.large", large));
    post(founder, create, "visibility", "public", "initial_state", tooLarge);
    post(founder, create, "preset", "unheard", "initial_state", fresh);
    post(founder, create, "room_version", "unheard", "initial_state", fresh);
    post(founder, create, "name", noise(70_000), "initial_state", fresh);
    post(founder, create, "power_level_content_override", JsonObject.of("ban", "50"));
    JsonObject creators = JsonObject.of("additional_creators", JsonArray.of("nobody"));
    post(founder, create, "creation_content", creators, "initial_state", fresh);
    post(founder, create, "initial_state", JsonArray.of(state("", JsonObject.EMPTY)));
    post(founder, create, "initial_state", JsonArray.of(7L));
    post(founder, create, "invite_3pid", JsonArray.of(JsonObject.EMPTY), "initial_state", 7L);
  }

  private static JsonObject state(String type, JsonObject content) {
    return JsonObject.of("type", type, "state_key", "", "content", content);
  }

  private void upgrades() {
    post(member, in() + "/upgrade", "new_version", "12");
    post(moderator, in() + "/upgrade", "new_version", "12");
    post(founder, in() + "/upgrade", "new_version", "unheard");
    post(founder, in() + "/upgrade");
    post(founder, in() + "/upgrade", "new_version", "12", "additional_creators", JsonArray.of("a"));
  }

  private void directory() {
    String alias = V3 + "/directory/room/";
    put(founder, alias + segment("#refused:" + World.SERVER), "room_id", room);
    put(founder, alias + segment("#other:elsewhere.example"), "room_id", room);
    put(founder, alias + segment("#other:" + World.SERVER), "room_id", "!absent:" + World.SERVER);
    put(founder, alias + "other", "room_id", room);
    put(founder, alias + segment("#" + noise(300) + ":" + World.SERVER), "room_id", room);
    put(outsider, alias + segment("#other:" + World.SERVER), "room_id", room);
    add(member, "DELETE", alias + segment("#refused:" + World.SERVER), new byte[0]);
    add(outsider, "DELETE", alias + segment("#absent:" + World.SERVER), new byte[0]);
    put(member, V3 + "/directory/list/room/" + segment(room), "visibility", "public");
    put(founder, V3 + "/directory/list/room/" + segment(room), "visibility", "unheard");
  }

  /// What people keep for themselves: filters, rules, account data, tags, receipts, profiles.
  private void own() {
    String mine = V3 + "/user/" + segment(member.user());
    post(member, mine + "/filter", "room", 7L);
    post(member, mine + "/filter", "room", JsonObject.of("timeline", JsonObject.of("limit", -1L)));
    post(member, mine + "/filter", "event_fields", "content");
    post(founder, mine + "/filter", "event_format", "client");
    put(member, mine + "/account_data/m.fully_read", "event_id", said);
    put(member, mine + "/account_data/m.push_rules", "global", JsonObject.EMPTY);
    put(founder, mine + "/account_data/org.example.refused", "a", 1L);
    put(member, mine + "/account_data/" + noise(5_000), "a", 1L);
    put(member, mine + "/account_data/org.example.refused", "a", noise(2_100_000));
    put(member, mine + "/rooms/absent/account_data/org.example.refused", "a", 1L);
    put(member, mine + "/rooms/" + segment(room) + "/tags/u.refused", "order", "first");
    put(founder, mine + "/rooms/" + segment(room) + "/tags/u.refused", "order", 0L);
    put(member, in() + "/typing/" + segment(founder.user()), "typing", true);
    put(member, in() + "/typing/" + segment(member.user()), "typing", "yes");
    post(member, in() + "/receipt/m.unheard/" + segment(said));
    post(member, in() + "/receipt/m.read/" + segment(said), "thread_id", 7L);
    post(member, in() + "/read_markers", "m.fully_read", said, "m.read", 7L);
    post(member, in() + "/read_markers", "m.fully_read", said, "m.read", noise(70_000));
    String profile = V3 + "/profile/" + segment(member.user());
    put(founder, profile + "/displayname", "displayname", "Autre");
    put(member, profile + "/displayname", "displayname", 7L);
    put(member, profile + "/displayname", "displayname", "a\u0000b");
    put(member, profile + "/displayname", "displayname", noise(70_000));
    put(member, profile + "/avatar_url", "avatar_url", JsonArray.EMPTY);
    put(member, profile + "/org.example.large", "org.example.large", noise(70_000));
    rules();
  }

  private void rules() {
    String rules = V3 + "/pushrules/global/";
    JsonArray notify = JsonArray.of("notify");
    put(member, rules + "content/refused", "actions", notify);
    put(member, rules + "content/refused", "pattern", 7L, "actions", notify);
    put(member, rules + "content/.refused", "pattern", "a", "actions", notify);
    put(member, rules + "content/a%2Fb", "pattern", "a", "actions", notify);
    put(member, rules + "content/" + noise(300), "pattern", "a", "actions", notify);
    put(member, rules + "unheard/refused", "pattern", "a", "actions", notify);
    put(member, rules + "override/refused", "conditions", 7L, "actions", notify);
    put(member, rules + "override/refused", "conditions", JsonArray.of(7L), "actions", notify);
    put(member, rules + "override/refused", "actions", JsonArray.of(7L));
    put(member, rules + "override/refused?before=absent", "actions", notify);
    put(member, rules + "override/.m.rule.master", "actions", notify);
    put(member, rules + "override/.m.rule.master/enabled", "enabled", "yes");
    put(member, rules + "override/.m.rule.master/actions", "actions", "notify");
    put(member, rules + "override/absent/enabled", "enabled", true);
    add(member, "DELETE", rules + "override/.m.rule.master", new byte[0]);
  }

  private void keys() {
    JsonObject signed = JsonObject.of(member.user(), JsonObject.of("ed25519:A", "c2ln"));
    JsonObject device =
        JsonObject.of("user_id", member.user(), "device_id", member.device(), "keys", signed)
            .with("algorithms", JsonArray.EMPTY)
            .with("signatures", signed);
    String upload = V3 + "/keys/upload";
    post(founder, upload, "device_keys", device);
    post(member, upload, "device_keys", device.without("keys"));
    post(member, upload, "device_keys", device, "one_time_keys", JsonObject.of("nocolon", "a"));
    post(member, upload, "device_keys", device, "one_time_keys", JsonObject.of("a:b", 7L));
    post(member, upload, "device_keys", device, "one_time_keys", JsonObject.of("a\u0000:b", "a"));
    post(member, upload, "device_keys", device, "fallback_keys", JsonObject.of("a:\u0000", "a"));
    post(member, upload, "one_time_keys", JsonObject.of("a:b", "c"), "fallback_keys", 7L);
    JsonObject longName = JsonObject.of("a:b", "c", "a:" + noise(5_000), "c");
    post(member, upload, "device_keys", device, "one_time_keys", longName);
    String half = device.toString().replaceFirst("}$", ",\"a\":0.5}");
    add(member, "POST", upload, Traffic.bytes("{\"device_keys\":" + half + "}"));
    String send = V3 + "/sendToDevice/org.example.refused/x";
    JsonObject all = JsonObject.of("*", text());
    put(member, send, "messages", JsonObject.of(founder.user(), all, member.user(), 7L));
    put(member, send, "messages", JsonObject.of(founder.user(), JsonObject.of("*", 7L)));
    put(member, send, "messages", JsonArray.EMPTY);
    JsonObject fine = JsonObject.of(founder.user(), all);
    put(member, V3 + "/sendToDevice/org.example.refused/" + noise(5_000), "messages", fine);
    put(member, V3 + "/sendToDevice/" + noise(5_000) + "/x", "messages", fine);
    put(member, send, "messages", JsonObject.of(founder.user(), JsonObject.of("a\u0000", text())));
    JsonObject claim = JsonObject.of(founder.user(), JsonObject.of("a\u0000", "signed_curve25519"));
    post(member, V3 + "/keys/claim", "one_time_keys", claim);
    post(member, V3 + "/keys/claim", "one_time_keys", JsonObject.of(founder.user(), 7L));
    post(member, V3 + "/keys/query", "device_keys", JsonObject.of(founder.user(), 7L));
  }

  private void media() {
    String upload = "/_matrix/media/v3/upload";
    byte[] large = new byte[Traffic.UPLOAD_BYTES_MAX + 1];
    byte[] bytes = Traffic.bytes("quelques octets");
    upload(member, "POST", upload, large);
    upload(member, "POST", upload + "?filename=" + noise(300), bytes);
    upload(member, "POST", upload + "?filename=a%00b", bytes);
    upload(world.stranger(), "POST", upload, bytes);
    upload(member, "PUT", upload + "/" + World.SERVER + "/absent", bytes);
    upload(member, "PUT", upload + "/elsewhere.example/absent", bytes);
    String uri = founder.post("/_matrix/media/v1/create", JsonObject.EMPTY).string("content_uri");
    String announced = upload + uri.substring("mxc:/".length());
    upload(member, "PUT", announced, bytes);
    upload(founder, "PUT", announced, large);
    upload(founder, "PUT", announced + "?filename=a%00b", bytes);
    String download = "/_matrix/client/v1/media";
    get(member, download + "/download/" + World.SERVER + "/absent");
    get(member, download + "/thumbnail/" + World.SERVER + "/absent?width=8&height=8");
    get(member, download + "/download" + uri.substring("mxc:/".length()) + "?timeout_ms=0");
  }

  private void upload(Client who, String method, String path, byte[] bytes) {
    all.add(new Traffic.Asked(who, method, path, "text/plain", bytes));
  }

  private void accounts() {
    Client stranger = world.stranger();
    String register = V3 + "/register";
    JsonObject dummy = JsonObject.of("type", "m.login.dummy");
    String fine = World.PASSWORD;
    post(stranger, register, "username", "refused-new", "password", fine);
    post(stranger, register, "username", "refused-member", "password", fine, "auth", dummy);
    post(stranger, register, "username", "refused-new", "password", "short", "auth", dummy);
    post(stranger, register, "username", "Refused new", "password", fine, "auth", dummy);
    post(stranger, register, "username", "refused-new", "auth", dummy);
    JsonObject rest = JsonObject.of("username", "refused-new", "password", fine, "auth", dummy);
    for (String device : List.of("", noise(300), "d\u0000"))
      add(stranger, "POST", register, JsonWriter.write(rest.with("device_id", device)));
    for (Object name : new Object[] {7L, noise(70_000), "n\u0000"})
      add(
          stranger,
          "POST",
          register,
          JsonWriter.write(rest.with("initial_device_display_name", name)));
    add(stranger, "POST", register, JsonWriter.write(rest.with("refresh_token", "yes")));
    add(stranger, "POST", register + "?kind=guest", JsonWriter.write(rest));
    JsonObject login =
        JsonObject.of("type", "m.login.password", "password", fine)
            .with("identifier", JsonObject.of("type", "m.id.user", "user", "refused-member"));
    add(stranger, "POST", V3 + "/login", JsonWriter.write(login.with("password", "wrong")));
    add(stranger, "POST", V3 + "/login", JsonWriter.write(login.with("device_id", "d\u0000")));
    add(stranger, "POST", V3 + "/login", JsonWriter.write(login.with("type", "m.login.unheard")));
    post(stranger, V3 + "/refresh", "refresh_token", "never-given");
    JsonObject proof = login.with("password", "wrong");
    post(member, V3 + "/account/password", "new_password", "another " + fine);
    post(member, V3 + "/account/password", "new_password", "another " + fine, "auth", proof);
    post(member, V3 + "/account/password", "new_password", "short", "auth", login);
    post(member, V3 + "/account/deactivate", "auth", proof);
    post(founder, V3 + "/account/deactivate", "auth", login);
    post(founder, V3 + "/delete_devices", "devices", JsonArray.of(founder.device()), "auth", login);
    put(founder, V3 + "/devices/" + member.device(), "display_name", "Autre");
    put(member, V3 + "/devices/" + member.device(), "display_name", "a\u0000b");
    put(member, "/api/v1/registration", "mode", "closed");
    post(member, "/api/v1/invitations");
    post(stranger, "/api/v1/setup/wrong", "username", "refused-new", "password", fine);
    post(stranger, "/_synapse/admin/v1/register", "username", "refused-new", "mac", "0");
  }

  /// What asks for nothing but a page of something.
  private void reading() {
    for (String query :
        List.of("since=x", "since=99999999999.1", "filter=x", "filter=987654", "timeout=x"))
      get(member, V3 + "/sync?" + query);
    get(member, V3 + "/sync?filter=" + segment("{\"room\":7}"));
    get(world.stranger(), V3 + "/sync");
    get(world.stranger().signedIn("", "", "unknown"), V3 + "/sync");
    get(member, in() + "/messages?dir=x");
    get(member, in() + "/messages?dir=b&from=x");
    get(outsider, in() + "/messages?dir=b");
    get(member, V3 + "/keys/changes?from=x&to=y");
  }
}
