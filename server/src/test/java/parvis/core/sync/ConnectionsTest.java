package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A connection of a client that slides has one question at a time, and takes nothing for told that
/// its client may not have.
class ConnectionsTest {
  private static final String PATH = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final int SOON_SECONDS = 10;
  private static final int LONG_CHARS = 60_000;

  private static final JsonObject WISH =
      JsonObject.of(
          "lists",
          JsonObject.of(
              "all",
              JsonObject.of("ranges", JsonArray.of(JsonArray.of(0L, 9L)), "timeline_limit", 2L)));

  @AutoClose static final World world = World.start();

  private static Answer ask(Client client, String pos, JsonObject wish) {
    return client.post(PATH + (pos.isEmpty() ? "" : "?pos=" + Client.segment(pos)), wish);
  }

  private static CompletableFuture<JsonObject> later(Client client, String pos) {
    var path = PATH + "?timeout=60000&pos=" + Client.segment(pos);
    return CompletableFuture.supplyAsync(() -> client.post(path, WISH).ok().json())
        .orTimeout(SOON_SECONDS, TimeUnit.SECONDS);
  }

  private static String pos(JsonObject told) {
    return told.string("pos").orElseThrow();
  }

  @Test
  void a_question_that_waits_is_over_when_its_client_asks_once_more() {
    var alice = world.register("alice");
    var bruno = world.register("bruno");
    var room = Chat.room(alice, bruno);
    var begun = pos(ask(alice, "", WISH).ok().json());
    var lost = later(alice, begun);
    world.awaitWaiting(1);
    var again = pos(ask(alice, begun, WISH).ok().json());
    var ended = lost.join();
    assertThat(pos(ended)).isEqualTo(begun);
    assertThat(ended.object("rooms").orElseThrow().isEmpty()).isTrue();
    var waiting = later(alice, again);
    Chat.say(bruno, room, "bonjour");
    assertThat(Chat.texts(Chat.at(waiting.join(), "rooms", room), "timeline"))
        .containsExactly("bonjour");
  }

  @Test
  void who_goes_on_from_an_answer_was_told_what_that_answer_told() {
    var chloe = world.register("chloe");
    var daniel = world.register("daniel");
    var room = Chat.room(chloe, daniel);
    var begun = pos(ask(chloe, "", WISH).ok().json());
    var first = pos(ask(chloe, begun, WISH).ok().json());
    Chat.say(daniel, room, "bonjour");
    var second = ask(chloe, begun, WISH).ok().json();
    assertThat(Chat.texts(Chat.at(second, "rooms", room), "timeline")).containsExactly("bonjour");
    assertThat(ask(chloe, first, WISH).errcode())
        .as("the answer that told it is the other one")
        .isEqualTo("M_UNKNOWN_POS");
    var third = ask(chloe, pos(second), WISH).ok().json();
    assertThat(third.object("rooms").orElseThrow().isEmpty()).isTrue();
    assertThat(ask(chloe, begun, WISH).errcode())
        .as("what came before an answer that the client has shown to have")
        .isEqualTo("M_UNKNOWN_POS");
  }

  @Test
  void a_session_has_so_many_connections_and_no_more() {
    var emil = world.register("emil");
    var first = pos(ask(emil, "", WISH.with("conn_id", "0")).ok().json());
    var last = "";
    for (int i = 1; i <= Connections.OF_SESSION_MAX; i++) {
      last = pos(ask(emil, "", WISH.with("conn_id", Integer.toString(i))).ok().json());
    }
    assertThat(ask(emil, first, WISH.with("conn_id", "0")).errcode()).isEqualTo("M_UNKNOWN_POS");
    var newest = Integer.toString(Connections.OF_SESSION_MAX);
    ask(emil, last, WISH.with("conn_id", newest)).ok();
  }

