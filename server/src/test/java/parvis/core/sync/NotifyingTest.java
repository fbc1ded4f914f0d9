package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The short way of counting, for people who never changed their push rules, comes to what
/// evaluating the rules one by one comes to.
class NotifyingTest {
  @AutoClose static World world;
  static Client alice;
  static Client plain;
  static Client ruled;
  static String room;
  static int sent;

  @BeforeAll
  static void start() {
    world = World.start();
    alice = world.register("alice");
    plain = world.register("plain");
    ruled = world.register("ruled");
    room = Chat.room(alice, plain, ruled);
    var never =
        JsonObject.of(
            "conditions",
            JsonArray.of(
                JsonObject.of("kind", "event_match", "key", "type", "pattern", "fr.example.never")),
            "actions",
            JsonArray.of("notify"));
    ruled.put("/_matrix/client/v3/pushrules/global/override/never", never).ok();
  }

  static void send(String type, JsonObject content) {
    var path = Chat.path(room) + "/send/" + type + "/n" + sent++;
    alice.put(path, content).ok();
  }

  static JsonObject unread(Client client) {
    return Chat.in(Chat.sync(client, ""), "join", room)
        .object("unread_notifications")
        .orElseThrow();
  }

  @Test
  void both_ways_count_the_same() {
    var everyone = JsonObject.of("room", true);
    var both = JsonObject.of("user_ids", JsonArray.of(plain.user(), ruled.user()));
    var relation = JsonObject.of("rel_type", "m.replace", "event_id", "$x");
    var contents =
        List.of(
            JsonObject.of("body", "a"),
            JsonObject.of("body", "a", "msgtype", "m.text"),
            JsonObject.of("body", "a", "msgtype", "m.notice"),
            JsonObject.of("body", "a", "m.relates_to", relation));
    for (var type :
        List.of(
            "m.room.message",
            "m.room.encrypted",
            "m.call.invite",
            "m.poll.start",
            "m.sticker",
            "fr.example")) {
      for (var content : contents) {
        for (var mentions : List.of(JsonObject.EMPTY, both, everyone)) {
          send(type, mentions.isEmpty() ? content : content.with("m.mentions", mentions));
          same(type + " " + content + " " + mentions);
        }
      }
    }
    Chat.state(alice, room, "m.room.message", JsonObject.of("body", "a")).ok();
    same("a message as state");
    Chat.state(alice, room, "m.room.tombstone", JsonObject.of("body", "Fini")).ok();
    same("a tombstone");
    assertThat(unread(ruled).integer("highlight_count").orElse(0)).isPositive();
  }

  static void same(String after) {
    assertThat(unread(plain)).as(after).isEqualTo(unread(ruled));
  }
}
