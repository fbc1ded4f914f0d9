package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who may read what was said when, by history and by sync alike.
class VisibilityTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client never = world.register("chloe");

  /// A room in which something is said before an invitation, before joining, while being there,
  /// after leaving, and after coming back.
  static String lived(String visibility) {
    var room = room(visibility);
    Chat.say(alice, room, "avant");
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.say(alice, room, "invité");
    Chat.join(bruno, room).ok();
    Chat.say(alice, room, "là");
    return room;
  }

  static String room(String visibility) {
    return room(alice, visibility);
  }

  static String room(Client creator, String visibility) {
    var initial =
        JsonObject.of(
            "type",
            "m.room.history_visibility",
            "content",
            JsonObject.of("history_visibility", visibility));
    var wish = JsonObject.of("preset", "private_chat", "initial_state", JsonArray.of(initial));
    return Chat.create(creator, wish);
  }

  static List<String> synced(Client client, String room) {
    var joined = Chat.in(Chat.sync(client, ""), "join", room);
    return Chat.texts(joined.object("timeline").orElseThrow(), "events").reversed();
  }

  @Test
  void whoever_joins_reads_as_far_back_as_the_room_allows() {
    assertThat(Chat.history(bruno, lived("shared"))).containsExactly("là", "invité", "avant");
    assertThat(Chat.history(bruno, lived("world_readable")))
        .containsExactly("là", "invité", "avant");
    assertThat(Chat.history(bruno, lived("invited"))).containsExactly("là", "invité");
    assertThat(Chat.history(bruno, lived("joined"))).containsExactly("là");
  }

  @Test
  void sync_tells_no_more_than_history_does() {
    for (var visibility : List.of("shared", "world_readable", "invited", "joined")) {
      var room = lived(visibility);
      assertThat(synced(bruno, room)).isEqualTo(Chat.history(bruno, room));
    }
  }

  @Test
  void whoever_comes_back_does_not_read_what_was_said_in_between_where_only_members_read() {
    var room = lived("joined");
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    Chat.say(alice, room, "sans lui");
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.join(bruno, room).ok();
    Chat.say(alice, room, "de retour");
    assertThat(Chat.history(bruno, room)).containsExactly("de retour", "là");
    assertThat(synced(bruno, room)).containsExactly("de retour", "là");
  }

  @Test
  void whoever_left_reads_up_to_then_even_when_banned_or_invited_later() {
    var room = lived("shared");
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    Chat.say(alice, room, "sans lui");
    assertThat(Chat.history(bruno, room)).containsExactly("là", "invité", "avant");
    Chat.member(alice, room, "ban", bruno).ok();
    assertThat(Chat.history(bruno, room)).containsExactly("là", "invité", "avant");
    assertThat(bruno.get(Chat.path(room) + "/state").status()).isEqualTo(200);
    Chat.member(alice, room, "unban", bruno).ok();
    Chat.member(alice, room, "invite", bruno).ok();
    assertThat(Chat.history(bruno, room)).containsExactly("là", "invité", "avant");
  }

  @Test
  void nothing_becomes_readable_by_changing_the_visibility_very_often() {
    var room = room("joined");
    var before = Chat.path(room) + "/event/" + Client.segment(Chat.say(alice, room, "avant"));
    var invited = JsonObject.of("history_visibility", "invited");
    var change = Chat.state(alice, room, "m.room.history_visibility", invited).ok();
    Copies.make(world, change.string("event_id"), Sight.SPANS_MAX);
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.join(bruno, room).ok();
    Chat.say(alice, room, "là");
    assertThat(Chat.history(bruno, room)).containsExactly("là");
    assertThat(bruno.get(before).status()).isEqualTo(404);
    assertThat(alice.get(before).status()).isEqualTo(200);
  }

  @Test
  void strangers_read_only_what_is_open_to_the_world() {
    assertThat(Chat.history(never, lived("world_readable")))
        .containsExactly("là", "invité", "avant");
    var answer = never.get(Chat.path(lived("shared")) + "/messages?dir=b");
    assertThat(answer.errcode()).isEqualTo("M_FORBIDDEN");
    var invited = room("invited");
    Chat.member(alice, invited, "invite", never).ok();
    assertThat(never.get(Chat.path(invited) + "/messages?dir=b").status()).isEqualTo(403);
  }

  @Test
  void a_newcomer_does_not_learn_who_was_there_before_where_only_members_read() {
    var room = room("joined");
    var before = Client.segment(Chat.next(Chat.sync(alice, "")));
    Chat.member(alice, room, "invite", never).ok();
    Chat.join(never, room).ok();
    never.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.join(bruno, room).ok();
    var meanwhile = Client.segment(Chat.next(Chat.sync(alice, "")));
    Chat.member(alice, room, "invite", never).ok();
    assertThat(members(alice, room, before)).isEqualTo("join");
    assertThat(members(bruno, room, before)).isEqualTo("join leave join");
    assertThat(members(bruno, room, meanwhile)).isEqualTo("join leave join");
    assertThat(members(bruno, room, Client.segment(Chat.next(Chat.sync(alice, "")))))
        .isEqualTo("join invite join");
  }

  /// What alice, chloe and bruno were to a room at a moment.
  static String members(Client reader, String room, String at) {
    var told = reader.get(Chat.path(room) + "/members?at=" + at).ok().json();
    var memberships =
        told.array("chunk").orElseThrow().objects().stream()
            .collect(
                Collectors.toMap(
                    e -> e.string("state_key").orElseThrow(),
                    e -> Chat.at(e, "content").string("membership").orElseThrow()));
    return Stream.of(alice, never, bruno)
        .map(person -> memberships.getOrDefault(person.user(), ""))
        .collect(Collectors.joining(" "))
        .strip();
  }

  @Test
  void an_event_of_a_room_that_one_may_not_read_is_not_there() {
    var room = room("shared");
    var event = Chat.say(alice, room, "Caché");
    var answer = never.get(Chat.path(room) + "/event/" + Client.segment(event));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void a_filtered_page_that_found_something_has_an_end_and_the_next_has_none() {
    var room = room("shared");
    Chat.send(alice, room, JsonObject.of("body", "a.png", "url", "mxc://parvis.example/a"));
    var filter = "&filter=" + Client.segment("{\"contains_url\":true}");
    var page = alice.get(Chat.path(room) + "/messages?dir=b" + filter).ok().json();
    assertThat(page.array("chunk").orElseThrow().size()).isEqualTo(1);
    var rest = "/messages?dir=b&from=" + page.string("end").orElseThrow() + filter;
    var next = alice.get(Chat.path(room) + rest).ok().json();
    assertThat(next.array("chunk").orElseThrow().isEmpty()).isTrue();
    assertThat(next.has("end")).isFalse();
  }

  @Test
  void history_is_filtered_by_kinds_of_relation() {
    var room = room("shared");
    var root = Chat.say(alice, room, "Racine");
    Chat.send(alice, room, Chat.related("m.thread", root, "Fil"));
    Chat.send(alice, room, Chat.related("m.reference", root, "Renvoi"));
    var only = Client.segment("{\"org.matrix.msc3874.rel_types\":[\"m.thread\"]}");
    var not =
        Client.segment(
            "{\"types\":[\"m.room.message\"],\"org.matrix.msc3874.not_rel_types\":[\"m.thread\"]}");
    var path = Chat.path(room) + "/messages?dir=b&limit=200&filter=";
    assertThat(Chat.texts(alice.get(path + only).ok().json(), "chunk")).containsExactly("Fil");
    assertThat(Chat.texts(alice.get(path + not).ok().json(), "chunk"))
        .startsWith("Renvoi", "Racine");
  }

  @Test
  void a_page_ends_where_it_was_asked_to_end() {
    var room = room("shared");
    Chat.say(alice, room, "1");
    var from = Chat.next(Chat.sync(alice, ""));
    Chat.say(alice, room, "2");
    var to = Chat.next(Chat.sync(alice, ""));
    Chat.say(alice, room, "3");
    var page = alice.get(Chat.path(room) + "/messages?dir=f&from=" + from + "&to=" + to);
    assertThat(Chat.texts(page.ok().json(), "chunk")).containsExactly("2");
    assertThat(page.json().has("end")).isFalse();
    page = alice.get(Chat.path(room) + "/messages?dir=b&from=" + to + "&to=" + from);
    assertThat(Chat.texts(page.ok().json(), "chunk")).containsExactly("2");
  }

  /// What bruno is told in all ways of an event, and of the thread that begins at it.
  static String told(String room, String event, String since) {
    var path = Chat.path(room);
    var id = Client.segment(event);
    var v1 = path.replace("/v3/", "/v1/");
    return String.join(
        "\n",
        bruno.get(path + "/messages?dir=b&limit=100").ok().text(),
        bruno.get(path + "/messages?dir=f&limit=100").ok().text(),
        bruno.get(path + "/event/" + id).ok().text(),
        bruno.get(path + "/context/" + id).ok().text(),
        bruno.get(v1 + "/relations/" + id).ok().text(),
        bruno.get(v1 + "/threads").ok().text(),
        Chat.sync(bruno, since).toString());
  }

  static JsonObject thread(String room, String root) {
    return Chat.at(Chat.event(bruno, room, root), "unsigned", "m.relations", "m.thread");
  }

  @Test
  void whoever_was_banned_does_not_learn_what_others_made_since_of_what_they_read() {
    for (var visibility : List.of("shared", "invited", "joined")) {
      var room = lived(visibility);
      var since = "since=" + Chat.next(Chat.sync(bruno, ""));
      var said = Chat.say(alice, room, "un");
      var root = Chat.say(alice, room, "fil");
      Chat.send(alice, room, Chat.related("m.replace", said, "deux"));
      Chat.send(alice, room, Chat.related("m.thread", root, "réponse"));
      Chat.member(alice, room, "ban", bruno).ok();
      Chat.send(alice, room, Chat.related("m.replace", said, "secret"));
      Chat.send(alice, room, Chat.related("m.thread", root, "secret"));
      assertThat(told(room, said, since)).contains("deux").doesNotContain("secret");
      assertThat(told(room, root, since)).contains("réponse").doesNotContain("secret");
      assertThat(thread(room, root).integer("count")).hasValue(1);
    }
  }

  @Test
  void whoever_came_back_does_not_learn_what_was_made_meanwhile_where_only_members_read() {
    var room = lived("joined");
    Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "sujet")).ok();
    var topic = bruno.get(Chat.path(room) + "/state/m.room.topic/?format=event").ok();
    var said = Chat.say(alice, room, "un");
    var root = Chat.say(alice, room, "fil");
    Chat.send(alice, room, Chat.related("m.thread", root, "réponse"));
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    Chat.send(alice, room, Chat.related("m.replace", said, "secret"));
    Chat.send(alice, room, Chat.related("m.thread", root, "secret"));
    Chat.send(alice, room, Chat.related("m.thread", topic.string("event_id"), "secret"));
    Chat.member(alice, room, "invite", bruno).ok();
    var since = "since=" + Chat.next(Chat.sync(bruno, ""));
    Chat.join(bruno, room).ok();
    assertThat(told(room, said, "")).doesNotContain("secret");
    assertThat(told(room, root, since)).contains("réponse").doesNotContain("secret");
    assertThat(bruno.get(Chat.path(room) + "/state").ok().text()).doesNotContain("secret");
    assertThat(thread(room, root).integer("count")).hasValue(1);

    Chat.send(alice, room, Chat.related("m.thread", root, "de retour"));
    assertThat(thread(room, root).integer("count")).hasValue(2);
    assertThat(Chat.at(thread(room, root), "latest_event", "content").string("body"))
        .contains("de retour");
  }

  /// Whoever answers in a thread that they do not see is in it for those who do.
  @Test
  void a_relation_tells_nothing_of_an_event_that_one_does_not_see() {
    var room = Chat.room(alice);
    var visibility = JsonObject.of("history_visibility", "joined");
    Chat.state(alice, room, "m.room.history_visibility", visibility).ok();
    var root = Chat.say(alice, room, "entre nous");
    var reply = Chat.send(alice, room, Chat.related("m.thread", root, "suite"));
    Chat.join(bruno, room).ok();
    for (var hidden : List.of(root, reply, "$none")) {
      Chat.send(bruno, room, Chat.related("m.thread", hidden, "de Bruno"));
      Chat.send(bruno, room, Chat.related("m.reference", hidden, "renvoi"));
    }
    assertThat(alice.get(Chat.path(room) + "/event/" + Client.segment(root)).ok().text())
        .contains("de Bruno");
    var seen = Chat.send(alice, room, Chat.related("m.thread", root, "bonjour"));
    var nested = Chat.related("m.thread", seen, "sous-fil");
    var path = Chat.path(room) + "/send/m.room.message/nested";
    assertThat(bruno.put(path, nested).errcode()).isEqualTo("M_INVALID_PARAM");
  }
}
