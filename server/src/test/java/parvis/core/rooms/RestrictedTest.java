package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A room opens to the members of another, in the name of somebody who may invite.
class RestrictedTest {
  private static final String VIA = "join_authorised_via_users_server";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");
  private String hall;

  @BeforeEach
  void hall() {
    hall = Chat.room(alice, bruno);
  }

  static JsonObject rule(String rule, Object... allow) {
    return JsonObject.of("join_rule", rule, "allow", JsonArray.of(allow));
  }

  JsonObject membersOfTheHall() {
    return JsonObject.of("type", "m.room_membership", "room_id", hall);
  }

  String room(String version, JsonObject rule) {
    var initial = JsonObject.of("type", "m.room.join_rules", "state_key", "", "content", rule);
    var wish = JsonObject.of("room_version", version, "initial_state", JsonArray.of(initial));
    return Chat.create(alice, wish);
  }

  static void leave(Client client, String room) {
    client.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
  }

  static int join(Client client, String room) {
    return Chat.join(client, room).status();
  }

  static JsonObject member(String room, Client of) {
    var path = Chat.path(room) + "/state/m.room.member/" + Client.segment(of.user());
    return of.get(path).ok().json();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "9", "10", "11", "12"})
  void who_is_in_the_other_room_comes_in_in_the_name_of_who_may_invite(String version) {
    var room = room(version, rule("restricted", membersOfTheHall()));
    assertThat(Chat.join(chloe, room).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(join(bruno, room)).isEqualTo(200);
    assertThat(member(room, bruno).string(VIA)).contains(alice.user());
    leave(bruno, hall);
    Chat.say(bruno, room, "Encore là");
    leave(bruno, room);
    assertThat(join(bruno, room)).isEqualTo(403);
    assertThat(Chat.member(alice, room, "invite", bruno).status()).isEqualTo(200);
    assertThat(join(bruno, room)).isEqualTo(200);
    assertThat(member(room, bruno).has(VIA)).isFalse();
  }

  @Test
  void a_new_name_needs_nobody_s_word() {
    var room = room("12", rule("restricted", membersOfTheHall()));
    assertThat(join(bruno, room)).isEqualTo(200);
    var path = "/_matrix/client/v3/profile/" + Client.segment(bruno.user()) + "/displayname";
    bruno.put(path, JsonObject.of("displayname", "Bruno D.")).ok();
    assertThat(member(room, bruno).string("displayname")).contains("Bruno D.");
    assertThat(member(room, bruno).has(VIA)).isFalse();
    leave(bruno, room);
    assertThat(join(bruno, room)).isEqualTo(200);
    assertThat(member(room, bruno).has(VIA)).isTrue();
  }

  @Test
  void conditions_that_nobody_knows_let_nobody_in() {
    var hallOnly = membersOfTheHall();
    for (var condition :
        List.of(
            hallOnly.with("type", "fr.example"),
            hallOnly.with("room_id", "!nowhere:parvis.example"),
            hallOnly.with("room_id", 1),
            hallOnly.without("room_id"),
            hallOnly.without("type"))) {
      var room = room("12", rule("restricted", condition, "text", 1));
      assertThat(join(bruno, room)).as("" + condition).isEqualTo(403);
    }
    assertThat(join(bruno, room("12", JsonObject.of("join_rule", "restricted", "allow", "x"))))
        .isEqualTo(403);
    assertThat(join(bruno, room("12", JsonObject.of("join_rule", "restricted")))).isEqualTo(403);
  }

  @Test
  void an_invitation_to_the_other_room_is_not_enough_and_a_ban_outweighs_it() {
    var room = room("12", rule("restricted", membersOfTheHall()));
    Chat.member(alice, hall, "invite", chloe).ok();
    assertThat(join(chloe, room)).isEqualTo(403);
    Chat.join(chloe, hall).ok();
    assertThat(Chat.member(alice, room, "ban", chloe).status()).isEqualTo(200);
    assertThat(join(chloe, room)).isEqualTo(403);
  }

  @Test
  void one_of_those_who_may_invite_has_to_be_there() {
    var room = room("11", rule("restricted", membersOfTheHall()));
    assertThat(join(bruno, room)).isEqualTo(200);
    var path = Chat.path(room) + "/state/m.room.power_levels/";
    var levels = alice.get(path).ok().json().with("invite", 50);
    alice.put(path, levels).ok();
    Chat.join(chloe, hall).ok();
    leave(alice, room);
    assertThat(Chat.join(chloe, room).errcode()).isEqualTo("M_FORBIDDEN");
    leave(alice, hall);
  }

  @Test
  void without_the_one_who_made_the_room_another_one_s_word_counts() {
    var room = room("12", rule("restricted", membersOfTheHall()));
    assertThat(join(bruno, room)).isEqualTo(200);
    Chat.join(chloe, hall).ok();
    leave(alice, room);
    assertThat(join(chloe, room)).isEqualTo(200);
    assertThat(member(room, chloe).string(VIA)).contains(bruno.user());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void a_room_may_take_knocks_besides(String version) {
    var room = room(version, rule("knock_restricted", membersOfTheHall()));
    assertThat(join(bruno, room)).isEqualTo(200);
    assertThat(join(chloe, room)).isEqualTo(403);
    var knock = "/_matrix/client/v3/knock/" + Client.segment(room);
    chloe.post(knock, JsonObject.of("reason", "Bonjour")).ok();
    assertThat(join(chloe, room)).isEqualTo(403);
    assertThat(Chat.member(bruno, room, "invite", chloe).status()).isEqualTo(200);
    assertThat(join(chloe, room)).isEqualTo(200);
    assertThat(bruno.post(knock, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
  }
}
