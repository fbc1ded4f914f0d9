package parvis.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// In a room with more people than [Sharing#ROOM_MAX] nobody is told who is there: what one person
/// causes by coming is bounded.
class LargeRoomTest {
  private static final String SYNC = "/_matrix/client/v3/sync?set_presence=offline&timeout=";

  @Test
  void one_person_more_than_may_be_and_nobody_sees_who_is_there() {
    try (var world = World.start(Map.of("PARVIS_PRESENCE", "on"))) {
      var alice = world.register("alice");
      var bruno = world.register("bruno");
      var chloe = world.register("chloe");
      var room =
          alice
              .post("/_matrix/client/v3/createRoom", JsonObject.of("preset", "public_chat"))
              .ok()
              .string("room_id");
      Chat.join(bruno, room).ok();
      IntStream.range(2, Sharing.ROOM_MAX)
          .parallel()
          .forEach(i -> Chat.join(world.register("personne" + i), room).ok());
      var since = Chat.next(look(bruno, Chat.next(Chat.sync(bruno, ""))));
      says(alice, "online");
      assertThat(bruno.get(path(alice)).ok().string("presence")).isEqualTo("online");
      assertThat(told(look(bruno, since), alice)).hasSize(1);

      Chat.join(chloe, room).ok();
      since = Chat.next(look(bruno, Chat.next(Chat.sync(bruno, ""))));
      var waiting = bruno.later(SYNC + "20000&since=" + since);
      world.awaitWaiting(1);
      says(alice, "unavailable");
      assertThat(world.figure("parvis_sync_waiting")).isEqualTo(1);
      Chat.say(alice, room, "Ce message est dit");
      assertThat(told(waiting.join().ok().json(), alice)).isEmpty();
      assertThat(bruno.get(path(alice)).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(told(Chat.sync(chloe, "set_presence=offline"), alice)).isEmpty();

      Chat.member(alice, room, "kick", chloe).ok();
      bruno.get(path(alice)).ok();
    }
  }

  private static String path(Client of) {
    return "/_matrix/client/v3/presence/" + Client.segment(of.user()) + "/status";
  }

  private static void says(Client client, String presence) {
    client.put(path(client), JsonObject.of("presence", presence)).ok();
  }

  /// A sync that does not change how its reader is seen.
  private static JsonObject look(Client client, String since) {
    return Chat.sync(client, "set_presence=offline&since=" + since);
  }

  /// What a sync says of somebody.
  private static List<JsonObject> told(JsonObject sync, Client of) {
    return Chat.at(sync, "presence").array("events").orElse(JsonArray.EMPTY).objects().stream()
        .filter(event -> event.string("sender").filter(of.user()::equals).isPresent())
        .toList();
  }
}
