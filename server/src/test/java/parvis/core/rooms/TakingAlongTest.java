package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A room that is replaced is followed by what its people noted for it, and by the spaces around.
class TakingAlongTest {
  private static final String RULES = "/_matrix/client/v3/pushrules/global/";

  @AutoClose static final World world = World.start();
  static Client alice = world.register("alice");
  static Client bruno = world.register("bruno");

  private static String own(Client who) {
    return "/_matrix/client/v3/user/" + Client.segment(who.user());
  }

  private static Answer rule(Client who, String kind, String id) {
    return who.get(RULES + kind + "/" + Client.segment(id));
  }

  /// Tags a room, makes it a direct one, and silences it in both ways in which clients do.
  private static void note(Client who, String room) {
    who.put(
            own(who) + "/rooms/" + Client.segment(room) + "/tags/m.favourite",
            JsonObject.of("order", 1))
        .ok();
    who.put(
            own(who) + "/account_data/m.direct",
            JsonObject.of("@autre:" + World.SERVER, JsonArray.of("!x:y", room)))
        .ok();
    who.put(RULES + "room/" + Client.segment(room), JsonObject.of("actions", JsonArray.EMPTY)).ok();
    var condition = JsonObject.of("kind", "event_match", "key", "room_id", "pattern", room);
    who.put(
            RULES + "override/" + Client.segment(room),
            JsonObject.of("actions", JsonArray.EMPTY, "conditions", JsonArray.of(condition)))
        .ok();
  }

  private static void assertTaken(Client who, String next) {
    assertThat(who.get(own(who) + "/rooms/" + Client.segment(next) + "/tags").ok().text())
        .contains("m.favourite");
    var direct = who.get(own(who) + "/account_data/m.direct").ok().json();
    assertThat(direct.array("@autre:" + World.SERVER).orElseThrow().strings()).contains(next);
    assertThat(rule(who, "room", next).ok().text()).contains("\"enabled\":true");
    var silent = rule(who, "override", next).ok().json();
    assertThat(silent.array("conditions").orElseThrow().objects().getFirst().string("pattern"))
        .contains(next);
  }

  private static String upgraded(String room) {
    return alice
        .post(Chat.path(room) + "/upgrade", JsonObject.of("new_version", "12"))
        .ok()
        .string("replacement_room");
  }

  private static String make(Client who, JsonObject wish) {
    return who.post("/_matrix/client/v3/createRoom", wish).ok().string("room_id");
  }

  @Test
  void who_replaces_it_and_who_follows_keep_what_they_noted() {
    var room = make(alice, JsonObject.of("preset", "public_chat", "room_version", "11"));
    Chat.join(bruno, room).ok();
    note(alice, room);
    note(bruno, room);
    var next = upgraded(room);
    assertTaken(alice, next);
    assertThat(rule(bruno, "room", next).status()).isEqualTo(404);
    Chat.join(bruno, next).ok();
    assertTaken(bruno, next);
    assertThat(noted()).isZero();
    assertThat(rule(bruno, "room", room).status()).isEqualTo(200);
  }

  @Test
  void a_room_that_is_replaced_by_hand_is_followed_too() {
    var room = make(alice, JsonObject.of("preset", "public_chat"));
    Chat.join(bruno, room).ok();
    note(alice, room);
    note(bruno, room);
    var next = succeeding(alice, room);
    assertTaken(alice, next);
    var stone = JsonObject.of("body", "Ailleurs", "replacement_room", next);
    Chat.state(alice, room, "m.room.tombstone", stone).ok();
    Chat.join(bruno, next).ok();
    assertTaken(bruno, next);
    assertThat(noted()).isZero();
  }

  private static String succeeding(Client who, String room) {
    var creation = JsonObject.of("predecessor", JsonObject.of("room_id", room));
    return make(who, JsonObject.of("preset", "public_chat", "creation_content", creation));
  }

  @Test
  void a_room_that_says_alone_that_it_replaces_another_is_not_believed() {
    var room = make(alice, JsonObject.of("preset", "public_chat"));
    Chat.join(bruno, room).ok();
    note(bruno, room);
    var trap = succeeding(world.register("chloe"), room);
    Chat.join(bruno, trap).ok();
    assertThat(rule(bruno, "room", trap).status()).isEqualTo(404);
    var direct = bruno.get(own(bruno) + "/account_data/m.direct").ok().text();
    assertThat(direct).doesNotContain(trap);
    Chat.state(alice, room, "m.room.tombstone", JsonObject.of("replacement_room", "!other")).ok();
    Chat.join(bruno, trap).ok();
    assertThat(rule(bruno, "room", trap).status()).isEqualTo(404);
    assertThat(noted()).isZero();
  }

