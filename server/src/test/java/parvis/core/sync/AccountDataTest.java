package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What people note for themselves is theirs alone, and on all their devices.
class AccountDataTest {
  private static final int ROUNDS = 20;
  private static final int AT_ONCE = 8;

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  static String mine(Client client) {
    return "/_matrix/client/v3/user/" + Client.segment(client.user());
  }

  static String inRoom(Client client, String room) {
    return mine(client) + "/rooms/" + Client.segment(room);
  }

  @Test
  void a_note_is_read_again_and_told_once_to_every_device() {
    var phone = world.signIn("alice");
    var since = Chat.next(Chat.sync(phone, ""));
    var path = mine(alice) + "/account_data/fr.example.note";
    assertThat(alice.get(path).status()).isEqualTo(404);
    alice.put(path, JsonObject.of("a", 1)).ok();
    assertThat(phone.get(path).ok().json()).isEqualTo(JsonObject.of("a", 1));
    var told = Chat.sync(phone, "since=" + since);
    assertThat(Chat.at(told, "account_data").toString()).contains("fr.example.note");
    var later = Chat.sync(phone, "since=" + Chat.next(told));
    assertThat(later.has("account_data")).isFalse();
  }

  @Test
  void a_note_is_taken_away_by_an_empty_one_or_by_deleting_it() {
    var room = Chat.room(alice);
    var unstable = mine(alice).replace("/v3/", "/unstable/org.matrix.msc3391/");
    var inRoom = "/rooms/" + Client.segment(room);
    for (var type : List.of("/account_data/fr.example.a", inRoom + "/account_data/fr.example.b")) {
      var path = mine(alice) + type;
      alice.put(path, JsonObject.of("a", 1)).ok();
      alice.put(path, JsonObject.EMPTY).ok();
      assertThat(alice.get(path).errcode()).isEqualTo("M_NOT_FOUND");
      alice.put(path, JsonObject.of("a", 2)).ok();
      var since = Chat.next(Chat.sync(alice, ""));
      alice.delete(unstable + type).ok();
      assertThat(alice.get(path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(Chat.sync(alice, "since=" + since).toString())
          .contains("\"type\":\"" + type.substring(type.lastIndexOf('/') + 1))
          .contains("\"content\":{}");
      assertThat(bruno.delete(unstable + type).status()).isEqualTo(403);
    }
    assertThat(Chat.sync(alice, "").toString()).doesNotContain("fr.example.a\"", "fr.example.b");
  }

  @Test
  void what_was_noted_for_a_device_goes_with_it() {
    var phone = world.signIn("alice");
    var type = "org.matrix.msc3890.local_notification_settings." + phone.device();
    var path = mine(alice) + "/account_data/" + type;
    alice.put(path, JsonObject.of("is_silenced", true)).ok();
    phone.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(alice.get(path).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void what_was_noted_for_many_devices_goes_with_few_questions() {
    try (var house = World.start()) {
      var person = house.register("noting");
      var type = "org.matrix.msc3890.local_notification_settings.";
      note(house, person, type + "D", 600, false);
      house.restart();
      var desk = house.back(person);
      var path = mine(desk) + "/account_data/" + type;
      desk.put(path + desk.device(), JsonObject.of("is_silenced", true)).ok();
      var before = house.connectionsTaken();
      house.signIn("noting");
      assertThat(house.connectionsTaken() - before).isLessThan(60);
      assertThat(desk.get(path + "D600").errcode()).isEqualTo("M_NOT_FOUND");
      desk.get(path + desk.device()).ok();
      assertThat(noted(house, desk, true)).isEqualTo(600);
    }
  }

  @Test
  void what_was_removed_takes_nobodys_room() {
    try (var house = World.start()) {
      var person = house.register("removing");
      note(house, person, "fr.example.old", 20_000, true);
      house.restart();
      var path = mine(person) + "/account_data/fr.example.";
      house.back(person).put(path + "first", JsonObject.of("n", 1)).ok();
      house.back(person).get(path + "first").ok();
      assertThat(noted(house, person, true)).isEqualTo(5_000);
      note(house, person, "fr.example.many", 19_999, false);
      house.restart();
      var back = house.back(person);
      assertThat(back.put(path + "more", JsonObject.of("n", 2)).errcode())
          .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
      back.put(path + "first", JsonObject.EMPTY).ok();
      back.put(path + "more", JsonObject.of("n", 2)).ok();
      back.put(path + "more", JsonObject.of("n", 3)).ok();
    }
  }

  private static long noted(World world, Client person, boolean removed) {
    var sql =
        """
        select count(*) as n from syncable
         where kind = 2 and tombstone = ?
           and "user" = (select nid from matrix_user where user_id = ?)\
        """;
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), sql, removed, person.user()))
        .orElseThrow();
  }

  /// Notes so many types, which the server finds when it starts again.
  private static void note(World world, Client person, String prefix, int many, boolean removed) {
    var sql =
        """
        insert into syncable (kind, "user", room, key, pos, value, tombstone)
        select 2, nid, 0, ? || n, -n, '{}', ? from matrix_user, generate_series(1, ?) as n
         where user_id = ?\
        """;
    world.db().write(tx -> tx.run(sql, prefix, removed, many, person.user()));
  }

  @Test
  void a_waiting_device_wakes_for_a_note() {
    var phone = world.signIn("alice");
    var since = Chat.next(Chat.sync(phone, ""));
    var waiting = phone.later("/_matrix/client/v3/sync?timeout=20000&since=" + since);
    alice.put(mine(alice) + "/account_data/fr.example.wake", JsonObject.of("a", 1)).ok();
    assertThat(waiting.join().ok().text()).contains("fr.example.wake");
  }

  @Test
  void nobody_reads_or_writes_what_belongs_to_another() {
    var path = mine(alice) + "/account_data/fr.example.secret";
    alice.put(path, JsonObject.of("a", 1)).ok();
    assertThat(bruno.get(path).status()).isEqualTo(403);
    assertThat(bruno.put(path, JsonObject.EMPTY).status()).isEqualTo(403);
    assertThat(bruno.post(mine(alice) + "/filter", JsonObject.EMPTY).status()).isEqualTo(403);
    var room = Chat.room(alice);
    assertThat(bruno.put(inRoom(bruno, room) + "/account_data/x", JsonObject.EMPTY).status())
        .isEqualTo(403);
    assertThat(bruno.put(inRoom(bruno, room) + "/tags/u.x", JsonObject.EMPTY).status())
        .isEqualTo(403);
    assertThat(Chat.sync(bruno, "").toString()).doesNotContain("fr.example.secret");
  }

  @Test
  void what_has_its_own_endpoint_is_not_set_here() {
    var room = inRoom(alice, Chat.room(alice));
    for (var type : List.of("m.push_rules", "m.fully_read")) {
      for (var path : List.of(mine(alice), room)) {
        var answer = alice.put(path + "/account_data/" + type, JsonObject.of("a", 1));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.errcode()).isEqualTo("M_BAD_JSON");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
      }
    }
  }

