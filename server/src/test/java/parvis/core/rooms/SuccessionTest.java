package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who administers a room when the last one who did has gone.
class SuccessionTest {
  private static final JsonObject OPENED =
      JsonObject.of("rule", "unrestricted", "visibility", "private");

  @AutoClose static World world;
  static Client admin;
  static String town;
  static Client bruno;
  static Client carol;
  static Client external;

  @BeforeAll
  static void start() {
    world = World.start();
    admin = world.administrator("maire");
    town = Town.ruled(admin, "Ville");
    bruno = agent("bruno", "member");
    carol = agent("carol", "member");
    external = world.register("external");
  }

  static Client agent(String name, String role) {
    var agent = world.register(name);
    Town.put(admin, town, agent, role).ok();
    return agent;
  }

  static String room(Client maker, String version, JsonObject levels, Client... members) {
    var rule = JsonObject.of("type", AccessRule.TYPE, "state_key", "", "content", OPENED);
    var room =
        Chat.create(
            maker, JsonObject.of("room_version", version, "initial_state", JsonArray.of(rule)));
    var before = maker.get(Chat.path(room) + "/state/m.room.power_levels/").ok().json();
    var users = before.object("users").orElse(JsonObject.EMPTY);
    for (var name : levels.keys()) {
      users = users.with(name, levels.integer(name).getAsLong());
    }
    Chat.state(maker, room, "m.room.power_levels", before.with("users", users)).ok();
    for (var member : members) {
      Chat.member(maker, room, "invite", member).ok();
      Chat.join(member, room).ok();
    }
    return room;
  }

  static Answer leave(Client who, String room) {
    return who.post(Chat.path(room) + "/leave", JsonObject.EMPTY);
  }

  static JsonObject users(Client who, String room) {
    var levels = who.get(Chat.path(room) + "/state/m.room.power_levels/").ok().json();
    return levels.object("users").orElse(JsonObject.EMPTY);
  }

  static JsonObject level(Client who, long level) {
    return JsonObject.of(who.user(), level);
  }

  @Test
  void the_highest_moderators_succeed_in_the_commit_of_the_leave() {
    for (var version : List.of("10", "11", "12")) {
      var alice = agent("alice-" + version, "member");
      var room =
          room(alice, version, level(bruno, 50).with(carol.user(), 20), bruno, carol, external);
      leave(alice, room).ok();
      assertThat(users(bruno, room).integer(bruno.user())).hasValue(100);
      assertThat(users(bruno, room).integer(carol.user())).hasValue(20);
      var gap =
          world
              .db()
              .read(
                  tx ->
                      tx.first(
                          row -> row.number("events"),
                          """
                          select count(distinct e.pos) as events from event e
                          join room r on r.nid = e.room
                          where r.room_id = ? and e.depth > (
                            select max(depth) - 2 from event where room = r.nid)
                          """,
                          room));
      assertThat(gap).hasValue(2L);
    }
  }

  @Test
  void who_has_become_external_succeeds_nobody_and_holds_nobody_back() {
    var alice = agent("alice-opened", "member");
    var gone = agent("gone", "member");
    var room = room(alice, "12", level(gone, 50).with(bruno.user(), 20), gone, bruno);
    Town.remove(admin, town, gone).ok();
    leave(alice, room).ok();
    assertThat(users(bruno, room)).isEqualTo(level(bruno, 100));
  }

  @Test
  void who_is_external_does_not_remain_as_an_administrator() {
    var alice = agent("alice-outside", "member");
    var gone = agent("gone-high", "member");
    var room = room(alice, "12", level(gone, 100).with(bruno.user(), 20), gone, bruno, external);
    Town.remove(admin, town, gone).ok();
    leave(alice, room).ok();
    assertThat(users(bruno, room)).isEqualTo(level(bruno, 100));
  }

