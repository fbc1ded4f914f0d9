package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whom one ignores is heard no more, and makes rooms all the same.
/// spec: cs-api#ignoring-users
class IgnoringTest {
  static final String SLIDING = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client chloe = world.register("chloe");

  static void ignore(Client client, Client... ignored) {
    var people = JsonObject.builder();
    Arrays.stream(ignored).forEach(person -> people.put(person.user(), JsonObject.EMPTY));
    var path = "/_matrix/client/v3/user/" + Client.segment(client.user()) + "/account_data/";
    var list = JsonObject.of("ignored_users", people.build());
    client.put(path + "m.ignored_user_list", list).ok();
  }

  static List<String> timeline(JsonObject sync, String room) {
    return Chat.texts(Chat.at(Chat.in(sync, "join", room), "timeline"), "events");
  }

  static JsonObject get(Client client, String room, String rest) {
    return client.get(Chat.path(room) + rest).ok().json();
  }

  static List<String> relations(Client client, String room, String event) {
    var path = "/_matrix/client/v1/rooms/" + Client.segment(room) + "/relations/";
    return Chat.texts(client.get(path + Client.segment(event)).ok().json(), "chunk");
  }

  static JsonObject threads(Client client, String room) {
    var path = "/_matrix/client/v1/rooms/" + Client.segment(room) + "/threads";
    return client.get(path).ok().json();
  }

