package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.rooms.Chat.at;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What others made of an event is told with it.
class BundleTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final String room = Chat.room(alice, bruno);

  /// As the room in memory tells it, and as history from disk does.
  static JsonObject bundle(Client reader, String event) {
    var inMemory = at(Chat.event(reader, room, event), "unsigned", "m.relations");
    var page = reader.get(Chat.path(room) + "/messages?dir=b&limit=200").ok().json();
    var onDisk =
        page.array("chunk").orElseThrow().objects().stream()
            .filter(e -> e.string("event_id").orElseThrow().equals(event))
            .findFirst()
            .orElseThrow();
    assertThat(withoutAge(at(onDisk, "unsigned", "m.relations"))).isEqualTo(withoutAge(inMemory));
    return inMemory;
  }

  static String withoutAge(JsonObject bundle) {
    return bundle
        .toString()
        .replaceAll("\"age\":\\d+", "\"age\":0")
        .replaceAll(",\"transaction_id\":\"t\\d+\"", "");
  }

  @Test
  void what_refers_to_an_event_is_named_by_it() {
    var said = Chat.say(alice, room, "sondage");
    var first = Chat.send(bruno, room, Chat.related("m.reference", said, "oui"));
    var second = Chat.send(alice, room, Chat.related("m.reference", said, "non"));
    var third = Chat.send(bruno, room, Chat.related("m.reference", said, "peut-être"));
    Chat.redact(alice, room, second).ok();
    var chunk = at(bundle(bruno, said), "m.reference").array("chunk").orElse(JsonArray.EMPTY);
    assertThat(chunk.objects())
        .extracting(o -> o.string("event_id").orElseThrow())
        .containsExactly(first, third);
  }

  @Test
  void whoever_began_a_thread_takes_part_in_it() {
    var root = Chat.say(alice, room, "fil");
    Chat.send(bruno, room, Chat.related("m.thread", root, "réponse"));
    var carla = world.register("carla");
    Chat.join(carla, room).ok();
    for (var reader : List.of(alice, bruno)) {
      assertThat(at(bundle(reader, root), "m.thread").bool("current_user_participated"))
          .hasValue(true);
    }
    assertThat(at(bundle(carla, root), "m.thread").bool("current_user_participated"))
        .hasValue(false);
  }

  @Test
  void the_last_reply_of_a_thread_comes_with_its_edit() {
    var root = Chat.say(alice, room, "fil");
    Chat.send(bruno, room, Chat.related("m.thread", root, "un"));
    var last = Chat.send(bruno, room, Chat.related("m.thread", root, "deux"));
    var edit = Chat.send(bruno, room, Chat.related("m.replace", last, "deux !"));
    var latest = at(bundle(alice, root), "m.thread", "latest_event");
    assertThat(latest.string("event_id")).contains(last);
    assertThat(latest.string("room_id")).contains(room);
    assertThat(at(latest, "unsigned", "m.relations", "m.replace").string("event_id"))
        .contains(edit);
    Chat.redact(bruno, room, edit).ok();
    assertThat(at(bundle(alice, root), "m.thread", "latest_event", "unsigned").has("m.relations"))
        .isFalse();
  }

  @Test
  void a_room_that_is_loaded_tells_what_it_told_before(@TempDir Path data) {
    var settings =
        Map.of("PARVIS_DATABASE_URL", TestDatabase.freshUrl(), "PARVIS_DATA", data.toString());
    Client dora;
    String place;
    String root;
    JsonObject before;
    try (var first = World.start(settings)) {
      dora = first.register("dora");
      place = Chat.room(dora);
      root = Chat.say(dora, place, "fil");
      for (int i = 0; i < 5; i++) {
        Chat.send(dora, place, Chat.related("m.thread", root, "r" + i));
      }
      Chat.send(dora, place, Chat.related("m.replace", root, "le fil"));
      Chat.send(dora, place, Chat.related("m.reference", root, "voir"));
      before = at(Chat.event(dora, place, root), "unsigned", "m.relations");
    }
    try (var again = World.start(settings)) {
      var reader = again.stranger().signedIn(dora.user(), dora.device(), dora.token());
      var after = at(Chat.event(reader, place, root), "unsigned", "m.relations");
      assertThat(after.keys()).containsExactlyInAnyOrder("m.thread", "m.replace", "m.reference");
      assertThat(withoutAge(after)).isEqualTo(withoutAge(before));
    }
  }
}
