package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People come and go.
class MembershipTest {
  private static final int OFTEN = 30;

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");

  static String room(Object... wish) {
    return alice.post("/_matrix/client/v3/createRoom", JsonObject.of(wish)).ok().string("room_id");
  }

  static int status(Client client, String room, String how, Client target) {
    return Chat.member(client, room, how, target).status();
  }

  static void leave(Client client, String room) {
    client.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
  }

  static int forget(Client client, String room) {
    return client.post(Chat.path(room) + "/forget", JsonObject.EMPTY).status();
  }

  @Test
  void only_who_is_invited_comes_in_and_an_invitation_may_be_refused_or_withdrawn() {
    var room = room();
    assertThat(Chat.join(bruno, room).status()).isEqualTo(403);
    assertThat(status(alice, room, "invite", bruno)).isEqualTo(200);
    leave(bruno, room);
    assertThat(Chat.join(bruno, room).status()).isEqualTo(403);
    assertThat(status(alice, room, "invite", bruno)).isEqualTo(200);
    assertThat(status(alice, room, "kick", bruno)).isEqualTo(200);
    assertThat(Chat.join(bruno, room).status()).isEqualTo(403);
    assertThat(status(alice, room, "invite", bruno)).isEqualTo(200);
    Chat.join(bruno, room).ok();
    assertThat(status(alice, room, "invite", bruno)).isEqualTo(403);
    assertThat(status(bruno, room, "invite", chloe)).isEqualTo(200);
    leave(bruno, room);
    assertThat(status(bruno, room, "invite", chloe)).isEqualTo(403);
  }

  @Test
  void a_refused_invitation_is_told_as_left_once() {
    var room = room("invite", JsonArray.of(bruno.user()));
    var since = Chat.next(Chat.sync(bruno, ""));
    leave(bruno, room);
    var told = Chat.sync(bruno, "since=" + since);
    assertThat(Chat.in(told, "leave", room).isEmpty()).isFalse();
    var later = Chat.sync(bruno, "since=" + Chat.next(told));
    assertThat(Chat.in(later, "leave", room).isEmpty()).isTrue();
    assertThat(Chat.in(Chat.sync(bruno, ""), "leave", room).isEmpty()).isTrue();
  }

  @Test
  void the_banned_stay_out_until_the_ban_is_lifted() {
    var room = Chat.room(alice, bruno, chloe);
    assertThat(status(bruno, room, "ban", chloe)).isEqualTo(403);
    assertThat(status(alice, room, "unban", chloe)).isEqualTo(403);
    var since = Chat.next(Chat.sync(chloe, ""));
    assertThat(status(alice, room, "ban", chloe)).isEqualTo(200);
    Chat.say(alice, room, "Sans toi");
    var told = Chat.in(Chat.sync(chloe, "since=" + since), "leave", room);
    assertThat(told.toString()).doesNotContain("Sans toi");
    assertThat(Chat.join(chloe, room).status()).isEqualTo(403);
    assertThat(status(alice, room, "invite", chloe)).isEqualTo(403);
    assertThat(chloe.post(Chat.path(room) + "/leave", JsonObject.EMPTY).status()).isEqualTo(403);
    assertThat(status(alice, room, "unban", chloe)).isEqualTo(200);
    Chat.join(chloe, room).ok();
  }

  @Test
  void a_room_is_forgotten_only_when_left_and_comes_back_with_an_invitation() {
    var room = Chat.room(alice, bruno);
    assertThat(forget(bruno, room)).isEqualTo(400);
    leave(bruno, room);
    var filter = Client.segment("{\"room\":{\"include_leave\":true}}");
    assertThat(Chat.in(Chat.sync(bruno, "filter=" + filter), "leave", room).isEmpty()).isFalse();
    assertThat(forget(bruno, room)).isEqualTo(200);
    assertThat(Chat.in(Chat.sync(bruno, "filter=" + filter), "leave", room).isEmpty()).isTrue();
    assertThat(bruno.get(Chat.path(room) + "/messages?dir=b").status()).isEqualTo(403);
    assertThat(forget(chloe, room)).isEqualTo(403);
    assertThat(status(alice, room, "invite", bruno)).isEqualTo(200);
    assertThat(Chat.in(Chat.sync(bruno, ""), "invite", room).isEmpty()).isFalse();
  }