  @Test
  void rooms_for_which_an_answer_has_no_place_come_with_the_next() {
    var jules = world.register("jules");
    var longest = "x".repeat(LONG_CHARS);
    var rooms = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      var room = Chat.room(jules);
      rooms.add(room);
      for (int j = 0; j < SlidingAnswers.WHOLE_BYTES_MAX / LONG_CHARS / 2 + 1; j++) {
        Chat.say(jules, room, longest);
      }
    }
    var wish =
        JsonObject.of(
            "lists",
            JsonObject.of("all", Chat.at(WISH, "lists", "all").with("timeline_limit", 100L)));
    var first = ask(jules, "", wish).ok().json();
    assertThat(Chat.at(first, "rooms").keys()).hasSize(2);
    assertThat(Chat.at(first, "lists", "all").integer("count")).hasValue(3);
    var second = ask(jules, pos(first), wish).ok().json();
    assertThat(Chat.at(second, "rooms").keys()).hasSize(1);
    rooms.removeAll(Chat.at(first, "rooms").keys());
    assertThat(Chat.at(second, "rooms").keys()).containsExactlyElementsOf(rooms);
    assertThat(ask(jules, pos(second), wish).ok().json().object("rooms").orElseThrow().isEmpty())
        .isTrue();
  }

  private static JsonObject wanting(int lists, int slots, String type) {
    var all = JsonObject.builder();
    for (int list = 0; list < lists; list++) {
      var pairs = new ArrayList<Object>();
      for (int i = 0; i < slots; i++) {
        pairs.add(JsonArray.of(type + list + "." + i, ""));
      }
      all.put(
          "l" + list,
          JsonObject.of(
              "ranges",
              JsonArray.of(JsonArray.of(0L, 9L)),
              "required_state",
              JsonArray.of(pairs.toArray())));
    }
    return JsonObject.of("lists", all.build());
  }

  private static long held() {
    return world.memory().used().get("connections").getAsLong();
  }

  @Test
  void what_is_wanted_of_state_has_a_bound_for_all_rooms_together_and_is_weighed() {
    var flora = world.register("flora");
    Chat.room(flora);
    Chat.room(flora);
    assertThat(ask(flora, "", wanting(2, 101, "t")).errcode()).isEqualTo("M_INVALID_PARAM");
    var longest = "x".repeat(RequiredState.CHARS_MAX);
    assertThat(ask(flora, "", wanting(1, 1, longest)).errcode()).isEqualTo("M_INVALID_PARAM");
    var before = held();
    ask(flora, "", wanting(2, 100, "x".repeat(200))).ok();
    assertThat(held() - before)
        .as("two hundred types of two hundred characters, once for both rooms")
        .isBetween(200L * 200, 200L * 200 * 4);
  }

  @Test
  void state_that_changed_while_it_was_not_wanted_is_told_when_it_is_again() {
    var gaston = world.register("gaston");
    var room = Chat.room(gaston);
    var pairs = JsonArray.of(JsonArray.of("m.room.topic", ""));
    var one = Chat.at(WISH, "lists", "all");
    var topics = JsonObject.of("lists", JsonObject.of("all", one.with("required_state", pairs)));
    Chat.state(gaston, room, "m.room.topic", JsonObject.of("topic", "un")).ok();
    var told = ask(gaston, "", topics).ok().json();
    Chat.state(gaston, room, "m.room.topic", JsonObject.of("topic", "deux")).ok();
    var between = ask(gaston, pos(told), WISH).ok().json();
    var again = Chat.at(ask(gaston, pos(between), topics).ok().json(), "rooms", room);
    assertThat(again.array("required_state").orElseThrow().toString()).contains("deux");
  }

  @Test
  void state_is_wanted_by_any_type_and_by_any_key() {
    var helene = world.register("helene");
    var irene = world.register("irene");
    var room = Chat.room(helene, irene);
    assertThat(wanted(helene, room, "*", "$ME")).containsExactly("m.room.member");
    assertThat(wanted(helene, room, "*", ""))
        .contains("m.room.create")
        .doesNotContain("m.room.member");
    assertThat(wanted(helene, room, "m.room.create", "*")).containsExactly("m.room.create");
    assertThat(wanted(helene, room, "m.room.member", "*"))
        .containsExactly("m.room.member", "m.room.member");
    assertThat(wanted(helene, room, "*", "*"))
        .contains("m.room.create", "m.room.power_levels", "m.room.member");
  }

  private static List<String> wanted(Client client, String room, String type, String key) {
    var pairs = JsonArray.of(JsonArray.of(type, key));
    var open = JsonObject.of("required_state", pairs);
    var wish = JsonObject.of("room_subscriptions", JsonObject.of(room, open));
    var told = Chat.at(ask(client, "", wish).ok().json(), "rooms", room);
    return told.array("required_state").orElseThrow().objects().stream()
        .map(event -> event.string("type").orElse(""))
        .toList();
  }
}
