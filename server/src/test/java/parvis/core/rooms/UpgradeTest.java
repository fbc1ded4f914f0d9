package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A room is replaced by one of another version, and keeps what makes it itself.
class UpgradeTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static final String TOMBSTONE = "new.type = 'm.room.tombstone'";

  @AutoClose static final World world = World.start();
  static Client alice = world.register("alice");
  static Client bruno = world.register("bruno");
  static Client chloe = world.register("chloe");

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

  @Test
  void all_bans_are_carried_over_however_many() {
    var room = Chat.room(alice, bruno);
    var banned = new ArrayList<String>();
    for (int i = 0; i <= 2 * Upgrading.BANS_AT_ONCE; i++) {
      banned.add("@importun" + i + ":" + World.SERVER);
      var ban = JsonObject.of("user_id", banned.getLast(), "reason", "n" + i);
      alice.post(Chat.path(room) + "/ban", ban).ok();
    }
    var next = upgrade(alice, room, JsonObject.of("new_version", "11")).ok();
    var path = Chat.path(next.string("replacement_room")) + "/members?membership=ban";
    var members = alice.get(path).ok().json().array("chunk").orElseThrow().objects();
    assertThat(members.stream().map(m -> m.string("state_key").orElse("")).toList())
        .containsExactlyInAnyOrderElementsOf(banned);
    assertThat(members.toString()).contains("n" + 2 * Upgrading.BANS_AT_ONCE);
  }

  @Test
  void who_may_not_ban_in_the_new_room_whom_the_old_one_bans_makes_none() {
    var room = old("11");
    Chat.member(alice, room, "ban", chloe).ok();
    rule(room, 50, 100);
    var before = joined(alice);
    assertThat(upgrade(alice, room, JsonObject.of("new_version", "11")).errcode())
        .isEqualTo("M_INVALID_ROOM_STATE");
    assertThat(joined(alice)).isEqualTo(before);
    assertThat(alice.get(Chat.path(room) + "/state/m.room.tombstone/").status()).isEqualTo(404);
  }

  @Test
  void there_is_no_new_room_when_the_old_one_may_not_be_replaced_any_more() throws Exception {
    var room = old("11");
    var before = joined(alice);
    var listed = alice.get("/_matrix/client/v3/publicRooms").ok().text();
    var answers = whileTheyWait(room, 1, () -> rule(room, 60, 50));
    assertThat(answers.getFirst().status()).isEqualTo(403);
    assertThat(joined(alice)).isEqualTo(before);
    assertThat(alice.get("/_matrix/client/v3/publicRooms").ok().text()).isEqualTo(listed);
    var filter = Client.segment("{\"room\":{\"include_leave\":true}}");
    var sync = Chat.sync(alice, "filter=" + filter);
    assertThat(Chat.at(sync, "rooms", "join").keys()).hasSameElementsAs(before);
    assertThat(Chat.at(sync, "rooms", "leave").keys()).isEmpty();
  }

  @Test
  void of_two_who_replace_a_room_at_once_one_does() throws Exception {
    var room = old("11");
    var before = joined(alice);
    var answers = whileTheyWait(room, 2, () -> {});
    assertThat(answers.stream().map(Answer::status)).containsExactlyInAnyOrder(200, 403);
    assertThat(joined(alice)).hasSize(before.size() + 1);
    var next = state(room, "m.room.tombstone").string("replacement_room").orElseThrow();
    assertThat(joined(alice)).contains(next);
    assertThat(answers.stream().map(Answer::text).toList().toString()).contains(next);
  }

  /// The database fails at what leads to the new room, or at what bans whom the old one bans.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobody_is_in_a_new_room_when_the_old_one_could_not_be_replaced(boolean atBans) {
    var room = old("11");
    Chat.member(alice, room, "ban", chloe).ok();
    var before = joined(alice);
    var listed = alice.get("/_matrix/client/v3/publicRooms").ok().text();
    deny("insert on event", atBans ? "new.slot = " + slot(chloe) : TOMBSTONE);
    assertThat(upgradeDenied(room)).isEqualTo(500);
    assertThat(joined(alice)).isEqualTo(before);
    assertThat(alice.get("/_matrix/client/v3/publicRooms").ok().text()).isEqualTo(listed);
    assertThat(alice.get(Chat.path(room) + "/state/m.room.tombstone/").status()).isEqualTo(404);
    Chat.say(alice, room, "toujours là");
    upgrade(alice, room, JsonObject.of("new_version", "11")).ok();
    assertThat(joined(alice)).hasSize(before.size() + 1);
  }

  /// As if it had been killed there: nothing of this room is written any more, not even that its
  /// maker leaves.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_is_cut_off_before_the_old_room_leads_to_the_new_one_is_undone_by_the_next_start(
      boolean atBans) {
    var room = old("11");
    Chat.member(alice, room, "ban", chloe).ok();
    var before = joined(alice);
    var leaves = "new.slot = " + slot(alice) + " and new.depth > 2";
    var cut = atBans ? "new.slot = " + slot(chloe) : TOMBSTONE;
    deny("insert on event", cut + " or " + leaves);
    assertThat(upgradeDenied(room)).isEqualTo(500);
    assertThat(joined(alice)).hasSize(before.size() + 1);
    restart();
    assertThat(joined(alice)).isEqualTo(before);
    assertThat(alice.get(Chat.path(room) + "/state/m.room.tombstone/").status()).isEqualTo(404);
    upgrade(alice, room, JsonObject.of("new_version", "11")).ok();
    assertThat(joined(alice)).hasSize(before.size() + 1);
  }

  @Test
  void what_is_cut_off_once_the_old_room_leads_to_the_new_one_is_ended_by_the_next_start() {
    var name = JsonObject.of("room_alias_name", "coupe", "visibility", "public");
    var room = alice.post("/_matrix/client/v3/createRoom", name).ok().string("room_id");
    deny("update on room_alias", "true");
    assertThat(upgradeDenied(room)).isEqualTo(500);
    var next = state(room, "m.room.tombstone").string("replacement_room").orElseThrow();
    var alias = "/_matrix/client/v3/directory/room/" + Client.segment("#coupe:" + World.SERVER);
    assertThat(alice.get(alias).ok().string("room_id")).isEqualTo(room);
    restart();
    assertThat(alice.get(alias).ok().string("room_id")).isEqualTo(next);
    assertThat(alice.get("/_matrix/client/v3/publicRooms").ok().text())
        .contains(next)
        .doesNotContain(room);
    assertThat(joined(alice)).contains(next);
    assertThat(state(room, "m.room.power_levels").integer("events_default")).hasValue(50);
  }

  @Test
  void of_a_room_that_was_only_announced_the_next_start_keeps_nothing() {
    var room = old("11");
    var announced =
        world
            .db()
            .write(
                tx -> {
                  tx.run(
                      "insert into room (nid, room_id, version_id) values (-1, '!cut:off', '11')");
                  return tx.run(
                      "insert into room_upgrade select -1, r.nid, u.nid, 0 from room r, matrix_user u"
                          + " where r.room_id = ? and u.user_id = ?",
                      room,
                      alice.user());
                });
    assertThat(announced).isEqualTo(1);
    restart();
    assertThat(count("room where nid = -1")).isZero();
  }

  /// No upgrade stays begun.
  @AfterEach
  void nothing_is_under_way() {
    assertThat(count("room_upgrade")).isZero();
  }

  private static long count(String rows) {
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from " + rows))
        .orElseThrow();
  }

  private static void restart() {
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    chloe = world.back(chloe);
  }

  /// The status of an upgrade while the database denies something.
  private static int upgradeDenied(String room) {
    try {
      return upgrade(alice, room, JsonObject.of("new_version", "11")).status();
    } finally {
      world.db().write(tx -> tx.run("drop function denied() cascade"));
    }
  }

  private static long slot(Client member) {
    var sql = "select nid from state_slot where type = 'm.room.member' and state_key = ?";
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("nid"), sql, member.user()))
        .orElseThrow();
  }

  private static void deny(String what, String when) {
    world
        .db()
        .write(
            tx -> {
              tx.run(
                  "create function denied() returns trigger language plpgsql as"
                      + " $$ begin raise exception 'denied'; end $$");
              return tx.run(
                  "create trigger denied before "
                      + what
                      + " for each row when ("
                      + when
                      + ") execute function denied()");
            });
  }

  static String old(String version) {
    var wish =
        JsonObject.of("preset", "public_chat", "room_version", version, "visibility", "public");
    return Chat.create(alice, wish);
  }

  /// Alice has 50 from now on; what she needs to replace the room, or to ban, is said.
  static void rule(String room, int replace, int ban) {
    var levels =
        JsonObject.of(
            "users",
            JsonObject.of(alice.user(), 50),
            "ban",
            ban,
            "events",
            JsonObject.of("m.room.tombstone", replace));
    Chat.state(alice, room, "m.room.power_levels", levels).ok();
  }

  static List<String> joined(Client client) {
    var rooms = client.get("/_matrix/client/v3/joined_rooms").ok().json().array("joined_rooms");
    return rooms.orElseThrow().strings().stream().sorted().toList();
  }

  /// What is answered to those who replace a room and have to wait, while something else happens,
  /// once their right to do so was looked at.
  static List<Answer> whileTheyWait(String room, int count, Runnable meanwhile) throws Exception {
    try (var devices = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          world
              .db()
              .write(
                  tx -> {
                    tx.run("lock table room_upgrade in access exclusive mode");
                    var wish = JsonObject.of("new_version", "11");
                    var sent =
                        Stream.generate(() -> devices.submit(() -> upgrade(alice, room, wish)))
                            .limit(count)
                            .toList();
                    var patience = System.nanoTime() + WAIT_MAX.toNanos();
                    while (waiting(tx) < count && System.nanoTime() < patience) {
                      Race.breathe();
                    }
                    meanwhile.run();
                    return sent;
                  });
      var told = new ArrayList<Answer>();
      for (var answer : answers) {
        told.add(answer.get(1, TimeUnit.MINUTES));
      }
      return told;
    }
  }

  private static long waiting(Tx tx) {
    return tx.first(row -> row.number("n"), "select count(*) as n from pg_locks where not granted")
        .orElseThrow();
  }
}