  @Test
  void messages_of_whom_one_ignores_are_in_no_answer() {
    var bruno = world.register("bruno1");
    var room = Chat.room(alice, bruno, chloe);
    Chat.say(alice, room, "avant");
    ignore(bruno, alice);
    var since = Chat.next(Chat.sync(bruno, ""));
    var hidden = Chat.say(alice, room, "caché");
    var shown = Chat.say(chloe, room, "visible");
    var news = Chat.sync(bruno, "since=" + since);
    assertThat(timeline(news, room)).containsExactly("visible");
    assertThat(timeline(Chat.sync(bruno, ""), room)).containsExactly("visible");
    assertThat(Chat.history(bruno, room)).containsExactly("visible");
    assertThat(Chat.history(chloe, room)).containsExactly("visible", "caché", "avant");
    var context = get(bruno, room, "/context/" + Client.segment(shown));
    assertThat(Chat.texts(context, "events_before")).isEmpty();
    for (var path : List.of("/context/", "/event/")) {
      var answer = bruno.get(Chat.path(room) + path + Client.segment(hidden));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.errcode()).isEqualTo("M_NOT_FOUND");
    }
    var last = "/timestamp_to_event?dir=b&ts=" + Long.MAX_VALUE;
    var path = "/_matrix/client/v1/rooms/" + Client.segment(room) + last;
    Chat.say(alice, room, "encore");
    assertThat(bruno.get(path).ok().string("event_id")).isEqualTo(shown);
    assertThat(chloe.get(path).ok().string("event_id")).isNotEqualTo(shown);
  }

  @Test
  void the_limit_of_a_timeline_counts_what_is_shown() {
    var bruno = world.register("bruno2");
    var room = Chat.room(alice, bruno, chloe);
    ignore(bruno, alice);
    Chat.say(chloe, room, "un");
    for (int i = 0; i < 100; i++) {
      Chat.say(alice, room, "bruit");
    }
    Chat.say(chloe, room, "deux");
    var filter = "filter=" + Client.segment("{\"room\":{\"timeline\":{\"limit\":2}}}");
    assertThat(timeline(Chat.sync(bruno, filter), room)).containsExactly("un", "deux");
    var page = get(bruno, room, "/messages?dir=b&limit=2");
    assertThat(Chat.texts(page, "chunk")).containsExactly("deux", "un");
  }

  @Test
  void what_they_change_of_a_room_is_told() {
    var bruno = world.register("bruno3");
    var room = Chat.room(alice, bruno);
    ignore(bruno, alice);
    var since = Chat.next(Chat.sync(bruno, ""));
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Cave")).ok();
    var news = Chat.in(Chat.sync(bruno, "since=" + since), "join", room);
    assertThat(news.toString()).contains("Cave");
    assertThat(get(bruno, room, "/messages?dir=b").toString()).contains("Cave");
  }

  @Test
  void who_is_ignored_wakes_nobody() throws Exception {
    var bruno = world.register("bruno4");
    var room = Chat.room(alice, bruno, chloe);
    ignore(bruno, alice);
    var since = Chat.next(Chat.sync(bruno, ""));
    var waiting = bruno.later("/_matrix/client/v3/sync?timeout=60000&since=" + since);
    Chat.say(alice, room, "caché");
    Chat.say(chloe, room, "visible");
    var told = waiting.get(30, TimeUnit.SECONDS).ok().json();
    assertThat(timeline(told, room)).containsExactly("visible");
  }

  @Test
  void whoever_is_ignored_no_more_is_heard_from_then_on_and_in_the_history() {
    var bruno = world.register("bruno5");
    var room = Chat.room(alice, bruno);
    ignore(bruno, alice);
    var since = Chat.next(Chat.sync(bruno, ""));
    Chat.say(alice, room, "manqué");
    ignore(bruno);
    Chat.say(alice, room, "de nouveau");
    assertThat(timeline(Chat.sync(bruno, "since=" + since), room)).containsExactly("de nouveau");
    assertThat(timeline(Chat.sync(bruno, ""), room)).containsExactly("manqué", "de nouveau");
    assertThat(Chat.history(bruno, room)).containsExactly("de nouveau", "manqué");
  }

  @Test
  void an_invitation_by_whom_one_ignores_comes_when_one_ignores_them_no_more() {
    var bruno = world.register("bruno6");
    ignore(bruno, alice);
    var since = Chat.next(Chat.sync(bruno, ""));
    var unwanted = invited(alice, bruno);
    var wanted = invited(chloe, bruno);
    var news = Chat.sync(bruno, "since=" + since);
    for (var sync : List.of(news, Chat.sync(bruno, ""), Chat.sync(bruno, "full_state=true"))) {
      assertThat(Chat.at(sync, "rooms", "invite").keys()).containsExactly(wanted);
    }
    ignore(bruno);
    var later = Chat.sync(bruno, "since=" + Chat.next(news));
    assertThat(Chat.at(later, "rooms", "invite").keys()).containsExactly(unwanted);
    assertThat(Chat.at(Chat.sync(bruno, ""), "rooms", "invite").keys())
        .containsExactlyInAnyOrder(wanted, unwanted);
    Chat.join(bruno, unwanted).ok();
  }

  @Test
  void a_list_that_slides_counts_no_invitation_by_whom_one_ignores() {
    var bruno = world.register("bruno20");
    var wish =
        JsonObject.of(
            "lists",
            JsonObject.of("all", JsonObject.of("ranges", JsonArray.of(JsonArray.of(0L, 9L)))));
    var unwanted = invited(alice, bruno);
    var told = bruno.post(SLIDING, wish).ok().json();
    assertThat(Chat.at(told, "rooms").keys()).containsExactly(unwanted);
    ignore(bruno, alice);
    var wanted = invited(chloe, bruno);
    var next = SLIDING + "?pos=" + Client.segment(told.string("pos").orElseThrow());
    told = bruno.post(next, wish).ok().json();
    assertThat(Chat.at(told, "rooms").keys()).containsExactly(wanted);
    assertThat(Chat.at(told, "lists", "all").integer("count")).hasValue(1);
    var anew = wish.with("conn_id", "anew");
    assertThat(Chat.at(bruno.post(SLIDING, anew).ok().json(), "rooms").keys())
        .containsExactly(wanted);
    ignore(bruno);
    next = SLIDING + "?pos=" + Client.segment(told.string("pos").orElseThrow());
    told = bruno.post(next, wish).ok().json();
    assertThat(Chat.at(told, "rooms").keys()).containsExactly(unwanted);
  }

  static String invited(Client host, Client guest) {
    var room = Chat.room(host);
    Chat.member(host, room, "invite", guest).ok();
    return room;
  }

  @Test
  void threads_are_told_without_them() {
    var bruno = world.register("bruno7");
    var room = Chat.room(alice, bruno, chloe);
    var root = Chat.say(chloe, room, "fil");
    Chat.send(chloe, room, Chat.related("m.thread", root, "une"));
    Chat.send(alice, room, Chat.related("m.thread", root, "deux"));
    Chat.send(alice, room, Chat.related("m.reference", root, "voir"));
    var theirs = Chat.say(alice, room, "autre fil");
    Chat.send(alice, room, Chat.related("m.replace", theirs, "autre fil, corrigé"));
    Chat.send(chloe, room, Chat.related("m.thread", theirs, "trois"));
    ignore(bruno, alice);
    var path = "/event/" + Client.segment(root);
    for (var told : List.of(get(bruno, room, path), first(bruno, room))) {
      var thread = Chat.at(told, "unsigned", "m.relations", "m.thread");
      assertThat(thread.integer("count")).hasValue(1);
      assertThat(Chat.at(thread, "latest_event", "content").string("body")).hasValue("une");
      assertThat(Chat.at(told, "unsigned", "m.relations").has("m.reference")).isFalse();
    }
    assertThat(relations(bruno, room, root)).containsExactly("une");
    assertThat(relations(bruno, room, theirs)).containsExactly("trois");
    var threads = threads(bruno, room);
    assertThat(Chat.texts(threads, "chunk")).containsExactly("fil");
    assertThat(threads.array("chunk").orElseThrow().objects()).hasSize(2);
    assertThat(threads.toString()).contains("trois").doesNotContain("autre fil");
    assertThat(relations(chloe, room, root)).containsExactly("voir", "deux", "une");
  }

  /// The first message of a timeline.
  static JsonObject first(Client client, String room) {
    var timeline = Chat.at(Chat.in(Chat.sync(client, ""), "join", room), "timeline");
    return timeline.array("events").orElseThrow().objects().stream()
        .filter(event -> event.string("type").orElse("").equals("m.room.message"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoever_mentions_one_while_ignored_is_counted_nowhere() {
    var bruno = world.register("bruno8");
    var room = Chat.room(alice, bruno);
    ignore(bruno, alice);
    var mention = JsonObject.of("user_ids", List.of(bruno.user()));
    var content = JsonObject.of("msgtype", "m.text", "body", "toi", "m.mentions", mention);
    Chat.send(alice, room, content);
    var counts = Chat.at(Chat.in(Chat.sync(bruno, ""), "join", room), "unread_notifications");
    assertThat(counts.integer("notification_count")).hasValue(0);
    assertThat(counts.integer("highlight_count")).hasValue(0);
  }
}
