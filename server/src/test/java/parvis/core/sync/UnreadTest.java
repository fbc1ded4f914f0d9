package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What sync tells of what one has not read.
class UnreadTest {
  private static final int DELETED = 300;

  @AutoClose static final World world = World.start();
  static Client alice = world.register("alice");
  static Client bruno = world.register("bruno");
  static final String BY_THREAD =
      Client.segment("{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}");

  static JsonObject seen(String room) {
    return Chat.in(Chat.sync(bruno, "filter=" + BY_THREAD), "join", room);
  }

  static long unread(String room) {
    return Chat.at(seen(room), "unread_notifications").integer("notification_count").orElseThrow();
  }

  static long unread(String room, String thread) {
    return Chat.at(seen(room), "unread_thread_notifications", thread)
        .integer("notification_count")
        .orElse(0);
  }

  static void read(String room, String event, JsonObject thread) {
    bruno.post(Chat.path(room) + "/receipt/m.read/" + Client.segment(event), thread).ok();
  }

  @Test
  void messages_of_others_count_until_they_are_read_or_deleted() {
    var room = Chat.room(alice, bruno);
    assertThat(unread(room)).isZero();
    var first = Chat.say(alice, room, "un");
    var second = Chat.say(alice, room, "deux");
    assertThat(unread(room)).isEqualTo(2);
    Chat.redact(alice, room, second).ok();
    assertThat(unread(room)).isEqualTo(1);
    read(room, first, JsonObject.EMPTY);
    assertThat(unread(room)).isZero();
    Chat.say(alice, room, "trois");
    Chat.say(bruno, room, "oui");
    assertThat(unread(room)).isZero();
  }

  private static long highlights(String room) {
    return Chat.at(seen(room), "unread_notifications").integer("highlight_count").orElseThrow();
  }

  /// One who has the default rules and one who has rules of their own are told alike.
  @Test
  void who_is_called_by_their_whole_id_is_mentioned_where_nobody_says_who_is() {
    var rule = "/_matrix/client/v3/pushrules/global/content/tulipes";
    for (var own : new boolean[] {false, true}) {
      if (own) {
        var notify = JsonArray.of("notify");
        bruno.put(rule, JsonObject.of("pattern", "tulipes", "actions", notify)).ok();
      }
      var room = Chat.room(alice, bruno);
      Chat.say(alice, room, "Bonjour " + bruno.user() + " !");
      Chat.say(alice, room, bruno.user());
      assertThat(highlights(room)).isEqualTo(2);
      var text = JsonObject.of("msgtype", "m.text", "body", "Merci, " + bruno.user() + ".");
      Chat.send(alice, room, text.with("m.mentions", JsonObject.EMPTY));
      Chat.send(alice, room, text.with("msgtype", "m.notice"));
      Chat.say(alice, room, "bruno, ou @bruno, ou " + bruno.user() + "x, ou @x:y");
      var edit = Chat.related("m.replace", Chat.say(alice, room, "a"), "Voir " + bruno.user());
      Chat.send(alice, room, edit);
      assertThat(highlights(room)).isEqualTo(2);
      assertThat(unread(room)).isEqualTo(5);
    }
    bruno.delete(rule).ok();
  }

  @Test
  void a_thread_stays_unread_when_the_main_timeline_is_read() {
    var room = Chat.room(alice, bruno);
    var root = Chat.say(alice, room, "fil");
    var reply = Chat.send(alice, room, thread(root));
    var last = Chat.say(alice, room, "après");
    assertThat(unread(room)).isEqualTo(2);
    assertThat(unread(room, root)).isEqualTo(1);
    read(room, last, JsonObject.of("thread_id", "main"));
    assertThat(unread(room)).isZero();
    assertThat(unread(room, root)).isEqualTo(1);
    read(room, reply, JsonObject.of("thread_id", root));
    assertThat(unread(room, root)).isZero();
  }

  static JsonObject thread(String root) {
    return JsonObject.of(
        "msgtype",
        "m.text",
        "body",
        "réponse",
        "m.relates_to",
        JsonObject.of("rel_type", "m.thread", "event_id", root));
  }

  @Test
  void whoever_has_more_than_a_thousand_unread_is_told_of_a_thousand() {
    var room = Chat.room(alice, bruno);
    var first = Chat.say(alice, room, "un");
    assertThat(unread(room)).isEqualTo(1);
    for (int i = 0; i < Counting.COUNTED_MAX; i++) {
      Chat.say(alice, room, "m" + i);
    }
    assertThat(unread(room)).isEqualTo(Counting.COUNTED_MAX);
    read(room, first, JsonObject.EMPTY);
    assertThat(unread(room)).isEqualTo(Counting.COUNTED_MAX);
  }

