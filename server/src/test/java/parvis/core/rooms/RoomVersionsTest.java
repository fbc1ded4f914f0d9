package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Rooms of every version, from their first event on.
class RoomVersionsTest {
  @TempDir static Path data;
  static Map<String, String> settings;
  @AutoClose static World world;
  static Client alice;
  static Client bruno;
  static Client chloe;

  @BeforeAll
  static void start() {
    settings =
        Map.of("PARVIS_DATA", data.toString(), "PARVIS_DATABASE_URL", TestDatabase.freshUrl());
    world = World.start(settings);
    alice = world.register("alice");
    bruno = world.register("bruno");
    chloe = world.register("chloe");
  }

  static String room(RoomVersion version, String preset) {
    var wish = JsonObject.of("preset", preset, "room_version", version.id());
    return Chat.create(alice, wish);
  }

  static JsonObject state(String room, String type) {
    return alice.get(Chat.path(room) + "/state/" + type + "/").ok().json();
  }

  static Answer rule(String room, Object... content) {
    return Chat.state(alice, room, "m.room.join_rules", JsonObject.of(content));
  }

  static int knock(Client who, String room) {
    var path = "/_matrix/client/v3/knock/" + Client.segment(room);
    return who.post(path, JsonObject.EMPTY).status();
  }

  static int number(RoomVersion version) {
    return Integer.parseInt(version.id().replace("org.matrix.msc3757.", ""));
  }

  @Test
  void all_of_them_are_told_and_the_twelfth_is_that_of_new_rooms() {
    var told = alice.get("/_matrix/client/v3/capabilities").ok().json();
    var versions = Chat.at(told, "capabilities", "m.room_versions");
    assertThat(versions.string("default")).contains("12");
    assertThat(Chat.at(versions, "available").keys())
        .containsExactly(
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "org.matrix.msc3757.10");
    assertThat(Chat.at(versions, "available").string("org.matrix.msc3757.10")).contains("unstable");
    assertThat(state(Chat.room(alice), "m.room.create").string("room_version")).contains("12");
  }

  @ParameterizedTest
  @EnumSource
  void people_talk_and_take_back_what_they_said(RoomVersion version) {
    var room = room(version, "public_chat");
    var create = state(room, "m.room.create");
    assertThat(create.string("room_version")).contains(version.id());
    assertThat(create.has("creator")).isEqualTo(number(version) <= 10);
    assertThat(room.contains(":")).isEqualTo(number(version) <= 11);
    assertThat(Chat.at(state(room, "m.room.power_levels"), "users").has(alice.user()))
        .isEqualTo(number(version) <= 11);
    Chat.join(bruno, room).ok();
    var his = Chat.say(bruno, room, "un secret");
    assertThat(his)
        .matches(
            switch (version) {
              case V1, V2 -> "\\$[A-Za-z0-9_-]{43}:" + World.SERVER;
              case V3 -> "\\$[A-Za-z0-9+/]{43}";
              default -> "\\$[A-Za-z0-9_-]{43}";
            });
    assertThat(Chat.event(alice, room, his).string("event_id")).contains(his);
    var hers = Chat.say(alice, room, "un autre");
    assertThat(Chat.redact(bruno, room, hers).errcode()).isEqualTo("M_FORBIDDEN");
    Chat.redact(bruno, room, his).ok();
    Chat.redact(alice, room, Chat.say(bruno, room, "du bruit")).ok();
    assertThat(Chat.history(bruno, room)).containsExactly("un autre");
    var redaction = Chat.at(Chat.event(bruno, room, his), "unsigned", "redacted_because");
    assertThat(redaction.string("redacts")).contains(his);
    assertThat(Chat.at(redaction, "content").string("redacts")).contains(his);
  }

  @ParameterizedTest
  @EnumSource
  void roles_are_given_within_one_s_own_power(RoomVersion version) {
    var room = room(version, "public_chat");
    Chat.join(bruno, room).ok();
    Chat.join(chloe, room).ok();
    var topic = JsonObject.of("topic", "La digue");
    assertThat(Chat.state(bruno, room, "m.room.topic", topic).errcode()).isEqualTo("M_FORBIDDEN");
    var levels = state(room, "m.room.power_levels");
    var users = levels.object("users").orElse(JsonObject.EMPTY);
    var his = levels.with("users", users.with(bruno.user(), 50)).with("events", JsonObject.EMPTY);
    Chat.state(alice, room, "m.room.power_levels", his).ok();
    Chat.state(bruno, room, "m.room.topic", topic).ok();
    var more = his.with("users", users.with(bruno.user(), 51));
    assertThat(Chat.state(bruno, room, "m.room.power_levels", more).status()).isEqualTo(403);
    var noisy = his.with("notifications", JsonObject.of("room", 51));
    assertThat(Chat.state(bruno, room, "m.room.power_levels", noisy).status())
        .isEqualTo(number(version) < 6 ? 200 : 403);
    assertThat(Chat.member(bruno, room, "ban", chloe).status()).isEqualTo(200);
    assertThat(Chat.member(bruno, room, "kick", alice).status()).isEqualTo(403);
    var text = his.with("ban", "50");
    assertThat(Chat.state(alice, room, "m.room.power_levels", text).errcode())
        .isEqualTo("M_BAD_JSON");
  }

