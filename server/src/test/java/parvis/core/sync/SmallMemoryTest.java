package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A server whose memory holds only a part of what people do tells them all of it.
class SmallMemoryTest {
  /// Rooms may take a third of it: less than a third of [#ROOMS] together.
  private static final long HEAP_BYTES = 6_000_000;

  private static final int ROOMS = 60;
  private static final int MESSAGES = 20;

  @AutoClose static final World world = World.small(HEAP_BYTES);
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  static List<String> texts(JsonObject sync, String room) {
    return Chat.texts(Chat.at(Chat.in(sync, "join", room), "timeline"), "events");
  }

  @Test
  @Tag("long")
  void rooms_that_were_let_go_come_back_as_they_were() {
    var rooms = new ArrayList<String>();
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(Chat.room(alice, bruno));
    }
    var since = Chat.next(Chat.sync(bruno, ""));
    for (int round = 0; round < MESSAGES; round++) {
      for (int i = 0; i < ROOMS; i++) {
        Chat.say(alice, rooms.get(i), i + "." + round);
      }
      var news = Chat.sync(bruno, "since=" + since);
      since = Chat.next(news);
      for (int i = 0; i < ROOMS; i++) {
        assertThat(texts(news, rooms.get(i))).containsExactly(i + "." + round);
        var unread = Chat.at(Chat.in(news, "join", rooms.get(i)), "unread_notifications");
        assertThat(unread.integer("notification_count")).hasValue(round + 1);
      }
      fits();
    }
    var all = Chat.sync(bruno, "");
    for (int i = 0; i < ROOMS; i++) {
      assertThat(texts(all, rooms.get(i))).hasSize(MESSAGES);
    }
    assertThat(world.parvis().db()).isNotNull();
    fits();
  }

  /// Every cache holds at most its share, and the rooms fill theirs.
  static void fits() {
    var used = world.memory().used();
    assertThat(used.get("rooms").getAsLong()).isBetween(HEAP_BYTES / 10, HEAP_BYTES / 10 * 3);
    var sum = used.values().stream().mapToLong(bytes -> bytes.getAsLong()).sum();
    assertThat(sum).isLessThan(HEAP_BYTES / 10 * 7);
  }

  @Test
  void messages_to_a_device_come_in_order_however_many_wait() {
    var content = JsonObject.of("text", "x".repeat(200));
    var sent = new ArrayList<String>();
    for (int i = 0; i < 2 * Inbox.KEPT_MAX + 50; i++) {
      var message = content.with("n", i);
      var to = JsonObject.of(bruno.user(), JsonObject.of(bruno.device(), message));
      var path = "/_matrix/client/v3/sendToDevice/m.x/t" + i;
      alice.put(path, JsonObject.of("messages", to)).ok();
      sent.add("" + i);
    }
    var got = new ArrayList<String>();
    var since = "";
    for (int answers = 0; got.size() < sent.size() && answers < sent.size(); answers++) {
      var sync = Chat.sync(bruno, since);
      var events = Chat.at(sync, "to_device").array("events").orElse(JsonArray.EMPTY);
      for (var event : events.objects()) {
        got.add("" + Chat.at(event, "content").integer("n").orElseThrow());
      }
      since = "since=" + Chat.next(sync);
    }
    assertThat(got).isEqualTo(sent);
    assertThat(Chat.sync(bruno, since).has("to_device")).isFalse();
  }

  @Test
  void account_data_and_receipts_survive_in_the_database_alone() {
    var room = Chat.room(alice, bruno);
    var path = "/_matrix/client/v3/user/" + Client.segment(bruno.user()) + "/account_data/";
    for (int i = 0; i < 100; i++) {
      bruno.put(path + "fr.example." + i, JsonObject.of("text", "y".repeat(5_000))).ok();
    }
    var said = Chat.say(alice, room, "lu");
    var receipt = Chat.path(room) + "/receipt/m.read/" + Client.segment(said);
    bruno.post(receipt, JsonObject.EMPTY).ok();
    var sync = Chat.sync(bruno, "");
    var types =
        Chat.at(sync, "account_data").array("events").orElseThrow().objects().stream()
            .flatMap(event -> event.string("type").stream())
            .filter(type -> type.startsWith("fr.example"));
    assertThat(types).hasSize(100);
    assertThat(Chat.in(sync, "join", room).toString()).contains("m.receipt").contains(said);
    var sum = world.memory().used().get("things").getAsLong();
    assertThat(sum).isLessThanOrEqualTo(HEAP_BYTES / 100 * 6);
  }

  @Test
  void devices_whose_names_hold_a_slash_are_told_apart() {
    var slash = device("a/b");
    var plain = device("a");
    var both = JsonObject.of("a/b", JsonObject.of("for", "slash"), "a", JsonObject.of("for", "a"));
    var messages = JsonObject.of("messages", JsonObject.of(plain.user(), both));
    alice.put("/_matrix/client/v3/sendToDevice/m.x/slash", messages).ok();
    assertThat(Chat.sync(slash, "").toString()).contains("\"slash\"");
    assertThat(Chat.sync(plain, "").toString()).contains("\"a\"").doesNotContain("\"slash\"");
  }

  private static Client device(String id) {
    var wish = Client.proof("bruno", World.PASSWORD).with("device_id", id);
    var answer = world.stranger().post("/_matrix/client/v3/login", wish).ok();
    return world
        .stranger()
        .signedIn(
            answer.string("user_id"), answer.string("device_id"), answer.string("access_token"));
  }
}