  @Test
  void what_was_noted_for_the_new_room_stays() {
    var room = make(alice, JsonObject.of("preset", "public_chat", "room_version", "10"));
    Chat.join(bruno, room).ok();
    note(bruno, room);
    var next = upgraded(room);
    bruno
        .put(
            RULES + "room/" + Client.segment(next),
            JsonObject.of("actions", JsonArray.of("notify")))
        .ok();
    Chat.join(bruno, next).ok();
    assertThat(rule(bruno, "room", next).ok().text()).contains("\"notify\"");
    Chat.join(bruno, next).ok();
    var direct = bruno.get(own(bruno) + "/account_data/m.direct").ok().json();
    assertThat(direct.array("@autre:" + World.SERVER).orElseThrow().strings())
        .filteredOn(next::equals)
        .hasSize(1);
  }

  @Test
  void a_join_that_is_refused_takes_nothing_along() {
    var room = make(alice, JsonObject.of("preset", "public_chat", "room_version", "11"));
    Chat.join(bruno, room).ok();
    note(bruno, room);
    var next = upgraded(room);
    Chat.state(alice, next, "m.room.join_rules", JsonObject.of("join_rule", "invite")).ok();
    assertThat(Chat.join(bruno, next).status()).isEqualTo(403);
    assertThat(rule(bruno, "room", next).status()).isEqualTo(404);
    assertThat(noted()).isZero();
  }

  @Test
  void what_a_kill_cut_off_is_taken_along_by_the_next_who_looks() {
    var room = make(alice, JsonObject.of("preset", "public_chat", "room_version", "11"));
    Chat.join(bruno, room).ok();
    var next = upgraded(room);
    Chat.join(bruno, next).ok();
    note(bruno, room);
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into taking_along ("user", room, at_ms)
                    select u.nid, r.nid, 0 from matrix_user u, room r
                     where u.user_id = ? and r.room_id = ?
                    """,
                    bruno.user(),
                    next));
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    assertThat(noted()).isZero();
    assertTaken(bruno, next);
  }

  private static long noted() {
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from taking_along"))
        .orElseThrow();
  }

  private static JsonObject child(String space, String room) {
    var answer = alice.get(Chat.path(space) + "/state/m.space.child/" + Client.segment(room));
    return answer.status() == 200 ? answer.json() : JsonObject.EMPTY;
  }

  private static void list(Client who, String space, String room, String order) {
    var entry = JsonObject.of("via", JsonArray.of(World.SERVER), "order", order);
    who.put(Chat.path(space) + "/state/m.space.child/" + Client.segment(room), entry).ok();
  }

  private static String space(Client who) {
    return make(
        who,
        JsonObject.of(
            "preset",
            "public_chat",
            "room_version",
            "11",
            "creation_content",
            JsonObject.of("type", "m.space")));
  }

  @Test
  void spaces_list_the_new_room_where_its_maker_may_write() {
    var ours = space(alice);
    var theirs = space(bruno);
    Chat.join(alice, theirs).ok();
    var room = make(alice, JsonObject.of("preset", "public_chat", "room_version", "11"));
    list(alice, ours, room, "b");
    list(bruno, theirs, room, "c");
    var next = upgraded(room);
    assertThat(child(ours, next).string("order")).contains("b");
    assertThat(child(ours, room)).isEqualTo(JsonObject.EMPTY);
    assertThat(child(theirs, room).string("order")).contains("c");
    assertThat(child(theirs, next)).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void a_space_keeps_what_it_lists_and_where_it_belongs() {
    var parent = space(alice);
    var space = space(alice);
    var rooms =
        List.of(
            make(alice, JsonObject.of("preset", "public_chat")),
            make(alice, JsonObject.of("preset", "public_chat")));
    list(alice, space, rooms.getFirst(), "a");
    list(alice, space, rooms.getLast(), "b");
    alice
        .put(
            Chat.path(space) + "/state/m.space.child/" + Client.segment("!gone:x"),
            JsonObject.EMPTY)
        .ok();
    alice
        .put(
            Chat.path(space) + "/state/m.space.parent/" + Client.segment(parent),
            JsonObject.of("via", JsonArray.of(World.SERVER), "canonical", true))
        .ok();
    var next = upgraded(space);
    assertThat(child(next, rooms.getFirst()).string("order")).contains("a");
    assertThat(child(next, rooms.getLast()).string("order")).contains("b");
    assertThat(
            alice
                .get(Chat.path(next) + "/state/m.space.child/" + Client.segment("!gone:x"))
                .status())
        .isEqualTo(404);
    assertThat(
            alice
                .get(Chat.path(next) + "/state/m.space.parent/" + Client.segment(parent))
                .ok()
                .json()
                .bool("canonical"))
        .contains(true);
    var hierarchy =
        alice.get("/_matrix/client/v1/rooms/" + Client.segment(next) + "/hierarchy").ok();
    assertThat(hierarchy.text()).contains(rooms.getFirst()).contains(rooms.getLast());
  }
}