  @ParameterizedTest
  @EnumSource
  void a_room_opens_in_the_ways_that_its_version_knows(RoomVersion version) {
    var hall = Chat.room(alice, bruno);
    var room = room(version, "private_chat");
    var allow = JsonArray.of(JsonObject.of("type", "m.room_membership", "room_id", hall));
    assertThat(Chat.join(bruno, room).status()).isEqualTo(403);
    rule(room, "join_rule", "knock").ok();
    assertThat(knock(chloe, room)).isEqualTo(number(version) < 7 ? 403 : 200);
    rule(room, "join_rule", "restricted", "allow", allow).ok();
    assertThat(Chat.join(bruno, room).status()).isEqualTo(number(version) < 8 ? 403 : 200);
    rule(room, "join_rule", "knock_restricted", "allow", allow).ok();
    Chat.member(alice, room, "kick", bruno);
    assertThat(Chat.join(bruno, room).status()).isEqualTo(number(version) < 10 ? 403 : 200);
    Chat.member(alice, room, "kick", chloe);
    assertThat(knock(chloe, room)).isEqualTo(number(version) < 10 ? 403 : 200);
    rule(room, "join_rule", "invite").ok();
    assertThat(Chat.member(alice, room, "invite", chloe).status()).isEqualTo(200);
    Chat.join(chloe, room).ok();
  }

  /// spec: MSC3757
  @Test
  void a_state_may_belong_to_somebody_and_whoever_has_more_power_sets_it_too() {
    var room = room(RoomVersion.V10_OWNED_STATE, "public_chat");
    Chat.join(bruno, room).ok();
    var levels = state(room, "m.room.power_levels").with("state_default", 0L);
    Chat.state(alice, room, "m.room.power_levels", levels).ok();
    for (var key : List.of(bruno.user(), bruno.user() + "_phone", bruno.user() + "_a:!@#_b")) {
      assertThat(owned(bruno, room, key).status()).as(key).isEqualTo(200);
      assertThat(owned(alice, room, key).status()).as(key).isEqualTo(200);
      assertThat(owned(chloe, room, key).errcode()).as(key).isEqualTo("M_FORBIDDEN");
    }
    for (var key : List.of(alice.user(), alice.user() + "_phone", bruno.user() + "x_phone")) {
      assertThat(owned(bruno, room, key).errcode()).as(key).isEqualTo("M_FORBIDDEN");
    }
    for (var key : List.of("@oops", "@oops_phone", alice.user() + "@_phone")) {
      assertThat(owned(alice, room, key).errcode()).as(key).isEqualTo("M_BAD_JSON");
    }
    assertThat(owned(alice, room(RoomVersion.V10, "public_chat"), bruno.user()).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  private static Answer owned(Client who, String room, String key) {
    var path = Chat.path(room) + "/state/fr.example.call/" + Client.segment(key);
    return who.put(path, JsonObject.EMPTY);
  }

  /// What is in memory while a room is busy is not what is on disk: the ids of versions 1 and 2 go
  /// with hashes there, and a redacted state goes on to be referred to.
  @Test
  void they_go_on_after_a_restart() {
    Map<RoomVersion, String> rooms = new EnumMap<>(RoomVersion.class);
    for (var version : RoomVersion.values()) {
      var room = room(version, "public_chat");
      Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "avant")).ok();
      var topic = alice.get(Chat.path(room) + "/state/m.room.topic/?format=event").ok();
      Chat.redact(alice, room, topic.string("event_id")).ok();
      Chat.say(alice, room, "avant");
      rooms.put(version, room);
    }
    var names = List.of(alice.user(), bruno.user(), chloe.user());
    world.close();
    world = World.start(settings);
    alice = world.signIn(names.get(0));
    bruno = world.signIn(names.get(1));
    chloe = world.signIn(names.get(2));
    rooms.forEach(
        (version, room) -> {
          Chat.join(bruno, room).ok();
          Chat.say(bruno, room, "après");
          assertThat(Chat.history(bruno, room)).as("" + version).containsExactly("après", "avant");
          assertThat(state(room, "m.room.topic")).isEqualTo(JsonObject.EMPTY);
        });
  }
}
