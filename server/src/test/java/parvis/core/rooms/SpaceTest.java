package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A space shows its rooms, to each person those that are theirs to see.
class SpaceTest {
  private static final JsonArray VIA = JsonArray.of(World.SERVER);

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  /// The tree: town { works { roads, water }, culture, secret }.
  private String town = "";
  private String works = "";
  private String roads = "";
  private String water = "";
  private String culture = "";
  private String secret = "";

  @BeforeEach
  void tree() {
    town = space("public_chat");
    works = space("public_chat");
    roads = Chat.room(alice);
    water = Chat.room(alice);
    culture = Chat.room(alice);
    secret = room("preset", "private_chat");
    child(town, works, JsonObject.of("via", VIA, "order", "a", "suggested", true));
    child(town, culture, JsonObject.of("via", VIA, "order", "b"));
    child(town, secret, JsonObject.of("via", VIA));
    child(works, roads, JsonObject.of("via", VIA, "suggested", true));
    child(works, water, JsonObject.of("via", VIA));
  }

  static String room(Object... wish) {
    return alice.post("/_matrix/client/v3/createRoom", JsonObject.of(wish)).ok().string("room_id");
  }

  static String space(String preset) {
    return room("preset", preset, "creation_content", JsonObject.of("type", "m.space"));
  }

  static void child(String parent, String child, JsonObject content) {
    var path = Chat.path(parent) + "/state/m.space.child/" + Client.segment(child);
    alice.put(path, content).ok();
  }

  static void rule(String room, JsonObject rule) {
    Chat.state(alice, room, "m.room.join_rules", rule).ok();
  }

  static void readable(String room, String visibility) {
    var content = JsonObject.of("history_visibility", visibility);
    Chat.state(alice, room, "m.room.history_visibility", content).ok();
  }

  static Answer ask(Client who, String room, String query) {
    var path = "/_matrix/client/v1/rooms/" + Client.segment(room) + "/hierarchy?" + query;
    return who.get(path);
  }

  static List<String> ids(Answer answer) {
    return answer.ok().json().array("rooms").orElseThrow().objects().stream()
        .map(room -> room.string("room_id").orElseThrow())
        .toList();
  }

  static List<String> rooms(Client who, String room, String query) {
    return ids(ask(who, room, query));
  }

  static Answer summary(Client who, String name) {
    return who.get("/_matrix/client/v1/room_summary/" + Client.segment(name));
  }

  @Test
  void a_space_comes_before_its_rooms_and_they_before_the_next() {
    assertThat(rooms(alice, town, "")).containsExactly(town, works, roads, water, culture, secret);
    assertThat(rooms(bruno, town, "")).containsExactly(town, works, roads, water, culture);
    assertThat(rooms(bruno, roads, "")).containsExactly(roads);
  }

