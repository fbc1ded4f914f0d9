package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A new room has what its creator asked for, and nothing else.
class CreateRoomTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");

  static Answer create(JsonObject wish) {
    return alice.post("/_matrix/client/v3/createRoom", wish);
  }

  static String room(JsonObject wish) {
    return create(wish).ok().string("room_id");
  }

  static JsonObject state(String room, String type) {
    return alice.get(Chat.path(room) + "/state/" + type + "/").ok().json();
  }

  static String membership(String room, Client of) {
    var path = Chat.path(room) + "/state/m.room.member/" + Client.segment(of.user());
    return alice.get(path).ok().string("membership");
  }

  @ParameterizedTest
  @CsvSource({
    "private_chat, invite, shared, can_join",
    "trusted_private_chat, invite, shared, can_join",
    "public_chat, public, shared, forbidden"
  })
  void a_preset_decides_who_comes_in_and_what_they_see(
      String preset, String joinRule, String visibility, String guests) {
    var room = room(JsonObject.of("preset", preset));
    assertThat(state(room, "m.room.join_rules").string("join_rule")).contains(joinRule);
    assertThat(state(room, "m.room.history_visibility").string("history_visibility"))
        .contains(visibility);
    assertThat(state(room, "m.room.guest_access").string("guest_access")).contains(guests);
  }

  @Test
  void without_a_preset_the_directory_decides() {
    assertThat(state(room(JsonObject.EMPTY), "m.room.join_rules").string("join_rule"))
        .contains("invite");
    var listed = room(JsonObject.of("visibility", "public"));
    assertThat(state(listed, "m.room.join_rules").string("join_rule")).contains("public");
    var path = "/_matrix/client/v3/directory/list/room/" + Client.segment(listed);
    assertThat(alice.get(path).ok().string("visibility")).isEqualTo("public");
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void a_room_is_created_once_and_its_creators_are_above_levels(String version) {
    var room = room(JsonObject.of("preset", "public_chat", "room_version", version));
    var again = JsonObject.of("room_version", version, "more", 1);
    assertThat(Chat.state(alice, room, "m.room.create", again).errcode())
        .isEqualTo("M_INVALID_PARAM");
    var levels = JsonObject.of("users", JsonObject.of(alice.user(), 100));
    assertThat(Chat.state(alice, room, "m.room.power_levels", levels).status())
        .isEqualTo(version.equals("12") ? 400 : 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void in_a_trusted_chat_the_invited_may_do_what_the_creator_may(String version) {
    var room =
        room(
            JsonObject.of(
                "preset",
                "trusted_private_chat",
                "room_version",
                version,
                "is_direct",
                true,
                "invite",
                JsonArray.of(bruno.user())));
    var invited = Chat.in(Chat.sync(bruno, ""), "invite", room);
    var own =
        invited
            .object("invite_state")
            .orElseThrow()
            .array("events")
            .orElseThrow()
            .objects()
            .stream()
            .filter(e -> e.string("state_key").filter(bruno.user()::equals).isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(own.object("content").flatMap(c -> c.bool("is_direct"))).contains(true);
    Chat.join(bruno, room).ok();
    Chat.state(bruno, room, "m.room.encryption", JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"))
        .ok();
    assertThat(Chat.member(bruno, room, "kick", alice).status()).isEqualTo(403);
  }

  @Test
  void what_is_named_comes_before_the_initial_state_and_that_before_the_preset() {
    var state =
        JsonArray.of(
            JsonObject.of("type", "m.room.name", "content", JsonObject.of("name", "Autre")),
            JsonObject.of(
                "type", "m.room.history_visibility",
                "state_key", "",
                "content", JsonObject.of("history_visibility", "joined")),
            JsonObject.of(
                "type", "fr.example", "state_key", "a", "content", JsonObject.of("b", 1)));
    var room =
        room(
            JsonObject.of(
                "name", "Crue",
                "topic", "La digue",
                "initial_state", state,
                "creation_content", JsonObject.of("type", "m.space", "room_version", "1"),
                "room_alias_name", "crue"));
    assertThat(state(room, "m.room.name").string("name")).contains("Crue");
    assertThat(state(room, "m.room.topic").string("topic")).contains("La digue");
    assertThat(state(room, "m.room.history_visibility").string("history_visibility"))
        .contains("joined");
    assertThat(state(room, "m.room.create").string("type")).contains("m.space");
    assertThat(state(room, "m.room.create").string("room_version")).contains("12");
    assertThat(state(room, "m.room.canonical_alias").string("alias"))
        .contains("#crue:" + World.SERVER);
    var path = Chat.path(room) + "/state/fr.example/a";
    assertThat(alice.get(path).ok().json()).isEqualTo(JsonObject.of("b", 1));
    var alias = Client.segment("#crue:" + World.SERVER);
    assertThat(alice.get("/_matrix/client/v3/directory/room/" + alias).ok().string("room_id"))
        .isEqualTo(room);
  }

  @Test
  void power_levels_are_overridden_one_by_one() {
    var room =
        room(
            JsonObject.of(
                "preset",
                "public_chat",
                "power_level_content_override",
                JsonObject.of("invite", 50, "users", JsonObject.of(bruno.user(), 50))));
    var levels = state(room, "m.room.power_levels");
    assertThat(levels.integer("invite")).hasValue(50);
    assertThat(levels.integer("ban")).hasValue(50);
    Chat.join(bruno, room).ok();
    Chat.join(chloe, room).ok();
    assertThat(Chat.state(chloe, room, "m.room.name", JsonObject.of("name", "X")).status())
        .isEqualTo(403);
    Chat.state(bruno, room, "m.room.name", JsonObject.of("name", "X")).ok();
  }

  @Test
  void a_room_whose_own_rules_deny_its_first_state_is_not_made() {
    var before = alice.get("/_matrix/client/v3/joined_rooms").ok().text();
    for (var wish :
        List.of(
            JsonObject.of(
                "power_level_content_override", JsonObject.of("users", JsonObject.of("x", 1))),
            JsonObject.of(
                "room_version",
                "11",
                "name",
                "X",
                "power_level_content_override",
                JsonObject.of("users", JsonObject.of(alice.user(), 0))))) {
      var answer = create(wish);
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.errcode()).isEqualTo("M_INVALID_ROOM_STATE");
    }
    var own =
        JsonObject.of(
            "type", "m.room.member",
            "state_key", alice.user(),
            "content", JsonObject.of("membership", "leave"));
    assertThat(create(JsonObject.of("initial_state", JsonArray.of(own))).status()).isEqualTo(400);
    assertThat(create(JsonObject.of("invite", JsonArray.of(alice.user()))).status()).isEqualTo(400);
    assertThat(alice.get("/_matrix/client/v3/joined_rooms").ok().text()).isEqualTo(before);
  }

  @Test
  void the_invited_learn_of_the_room_and_only_they() {
    var room = room(JsonObject.of("invite", JsonArray.of(bruno.user())));
    assertThat(membership(room, bruno)).isEqualTo("invite");
    assertThat(Chat.in(Chat.sync(bruno, ""), "invite", room).isEmpty()).isFalse();
    assertThat(Chat.join(chloe, room).status()).isEqualTo(403);
    Chat.join(bruno, room).ok();
    assertThat(membership(room, bruno)).isEqualTo("join");
  }

  /// What is left when the server is killed between announcing a room and making it.
  static void leaveUnmade(long nid, String alias) {
    world
        .db()
        .write(
            tx -> {
              tx.run(
                  "insert into room (nid, room_id, version_id) values (?, ?, '12')",
                  nid,
                  "!" + nid);
              tx.run("insert into published_room (room) values (?)", nid);
              return tx.run(
                  "insert into room_alias (alias, room, creator) values (?, ?, 1)", alias, nid);
            });
  }

  static Answer led(String alias) {
    return alice.get("/_matrix/client/v3/directory/room/" + Client.segment(alias));
  }

  @Test
  void an_alias_whose_room_never_came_to_be_is_free() {
    leaveUnmade(-1, "#brise:parvis.example");
    leaveUnmade(-2, "#houle:parvis.example");
    assertThat(led("#brise:parvis.example").status()).isEqualTo(404);
    var room = room(JsonObject.of("room_alias_name", "brise"));
    assertThat(led("#brise:parvis.example").string("room_id")).isEqualTo(room);
    alice
        .put(
            "/_matrix/client/v3/directory/room/" + Client.segment("#houle:parvis.example"),
            JsonObject.of("room_id", room))
        .ok();
    assertThat(led("#houle:parvis.example").string("room_id")).isEqualTo(room);
    assertThat(unmade()).isZero();
    assertThat(create(JsonObject.of("room_alias_name", "brise")).errcode())
        .isEqualTo("M_ROOM_IN_USE");
  }

  static long unmade() {
    var count =
        """
        select count(*) as n from room r full join published_room p on p.room = r.nid
         where r.version = 0 or r.nid is null""";
    return world.db().read(tx -> tx.first(row -> row.number("n"), count)).orElseThrow();
  }

  @Test
  void one_of_many_who_want_the_same_alias_at_once_gets_it() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      var name = "course" + round;
      var wish = JsonObject.of("room_alias_name", name, "visibility", "public");
      List<Callable<Answer>> work = Collections.nCopies(8, () -> create(wish));
      var answers = RacesTest.together(work);
      var made = answers.stream().filter(answer -> answer.status() == 200).toList();
      assertThat(made).hasSize(1);
      assertThat(led("#" + name + ":parvis.example").string("room_id"))
          .isEqualTo(made.getFirst().string("room_id"));
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 200)
          .allMatch(answer -> answer.errcode().equals("M_ROOM_IN_USE"));
      assertThat(unmade()).isZero();
    }
  }
}