  @Test
  void tags_are_set_ordered_told_and_removed() {
    var room = Chat.room(alice);
    var since = Chat.next(Chat.sync(alice, ""));
    var tags = inRoom(alice, room) + "/tags";
    alice.put(tags + "/m.favourite", JsonObject.of("order", 1)).ok();
    alice.put(tags + "/u.travail", JsonObject.EMPTY).ok();
    assertThat(alice.put(tags + "/u.x", JsonObject.of("order", "one")).errcode())
        .isEqualTo("M_BAD_JSON");
    assertThat(Chat.at(alice.get(tags).ok().json(), "tags").keys())
        .containsExactlyInAnyOrder("m.favourite", "u.travail");
    var told = Chat.in(Chat.sync(alice, "since=" + since), "join", room);
    assertThat(told.object("account_data").orElseThrow().toString()).contains("m.favourite");
    alice.delete(tags + "/m.favourite").ok();
    assertThat(Chat.at(alice.get(tags).ok().json(), "tags").keys()).containsExactly("u.travail");
  }

  @Test
  void tags_that_are_set_all_together_are_not_lost_to_one_set_alone() throws Exception {
    var room = Chat.room(alice);
    for (int round = 0; round < ROUNDS; round++) {
      var tag = "u.round" + round;
      try (var devices = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < AT_ONCE; i++) {
          var path = inRoom(alice, room) + "/tags/u." + i;
          devices.execute(() -> alice.put(path, JsonObject.EMPTY).ok());
        }
        var all = JsonObject.of("tags", JsonObject.of(tag, JsonObject.EMPTY));
        devices.execute(() -> alice.put(inRoom(alice, room) + "/account_data/m.tag", all).ok());
        devices.shutdown();
        assertThat(devices.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      }
      var tags = Chat.at(alice.get(inRoom(alice, room) + "/tags").ok().json(), "tags");
      assertThat(tags.keys()).contains(tag);
    }
  }

  @Test
  void a_filter_is_left_and_read_by_its_owner_and_has_the_right_shape() {
    var filter = JsonObject.of("room", JsonObject.of("timeline", JsonObject.of("limit", 3)));
    var id = alice.post(mine(alice) + "/filter", filter).ok().string("filter_id");
    assertThat(alice.post(mine(alice) + "/filter", filter).ok().string("filter_id")).isEqualTo(id);
    assertThat(alice.get(mine(alice) + "/filter/" + id).ok().json()).isEqualTo(filter);
    assertThat(alice.get(mine(alice) + "/filter/77").status()).isEqualTo(404);
    assertThat(alice.get("/_matrix/client/v3/sync?filter=77").status()).isEqualTo(400);
    var wrong = JsonObject.of("room", JsonObject.of("timeline", JsonArray.EMPTY));
    assertThat(alice.post(mine(alice) + "/filter", wrong).errcode()).isEqualTo("M_BAD_JSON");
    assertThat(alice.get("/_matrix/client/v3/sync?filter=" + Client.segment("{")).errcode())
        .isEqualTo("M_NOT_JSON");
  }
}