  @Test
  void whoever_knocks_is_let_in_by_an_invitation() {
    var room = room("preset", "private_chat", "name", "Crue");
    var knock = "/_matrix/client/v3/knock/" + Client.segment(room);
    assertThat(bruno.post(knock, JsonObject.EMPTY).status()).isEqualTo(403);
    Chat.state(alice, room, "m.room.join_rules", JsonObject.of("join_rule", "knock")).ok();
    bruno.post(knock, JsonObject.of("reason", "Bonjour")).ok();
    var waiting = Chat.in(Chat.sync(bruno, ""), "knock", room);
    assertThat(waiting.object("knock_state").orElseThrow().toString()).contains("Crue");
    assertThat(Chat.join(bruno, room).status()).isEqualTo(403);
    assertThat(status(alice, room, "invite", bruno)).isEqualTo(200);
    Chat.join(bruno, room).ok();
    assertThat(bruno.post(knock, JsonObject.EMPTY).status()).isEqualTo(403);
    chloe.post(knock, JsonObject.EMPTY).ok();
    leave(chloe, room);
    assertThat(Chat.in(Chat.sync(chloe, ""), "knock", room).isEmpty()).isTrue();
  }

  @Test
  void an_alias_leads_into_its_room() {
    var room = room("preset", "public_chat", "room_alias_name", "mairie");
    var alias = Client.segment("#mairie:" + World.SERVER);
    var joined = bruno.post("/_matrix/client/v3/join/" + alias, JsonObject.EMPTY);
    assertThat(joined.ok().string("room_id")).isEqualTo(room);
    var none = Client.segment("#personne:" + World.SERVER);
    assertThat(bruno.post("/_matrix/client/v3/join/" + none, JsonObject.EMPTY).status())
        .isEqualTo(404);
    assertThat(bruno.get("/_matrix/client/v3/joined_rooms").ok().text()).contains(room);
  }

  @Test
  void whoever_invites_by_setting_the_state_invites_only_people_who_are_here() {
    var room = room();
    var path = Chat.path(room) + "/state/m.room.member/";
    var invite = JsonObject.of("membership", "invite");
    var nobody = Client.segment("@nobody:" + World.SERVER);
    assertThat(alice.put(path + nobody, invite).status()).isEqualTo(404);
    alice.put(path + Client.segment(bruno.user()), invite).ok();
    assertThat(Chat.in(Chat.sync(bruno, ""), "invite", room).isEmpty()).isFalse();
    var none = JsonObject.of("membership", "elsewhere");
    assertThat(alice.put(path + Client.segment(bruno.user()), none).status()).isEqualTo(403);
    assertThat(alice.put(path + "bruno", invite).status()).isEqualTo(400);
  }

  @Test
  void whoever_joins_may_add_to_their_member_event_but_not_change_what_it_says() {
    var room = Chat.room(alice);
    var wish = JsonObject.of("fr.example.desk", "12", "membership", "ban", "displayname", "Alice");
    bruno.post(Chat.path(room) + "/join", wish).ok();
    var member = alice.get(Chat.path(room) + "/state/m.room.member/" + bruno.user()).ok().json();
    assertThat(member.string("fr.example.desk")).contains("12");
    assertThat(member.string("membership")).contains("join");
    assertThat(member.string("displayname")).contains("bruno");
    var people = alice.get(Chat.path(room) + "/joined_members").ok().json();
    assertThat(Chat.at(people, "joined", bruno.user()).has("avatar_url")).isTrue();
  }

