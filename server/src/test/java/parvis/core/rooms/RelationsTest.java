package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What relates to an event, and the threads of a room, page by page.
class RelationsTest {
  /// Pages of one list; more would go on for ever.
  private static final int PAGES_MAX = 20;

  /// More than anyone would read at once.
  private static final int MANY = 6_000;

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  static List<String> ids(JsonObject page) {
    return page.array("chunk").orElse(JsonArray.EMPTY).objects().stream()
        .map(e -> e.string("event_id").orElseThrow())
        .toList();
  }

  /// The ids of all pages of a list.
  static List<String> all(Client reader, String path) {
    var found = new ArrayList<String>();
    var from = "";
    for (int pages = 0; pages < PAGES_MAX; pages++) {
      var page = reader.get(path + from).ok().json();
      found.addAll(ids(page));
      var next = page.string("next_batch");
      if (next.isEmpty()) {
        return found;
      }
      from = "&from=" + Client.segment(next.get());
    }
    throw new AssertionError("more than " + PAGES_MAX + " pages: " + found);
  }

  static String threads(String room) {
    return Chat.path(room).replace("/v3/", "/v1/") + "/threads?limit=2";
  }

  static String relations(String room, String event, String kind, String query) {
    return Chat.path(room).replace("/v3/", "/v1/")
        + "/relations/"
        + Client.segment(event)
        + kind
        + "?"
        + query;
  }

  static String thread(String room, String body) {
    var root = Chat.say(alice, room, body);
    Chat.send(alice, room, Chat.related("m.thread", root, "réponse"));
    return root;
  }