  @Test
  void whatever_is_deleted_while_one_follows_is_counted_no_more() throws Exception {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(bruno, ""));
    var kept = Chat.say(alice, room, "reste");
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          both.submit(
              () -> {
                for (int i = 0; i < DELETED; i++) {
                  Chat.redact(alice, room, Chat.say(alice, room, "part")).ok();
                }
              });
      while (!writing.isDone()) {
        since = Chat.next(Chat.sync(bruno, "since=" + since));
      }
      writing.get(1, TimeUnit.MINUTES);
    }
    assertThat(unread(room)).isEqualTo(1);
    read(room, kept, JsonObject.EMPTY);
    assertThat(unread(room)).isZero();
  }

  /// More of them than the last events that are in memory.
  @Test
  void who_comes_and_goes_counts_for_nobody_and_hides_nothing() {
    var carol = world.register("carol");
    var room = Chat.room(alice, bruno);
    var first = Chat.say(alice, room, "un");
    for (int i = 0; i < 40; i++) {
      Chat.join(carol, room).ok();
      carol.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    }
    assertThat(unread(room)).isEqualTo(1);
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    assertThat(unread(room)).isEqualTo(1);
    read(room, first, JsonObject.EMPTY);
    assertThat(unread(room)).isZero();
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    assertThat(unread(room)).isZero();
    Chat.say(alice, room, "deux");
    assertThat(unread(room)).isEqualTo(1);
  }

  @Test
  void a_reaction_in_a_thread_is_read_in_that_thread() {
    var room = Chat.room(alice, bruno);
    var root = Chat.say(alice, room, "fil");
    var reply = Chat.send(alice, room, thread(root));
    var relation = JsonObject.of("rel_type", "m.annotation", "event_id", reply, "key", "+");
    var path = Chat.path(room) + "/send/m.reaction/reaction";
    var reaction = alice.put(path, JsonObject.of("m.relates_to", relation)).ok();
    read(room, reaction.string("event_id"), JsonObject.of("thread_id", root));
    assertThat(unread(room, root)).isZero();
    assertThat(unread(room)).isEqualTo(1);
  }

  @Test
  void whom_one_ignores_makes_no_noise_from_then_on_and_had_made_none() {
    var room = Chat.room(alice, bruno);
    Chat.say(alice, room, "un");
    var since = Chat.next(Chat.sync(bruno, ""));
    var list = "/_matrix/client/v3/user/" + Client.segment(bruno.user());
    var path = list + "/account_data/m.ignored_user_list";
    var users = JsonObject.of(alice.user(), JsonObject.EMPTY);
    bruno.put(path, JsonObject.of("ignored_users", users)).ok();
    var news = Chat.in(Chat.sync(bruno, "since=" + since), "join", room);
    assertThat(Chat.at(news, "unread_notifications").integer("notification_count")).hasValue(0);
    Chat.say(alice, room, "deux");
    bruno.put(path, JsonObject.of("ignored_users", JsonObject.EMPTY)).ok();
    assertThat(unread(room)).isEqualTo(1);
  }

  @Test
  void state_that_a_filter_keeps_from_the_timeline_is_told_as_state() {
    var room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Cave")).ok();
    Chat.say(alice, room, "bonjour");
    var filter =
        Client.segment("{\"room\":{\"timeline\":{\"types\":[\"m.room.message\"],\"limit\":50}}}");
    var told = Chat.in(Chat.sync(bruno, "filter=" + filter), "join", room);
    var types =
        Chat.at(told, "state").array("events").orElseThrow().objects().stream()
            .map(e -> e.string("type").orElse(""))
            .toList();
    assertThat(types).contains("m.room.create", "m.room.name", "m.room.power_levels");
  }

  @Test
  void messages_to_a_device_come_until_a_later_token_shows_that_they_came() {
    var before = Chat.next(Chat.sync(bruno, ""));
    toDevice("un");
    var first = Chat.sync(bruno, "since=" + before);
    assertThat(first.toString()).contains("\"un\"");
    assertThat(Chat.sync(bruno, "since=" + before).toString()).contains("\"un\"");
    var later = Chat.sync(bruno, "since=" + Chat.next(first));
    assertThat(later.has("to_device")).isFalse();
  }

  static void toDevice(String text) {
    var messages =
        JsonObject.of(bruno.user(), JsonObject.of(bruno.device(), JsonObject.of("text", text)));
    alice
        .put("/_matrix/client/v3/sendToDevice/m.x/" + text, JsonObject.of("messages", messages))
        .ok();
  }
}
