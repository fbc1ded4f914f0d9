package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A room is replaced by one of another version, and keeps what makes it itself.
class UpgradeTest {
  static World world;
  static Client alice;
  static Client bruno;
  static Client chloe;

  @BeforeAll
  static void start() {
    world = World.start();
    alice = world.register("alice");
    bruno = world.register("bruno");
    chloe = world.register("chloe");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  static Answer upgrade(Client client, String room, JsonObject wish) {
    return client.post(Chat.path(room) + "/upgrade", wish);
  }

  static JsonObject state(String room, String type) {
    return alice.get(Chat.path(room) + "/state/" + type + "/").ok().json();
  }

  @ParameterizedTest
  @CsvSource({"1, 12", "2, 3", "6, 8", "10, 11", "11, 12", "12, 11", "12, 12"})
  void the_new_room_takes_over_the_state_the_alias_and_the_bans(String from, String to) {
    var alias = "salon" + from + "a" + to;
    var room =
        alice
            .post(
                "/_matrix/client/v3/createRoom",
                JsonObject.of(
                    "preset",
                    "public_chat",
                    "room_version",
                    from,
                    "name",
                    "Crue",
                    "room_alias_name",
                    alias,
                    "visibility",
                    "public"))
            .ok()
            .string("room_id");
    Chat.join(bruno, room).ok();
    Chat.member(alice, room, "ban", chloe).ok();
    var made = upgrade(alice, room, JsonObject.of("new_version", to)).ok();
    var next = made.string("replacement_room");
    assertThat(state(next, "m.room.create").string("room_version")).contains(to);
    assertThat(Chat.at(state(next, "m.room.create"), "predecessor").string("room_id"))
        .contains(room);
    assertThat(state(next, "m.room.name").string("name")).contains("Crue");
    assertThat(state(room, "m.room.tombstone").string("replacement_room")).contains(next);
    var found =
        alice
            .get(
                "/_matrix/client/v3/directory/room/"
                    + Client.segment("#" + alias + ":" + World.SERVER))
            .ok();
    assertThat(found.string("room_id")).isEqualTo(next);
    var listed = alice.get("/_matrix/client/v3/publicRooms").ok().text();
    assertThat(listed).contains(next).doesNotContain(room);
    assertThat(Chat.join(chloe, next).status()).isEqualTo(403);
    Chat.join(bruno, next).ok();
    Chat.say(bruno, next, "Bonjour");
    var said = bruno.put(Chat.path(room) + "/send/m.room.message/x" + to, JsonObject.of("a", 1));
    assertThat(said.status()).isEqualTo(403);
    Chat.state(alice, next, "m.room.power_levels", state(next, "m.room.power_levels")).ok();
  }

  @Test
  void further_creators_are_named_when_it_is_replaced() {
    var room = Chat.room(alice, bruno);
    var levels = state(room, "m.room.power_levels");
    Chat.state(
            alice,
            room,
            "m.room.power_levels",
            levels.with("users", JsonObject.of(bruno.user(), 50)))
        .ok();
    var wish =
        JsonObject.of("new_version", "12", "additional_creators", JsonArray.of(bruno.user()));
    var next = upgrade(alice, room, wish).ok().string("replacement_room");
    assertThat(state(next, "m.room.create").array("additional_creators").orElseThrow().strings())
        .containsExactly(bruno.user());
    Chat.join(bruno, next).ok();
    Chat.state(bruno, next, "m.room.encryption", JsonObject.of("algorithm", "x")).ok();
  }

  @Test
  void who_may_not_or_does_not_know_the_version_changes_nothing() {
    var room = Chat.room(alice, bruno);
    var before = alice.get(Chat.path(room) + "/state").ok().bytes().length;
    assertThat(upgrade(bruno, room, JsonObject.of("new_version", "11")).status()).isEqualTo(403);
    assertThat(upgrade(chloe, room, JsonObject.of("new_version", "11")).status()).isEqualTo(403);
    assertThat(upgrade(alice, room, JsonObject.of("new_version", "77")).errcode())
        .isEqualTo("M_UNSUPPORTED_ROOM_VERSION");
    assertThat(upgrade(alice, room, JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(state(room, "m.room.create").has("predecessor")).isFalse();
    assertThat(alice.get(Chat.path(room) + "/state/m.room.tombstone/").status()).isEqualTo(404);
    assertThat(before).isPositive();
  }
}