  @Test
  void each_room_is_told_with_its_children() {
    var told = ask(bruno, town, "max_depth=0").ok().json().array("rooms").orElseThrow().objects();
    assertThat(told).hasSize(1);
    var root = told.getFirst();
    assertThat(root.string("room_type")).contains("m.space");
    assertThat(root.string("join_rule")).contains("public");
    assertThat(root.string("room_version")).contains("12");
    assertThat(root.integer("num_joined_members")).hasValue(1);
    var children = root.array("children_state").orElseThrow().objects();
    assertThat(children)
        .extracting(child -> child.string("state_key").orElseThrow())
        .containsExactly(works, culture, secret);
    assertThat(children.getFirst().keys())
        .containsExactlyInAnyOrder("type", "state_key", "content", "sender", "origin_server_ts");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 3", "2, 5", "20, 5", "1000, 5"})
  void it_is_looked_into_as_deep_as_one_wishes(int depth, int count) {
    assertThat(rooms(bruno, town, "max_depth=" + depth)).hasSize(count);
  }

  @Test
  void one_may_ask_for_what_is_suggested_alone() {
    var answer = ask(alice, town, "suggested_only=true");
    assertThat(ids(answer)).containsExactly(town, works, roads);
    var root = answer.json().array("rooms").orElseThrow().objects().getFirst();
    assertThat(root.array("children_state").orElseThrow().objects()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5})
  void pages_follow_each_other_to_the_end(int limit) {
    var seen = new ArrayList<String>();
    var query = "limit=" + limit;
    for (int pages = 0; pages < 10; pages++) {
      var answer = ask(bruno, town, query);
      assertThat(ids(answer)).hasSizeLessThanOrEqualTo(limit);
      seen.addAll(ids(answer));
      var next = answer.json().string("next_batch");
      if (next.isEmpty()) break;
      query = "limit=" + limit + "&from=" + next.get();
    }
    assertThat(seen).containsExactly(town, works, roads, water, culture);
  }

  @Test
  void a_page_goes_on_where_the_last_one_ended_whatever_happened_meanwhile() {
    var from = "&from=" + ask(bruno, town, "limit=3").ok().string("next_batch");
    var early = Chat.room(alice);
    child(town, early, JsonObject.of("via", VIA, "order", "  "));
    assertThat(rooms(bruno, town, "limit=3" + from)).containsExactly(water, culture);
    child(works, roads, JsonObject.EMPTY);
    assertThat(rooms(bruno, town, "limit=3" + from)).containsExactly(water, culture);
    rule(culture, JsonObject.of("join_rule", "invite"));
    assertThat(rooms(bruno, town, "limit=3" + from)).containsExactly(water);
  }

  @Test
  void what_is_asked_for_stays_the_same_from_page_to_page() {
    var token = ask(bruno, town, "limit=2&max_depth=3").ok().string("next_batch");
    assertThat(rooms(bruno, town, "limit=1&max_depth=3&from=" + token)).containsExactly(roads);
    for (var other :
        List.of(
            "max_depth=2&from=" + token,
            "from=" + token,
            "max_depth=3&suggested_only=true&from=" + token,
            "from=nonsense",
            "from=e30",
            "from=" + "x".repeat(2_000),
            "limit=0",
            "limit=-1",
            "limit=x",
            "max_depth=-1",
            "suggested_only=perhaps")) {
      assertThat(ask(bruno, town, other).errcode()).as(other).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(ask(bruno, works, "max_depth=3&from=" + token).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void children_without_servers_loops_and_rooms_that_do_not_exist_are_passed_over() {
    child(works, town, JsonObject.of("via", VIA));
    child(town, town, JsonObject.of("via", VIA));
    child(works, "!nowhere:" + World.SERVER, JsonObject.of("via", VIA));
    child(works, "nothing", JsonObject.of("via", VIA));
    child(works, water, JsonObject.of("via", JsonArray.EMPTY));
    child(town, culture, JsonObject.of("via", "text"));
    assertThat(rooms(bruno, town, "")).containsExactly(town, works, roads);
    child(town, water, JsonObject.of("via", VIA));
    assertThat(rooms(bruno, town, "")).containsExactly(town, works, roads, water);
  }

  /// spec: cs-api#ordering-of-children-within-a-space
  @Test
  void children_have_the_order_they_are_given_and_then_that_of_their_time() {
    var hub = space("public_chat");
    var orders = new String[] {null, "b", "  ", "b", "é", "x".repeat(51), "~"};
    var made = new ArrayList<String>();
    for (var order : orders) {
      var room = Chat.room(alice);
      var content = JsonObject.of("via", VIA);
      child(hub, room, order == null ? content : content.with("order", order));
      made.add(room);
    }
    assertThat(rooms(bruno, hub, ""))
        .containsExactly(
            hub,
            made.get(2),
            made.get(1),
            made.get(3),
            made.get(6),
            made.get(0),
            made.get(4),
            made.get(5));
  }

  @Test
  void one_sees_the_rooms_that_one_could_enter_knock_at_or_read() {
    var inside = JsonObject.of("type", "m.room_membership", "room_id", works);
    rule(roads, JsonObject.of("join_rule", "restricted", "allow", JsonArray.of(inside)));
    assertThat(rooms(bruno, town, "")).doesNotContain(roads);
    assertThat(summary(bruno, roads).status()).isEqualTo(404);
    Chat.join(bruno, works).ok();
    assertThat(rooms(bruno, town, "")).contains(roads);
    assertThat(summary(bruno, roads).ok().json().array("allowed_room_ids").orElseThrow().strings())
        .containsExactly(works);
    rule(water, JsonObject.of("join_rule", "knock"));
    rule(culture, JsonObject.of("join_rule", "invite"));
    assertThat(rooms(bruno, town, "")).contains(water).doesNotContain(culture);
    readable(culture, "world_readable");
    assertThat(rooms(bruno, town, "")).contains(culture);
    readable(culture, "shared");
    Chat.member(alice, culture, "invite", bruno).ok();
    assertThat(rooms(bruno, town, "")).contains(culture);
    Chat.member(alice, town, "ban", bruno).ok();
    assertThat(ask(bruno, town, "").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(summary(bruno, town).status()).isEqualTo(404);
    assertThat(ask(bruno, secret, "").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(ask(bruno, "!nowhere:" + World.SERVER, "").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_summary_tells_what_the_room_is_and_what_one_is_to_it() {
    var alias = "#resume:" + World.SERVER;
    var room =
        room(
            "preset", "public_chat",
            "room_alias_name", "resume",
            "name", "Crue",
            "topic", "La digue",
            "initial_state",
                JsonArray.of(
                    JsonObject.of(
                        "type",
                        "m.room.encryption",
                        "content",
                        JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"))));
    var told = summary(bruno, alias).ok().json();
    assertThat(told)
        .isEqualTo(
            JsonObject.of(
                "room_id", room,
                "name", "Crue",
                "topic", "La digue",
                "canonical_alias", alias,
                "num_joined_members", 1,
                "world_readable", false,
                "guest_can_join", false,
                "join_rule", "public",
                "room_version", "12",
                "encryption", "m.megolm.v1.aes-sha2",
                "membership", "leave"));
    assertThat(summary(world.stranger(), alias).errcode()).isEqualTo("M_MISSING_TOKEN");
    Chat.join(bruno, room).ok();
    assertThat(summary(bruno, room).ok().string("membership")).isEqualTo("join");
    rule(room, JsonObject.of("join_rule", "invite"));
    assertThat(summary(bruno, room).ok().string("join_rule")).isEqualTo("invite");
    assertThat(summary(world.stranger(), room).errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(summary(world.stranger(), "!nowhere:" + World.SERVER).errcode())
        .isEqualTo("M_MISSING_TOKEN");
    assertThat(summary(bruno, "!nowhere:" + World.SERVER).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(summary(bruno, "nothing").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(summary(alice.signedIn("", "", "wrong"), room).status()).isEqualTo(401);
  }

  /// As it is told where the directory is for everyone.
  @Test
  void who_is_not_signed_in_sees_of_rooms_what_the_directory_shows() {
    try (var open = World.start(Map.of("PARVIS_DIRECTORY", "everyone"))) {
      var host = open.register("alice");
      var door = Chat.room(host);
      var closed = host.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).ok();
      var told = summary(open.stranger(), door).ok().json();
      assertThat(told.string("join_rule")).contains("public");
      assertThat(told.has("membership")).isFalse();
      assertThat(summary(open.stranger(), closed.string("room_id")).errcode())
          .isEqualTo("M_NOT_FOUND");
      assertThat(listing(open.stranger(), door).ok().string("visibility")).isEqualTo("private");
      assertThat(listing(open.stranger(), closed.string("room_id")).status()).isEqualTo(404);
    }
  }

  static Answer listing(Client who, String room) {
    return who.get("/_matrix/client/v3/directory/list/room/" + Client.segment(room));
  }
}
