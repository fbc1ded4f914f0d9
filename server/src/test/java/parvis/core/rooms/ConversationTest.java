package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Two people talk.
class ConversationTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  static String room(Client creator, JsonObject wish) {
    return Chat.create(creator, wish);
  }

  static String path(String room) {
    return "/_matrix/client/v3/rooms/" + Client.segment(room);
  }

  static JsonObject text(String body) {
    return JsonObject.of("msgtype", "m.text", "body", body);
  }

  @Test
  void one_creates_a_room_and_invites_the_other_and_they_talk() {
    var room =
        room(
            alice,
            JsonObject.of(
                "name", "Crue", "preset", "private_chat", "invite", JsonArray.of(bruno.user())));
    var invited = bruno.get("/_matrix/client/v3/sync").ok().json();
    assertThat(invited.object("rooms").flatMap(r -> r.object("invite")).orElseThrow().keys())
        .contains(room);
    var since = invited.string("next_batch").orElseThrow();
    bruno.post("/_matrix/client/v3/join/" + Client.segment(room), JsonObject.EMPTY).ok();
    var joined = bruno.get("/_matrix/client/v3/sync?since=" + since).ok().json();
    var mine = joined.object("rooms").flatMap(r -> r.object("join")).flatMap(j -> j.object(room));
    assertThat(mine).isPresent();
    since = joined.string("next_batch").orElseThrow();
    var waiting = bruno.later("/_matrix/client/v3/sync?timeout=20000&since=" + since);
    var sent =
        alice.put(path(room) + "/send/m.room.message/t1", text("Bonjour")).ok().string("event_id");
    var told = waiting.join().ok().json();
    var timeline =
        told.object("rooms")
            .flatMap(r -> r.object("join"))
            .flatMap(j -> j.object(room))
            .flatMap(r -> r.object("timeline"))
            .orElseThrow();
    var event = timeline.array("events").orElseThrow().objects().getLast();
    assertThat(event.string("event_id")).contains(sent);
    assertThat(event.object("content").flatMap(c -> c.string("body"))).contains("Bonjour");
    var again =
        alice.put(path(room) + "/send/m.room.message/t1", text("Bonjour")).ok().string("event_id");
    assertThat(again).isEqualTo(sent);
    var page = bruno.get(path(room) + "/messages?dir=b&limit=100").ok().json();
    assertThat(page.array("chunk").orElseThrow().objects().getFirst().string("event_id"))
        .contains(sent);
  }

  @Test
  void one_person_makes_many_rooms_at_the_same_moment() {
    var rooms = ConcurrentHashMap.<String>newKeySet();
    IntStream.range(0, 40)
        .parallel()
        .forEach(_ -> rooms.add(room(alice, JsonObject.of("preset", "private_chat"))));
    assertThat(rooms).hasSize(40);
  }
}