  @Test
  void who_is_kept_out_of_the_house_neither_remains_nor_succeeds() {
    var alice = agent("alice-kept-out", "member");
    var locked = agent("locked-high", "member");
    var expired = agent("expired-moderator", "member");
    var levels = level(locked, 100).with(expired.user(), 50).with(bruno.user(), 20);
    var room = room(alice, "12", levels, locked, expired, bruno);
    var lock = "/_matrix/client/v1/admin/lock/" + Client.segment(locked.user());
    admin.put(lock, JsonObject.of("locked", true)).ok();
    var member = Town.one(town) + "/members/" + Client.segment(expired.user());
    admin.put(member + "/suspension", JsonObject.of("suspended", true)).ok();
    leave(alice, room).ok();
    assertThat(users(bruno, room)).isEqualTo(levels.with(bruno.user(), 100));
  }

  @Test
  void the_end_by_who_administers_the_organisation_is_a_leave() {
    var alice = agent("alice-ended", "member");
    var room = room(alice, "12", level(bruno, 50), bruno);
    var path = Town.one(town) + "/members/" + Client.segment(alice.user()) + "/deactivate";
    var proof = Client.proof(admin.user(), World.PASSWORD);
    admin.post(path, JsonObject.of("auth", proof)).ok();
    assertThat(users(bruno, room).integer(bruno.user())).hasValue(100);
  }

  @Test
  void the_end_of_an_account_is_a_leave() {
    var alice = agent("alice-ending", "member");
    var room = room(alice, "12", level(bruno, 50), bruno);
    alice
        .post(
            "/_matrix/client/v3/account/deactivate",
            JsonObject.of("auth", Client.proof("alice-ending", World.PASSWORD)))
        .ok();
    assertThat(users(bruno, room).integer(bruno.user())).hasValue(100);
  }

  @Test
  void approvers_succeed_where_nobody_moderates_and_all_members_only_if_that_is_wished() {
    var alice = agent("alice-alone", "member");
    var approver = agent("approver", "approver");
    var room = room(alice, "12", JsonObject.EMPTY, bruno, approver, external);
    leave(alice, room).ok();
    assertThat(users(bruno, room)).isEqualTo(level(approver, 100));
    leave(approver, room).ok();
    // Nobody is there who could: the server itself keeps the room until somebody is named.
    var self = "@_server:" + World.SERVER;
    assertThat(users(bruno, room)).isEqualTo(level(approver, 100).with(self, 100));

    var wish = JsonObject.of("name", "Ville", "label", "Ville", "promotes_all", true);
    admin.put(Town.one(town), wish).ok();
    var dora = agent("dora", "member");
    var all = room(dora, "12", JsonObject.EMPTY, bruno, carol, external);
    leave(dora, all).ok();
    assertThat(users(bruno, all)).isEqualTo(level(bruno, 100).with(carol.user(), 100));
    var eva = agent("eva", "member");
    var closed = Chat.create(eva, JsonObject.of("invite", JsonArray.of(bruno.user())));
    Chat.join(bruno, closed).ok();
    leave(eva, closed).ok();
    var levels = bruno.get(Chat.path(closed) + "/state/m.room.power_levels/").ok().json();
    assertThat(levels.integer("users_default")).hasValue(100);
    admin.put(Town.one(town), wish.with("promotes_all", false)).ok();
  }

  @Test
  void nobody_succeeds_while_an_administrator_remains_nor_in_a_plain_room() {
    var alice = agent("alice-second", "member");
    var room = room(alice, "12", level(bruno, 100).with(carol.user(), 50), bruno, carol);
    leave(alice, room).ok();
    assertThat(users(bruno, room).integer(carol.user())).hasValue(50);
    var plain = Chat.room(external, bruno);
    var levels = external.get(Chat.path(plain) + "/state/m.room.power_levels/").ok().json();
    Chat.state(external, plain, "m.room.power_levels", levels.with("users", level(bruno, 50))).ok();
    leave(external, plain).ok();
    assertThat(users(bruno, plain)).isEqualTo(level(bruno, 50));
  }
}
