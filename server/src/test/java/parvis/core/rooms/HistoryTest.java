package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Long histories are read in few steps.
class HistoryTest {
  private static final int MANY = 2_500;

  /// Connections taken meanwhile by what looks after the server every second.
  private static final int BESIDE = 20;

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  @Test
  void a_filter_that_takes_nothing_costs_few_questions() {
    var room = Chat.room(alice, bruno);
    Copies.make(world, Chat.say(alice, room, "m"), MANY);
    Chat.say(alice, room, "dernier");
    var filter = Client.segment("{\"types\":[\"fr.parvis.none\"]}");
    for (var direction : new String[] {"b", "f"}) {
      var path = Chat.path(room) + "/messages?limit=1&dir=" + direction + "&filter=" + filter;
      var before = world.connectionsTaken();
      var page = bruno.get(path).ok().json();
      assertThat(world.connectionsTaken() - before).isLessThan(2 * BESIDE);
      assertThat(page.string("end")).isPresent();
      var rest = bruno.get(path + "&from=" + page.string("end").orElseThrow()).ok().json();
      assertThat(rest.has("end")).isFalse();
    }
  }

  static Answer near(Client reader, String room, String direction, long ts) {
    return reader.get(
        Chat.path(room).replace("/v3/", "/v1/")
            + "/timestamp_to_event?dir="
            + direction
            + "&ts="
            + ts);
  }

  static long ts(String room, String event) {
    return Chat.event(alice, room, event).integer("origin_server_ts").orElseThrow();
  }

  @Test
  void the_event_nearest_to_a_moment_is_one_that_its_reader_may_see() {
    var room = VisibilityTest.room(alice, "joined");
    var unseen = Chat.say(alice, room, "avant");
    Copies.make(world, unseen, MANY);
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.join(bruno, room).ok();
    var said = Chat.say(alice, room, "là");
    var ts = ts(room, said);
    assertThat(near(alice, room, "f", ts).ok().string("event_id")).isEqualTo(said);
    assertThat(near(alice, room, "b", Long.MAX_VALUE).ok().string("event_id")).isEqualTo(said);
    var first = near(bruno, room, "f", ts(room, unseen)).ok().string("event_id");
    assertThat(Chat.event(bruno, room, first).string("state_key")).contains(bruno.user());
    assertThat(near(bruno, room, "b", 0).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(near(bruno, room, "f", ts + 1_000_000).status()).isEqualTo(404);
  }

  @Test
  void a_page_costs_who_left_no_more_than_who_is_there() {
    var room = Chat.room(alice, bruno);
    Chat.say(alice, room, "bonjour");
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(pagesCost(bruno, room)).isLessThan(pagesCost(alice, room) + BESIDE);
  }

  /// Connections taken for the same page, many times.
  private static long pagesCost(Client client, String room) {
    var before = world.connectionsTaken();
    for (int i = 0; i < 3 * BESIDE; i++) {
      Chat.history(client, room);
    }
    return world.connectionsTaken() - before;
  }
}