  @Test
  void a_new_name_reaches_the_rooms_without_a_new_membership() {
    var room = Chat.room(alice, chloe);
    var since = Chat.next(Chat.sync(alice, ""));
    var path = "/_matrix/client/v3/profile/" + Client.segment(chloe.user()) + "/displayname";
    chloe.put(path, JsonObject.of("displayname", "Chloé B.")).ok();
    var told = Chat.in(Chat.sync(alice, "since=" + since), "join", room);
    assertThat(told.toString()).contains("Chloé B.");
    var members = alice.get(Chat.path(room) + "/joined_members").ok().json();
    assertThat(Chat.at(members, "joined", chloe.user()).string("display_name"))
        .contains("Chloé B.");
  }

  static String name(Client reader, String room, Client person) {
    var members = reader.get(Chat.path(room) + "/joined_members").ok().json();
    return Chat.at(members, "joined", person.user()).string("display_name").orElse("");
  }

  @Test
  void a_room_that_refuses_a_new_name_keeps_it_from_no_other() {
    var rooms = new ArrayList<String>();
    for (int i = 0; i < 9; i++) {
      rooms.add(Chat.room(alice, chloe));
    }
    var before = name(alice, rooms.get(4), chloe);
    var rule = JsonObject.of("join_rule", "fr.parvis.unknown");
    Chat.state(alice, rooms.get(4), "m.room.join_rules", rule).ok();
    Chat.rename(chloe, "Chloé C.");
    assertThat(name(alice, rooms.remove(4), chloe)).isEqualTo(before);
    assertThat(rooms).allMatch(room -> name(alice, room, chloe).equals("Chloé C."));
  }

  @Test
  void what_rooms_did_not_hear_before_the_server_was_killed_they_hear_when_it_is_back(
      @TempDir Path data) {
    var settings =
        Map.of("PARVIS_DATABASE_URL", TestDatabase.freshUrl(), "PARVIS_DATA", data.toString());
    Client dora;
    Client emile;
    String room;
    String since;
    try (var before = World.start(settings)) {
      dora = before.register("dora");
      emile = before.register("emile");
      room = Chat.room(dora, emile);
      since = Chat.next(Chat.sync(dora, ""));
      var profile =
          """
          update profile set display_name = 'Émile', fields = '{"displayname":"Émile"}'
           where "user" = (select nid from matrix_user where user_id = ?)""";
      var note =
          """
          insert into unheard ("user", kind, said_ms)
          select nid, 1, 1 from matrix_user where user_id = ?""";
      before.db().write(tx -> tx.run(profile, emile.user()) + tx.run(note, emile.user()));
    }
    try (var again = World.start(settings)) {
      var reader = again.stranger().signedIn(dora.user(), dora.device(), dora.token());
      var told = Chat.sync(reader, "timeout=30000&since=" + since);
      assertThat(Chat.in(told, "join", room).toString()).contains("Émile");
      assertThat(name(reader, room, emile)).isEqualTo("Émile");
    }
  }

  @Test
  void what_a_room_is_sure_to_deny_asks_the_database_nothing() {
    var room = room("invite", JsonArray.of(bruno.user()));
    Chat.join(bruno, room).ok();
    Chat.state(alice, room, "m.room.power_levels", JsonObject.of("invite", 50)).ok();
    var knock = "/_matrix/client/v3/knock/" + Client.segment(room);
    var before = world.connectionsTaken();
    for (int i = 0; i < OFTEN; i++) {
      assertThat(Chat.join(chloe, room).status()).isEqualTo(403);
      assertThat(chloe.post(knock, JsonObject.EMPTY).status()).isEqualTo(403);
      var nobody = JsonObject.of("user_id", "@personne" + i + ":" + World.SERVER);
      assertThat(bruno.post(Chat.path(room) + "/invite", nobody).errcode())
          .isEqualTo("M_FORBIDDEN");
      Chat.join(bruno, room).ok();
    }
    assertThat(world.connectionsTaken() - before).isLessThan(OFTEN);
  }
}