  @Test
  void threads_that_begin_out_of_sight_hide_no_others() {
    var room = VisibilityTest.room(alice, "joined");
    var first = thread(room, "un");
    var before = List.of(thread(room, "deux"), thread(room, "trois"), thread(room, "quatre"));
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.join(bruno, room).ok();
    var seen = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      seen.addFirst(thread(room, "vu" + i));
    }
    before.forEach(root -> Chat.send(alice, room, Chat.related("m.thread", root, "encore")));
    seen.addFirst(thread(room, "dernier"));
    assertThat(all(bruno, threads(room))).isEqualTo(seen);
    assertThat(all(alice, threads(room))).hasSize(8).endsWith(first);
  }

  @Test
  void whoever_left_finds_threads_that_went_on_without_them() {
    var room = Chat.room(alice, bruno);
    var older = thread(room, "un");
    var newer = thread(room, "deux");
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    Chat.send(alice, room, Chat.related("m.thread", older, "sans lui"));
    thread(room, "trois");
    assertThat(all(bruno, threads(room))).containsExactly(newer, older);
  }

  @Test
  void threads_in_which_one_takes_part_are_told_apart() {
    var room = Chat.room(alice, bruno);
    var hers = thread(room, "un");
    var answered = thread(room, "deux");
    Chat.send(bruno, room, Chat.related("m.thread", answered, "moi"));
    var his = Chat.say(bruno, room, "trois");
    Chat.send(alice, room, Chat.related("m.thread", his, "réponse"));
    assertThat(all(bruno, threads(room) + "&include=participated"))
        .containsExactly(his, answered)
        .doesNotContain(hers);
  }

  @Test
  void relations_are_told_in_both_directions_and_of_one_kind() {
    var room = Chat.room(alice, bruno);
    var root = Chat.say(alice, room, "fil");
    var thread = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      thread.add(Chat.send(bruno, room, Chat.related("m.thread", root, "r" + i)));
    }
    var edit = Chat.send(alice, room, Chat.related("m.replace", root, "le fil"));
    var everything = new ArrayList<>(thread);
    everything.add(edit);
    assertThat(all(bruno, relations(room, root, "", "limit=2&dir=f"))).isEqualTo(everything);
    assertThat(all(bruno, relations(room, root, "", "limit=2"))).isEqualTo(everything.reversed());
    assertThat(all(bruno, relations(room, root, "/m.thread/m.room.message", "limit=2&dir=f")))
        .isEqualTo(thread);
    assertThat(all(bruno, relations(room, root, "/m.thread/m.sticker", "limit=2"))).isEmpty();
    var editOfReply = Chat.send(bruno, room, Chat.related("m.replace", thread.get(1), "r1 !"));
    assertThat(all(bruno, relations(room, root, "/m.replace", "limit=1&recurse=true")))
        .containsExactly(editOfReply, edit);
    Chat.redact(bruno, room, thread.getFirst()).ok();
    assertThat(all(bruno, relations(room, root, "/m.thread", "limit=3&dir=f")))
        .isEqualTo(thread.subList(1, 5));
  }

  @Test
  void the_first_reply_of_a_very_long_thread_is_found_and_all_are_counted() {
    var room = Chat.room(alice, bruno);
    var root = Chat.say(alice, room, "fil");
    var first = Chat.send(alice, room, Chat.related("m.thread", root, "première"));
    Copies.make(world, first, MANY);
    var last = Chat.send(alice, room, Chat.related("m.thread", root, "dernière"));
    var forward = bruno.get(relations(room, root, "/m.thread", "limit=3&dir=f")).ok().json();
    assertThat(ids(forward)).startsWith(first).contains(first + 1, first + 2);
    var backward = bruno.get(relations(room, root, "/m.thread", "limit=2")).ok().json();
    assertThat(ids(backward)).containsExactly(last, first + MANY);
    var page = bruno.get(Chat.path(room) + "/messages?dir=f&limit=200").ok().json();
    var told =
        page.array("chunk").orElseThrow().objects().stream()
            .filter(e -> e.string("event_id").orElseThrow().equals(root))
            .findFirst()
            .orElseThrow();
    var thread = Chat.at(told, "unsigned", "m.relations", "m.thread");
    assertThat(thread.integer("count")).hasValue(MANY + 2);
    assertThat(Chat.at(thread, "latest_event").string("event_id")).contains(last);
  }

  @Test
  void a_filter_takes_events_to_which_others_relate() {
    var room = Chat.room(alice, bruno);
    var one = Chat.say(alice, room, "un");
    var two = Chat.say(alice, room, "deux");
    Chat.say(alice, room, "trois");
    react(bruno, room, one);
    Chat.send(alice, room, Chat.related("m.thread", two, "suite"));
    var gone = react(bruno, room, two);
    Chat.redact(bruno, room, gone).ok();
    var annotated = "\"related_by_rel_types\":[\"m.annotation\"]";
    var threaded = "\"related_by_rel_types\":[\"m.thread\",\"m.annotation\"]";
    var byBruno = "\"related_by_senders\":[\"" + bruno.user() + "\"]";
    var byAlice = "\"related_by_senders\":[\"" + alice.user() + "\"]";
    assertThat(filtered(room, annotated)).containsExactly("un");
    assertThat(filtered(room, threaded)).containsExactly("un", "deux");
    assertThat(filtered(room, byBruno)).containsExactly("un");
    assertThat(filtered(room, byAlice)).containsExactly("deux");
    assertThat(filtered(room, annotated + "," + byAlice)).isEmpty();
    assertThat(filtered(room, threaded + ",\"senders\":[\"" + bruno.user() + "\"]")).isEmpty();
    assertThat(filtered(room, "\"related_by_senders\":[\"@x:nowhere.example\"]")).isEmpty();
    var bad = Client.segment("{\"related_by_senders\":[\"bruno\"]}");
    assertThat(alice.get(Chat.path(room) + "/messages?dir=b&filter=" + bad).errcode())
        .isEqualTo("M_BAD_JSON");
  }

  /// What a page of history and a sync say, which is the same.
  static List<String> filtered(String room, String filter) {
    var plain = Client.segment("{" + filter + "}");
    var page = alice.get(Chat.path(room) + "/messages?dir=f&limit=50&filter=" + plain).ok().json();
    var inSync = Client.segment("{\"room\":{\"timeline\":{\"limit\":50," + filter + "}}}");
    var timeline = Chat.at(Chat.in(Chat.sync(alice, "filter=" + inSync), "join", room), "timeline");
    assertThat(Chat.texts(timeline, "events")).isEqualTo(Chat.texts(page, "chunk"));
    return Chat.texts(page, "chunk");
  }

  static String react(Client client, String room, String event) {
    var relation = JsonObject.of("rel_type", "m.annotation", "event_id", event, "key", "+");
    var path = Chat.path(room) + "/send/m.reaction/r" + System.nanoTime();
    return client.put(path, JsonObject.of("m.relates_to", relation)).ok().string("event_id");
  }
}
