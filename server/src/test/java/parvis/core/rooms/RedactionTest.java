package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.rooms.Chat.at;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What is left of events that were deleted.
class RedactionTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final String room = Chat.room(alice, bruno);

  static JsonObject bundle(String event) {
    return at(Chat.event(bruno, room, event), "unsigned", "m.relations");
  }

  private static boolean wasEdit(String event) {
    return at(Chat.event(bruno, room, event), "unsigned").bool("parvis.was_edit").orElse(false);
  }

  @Test
  void a_redacted_edit_is_told_no_more_and_the_one_before_it_is() {
    var said = Chat.say(alice, room, "un");
    var first = Chat.send(alice, room, Chat.related("m.replace", said, "deux"));
    var second = Chat.send(alice, room, Chat.related("m.replace", said, "trois"));
    assertThat(at(bundle(said), "m.replace").string("event_id")).contains(second);
    Chat.redact(alice, room, second).ok();
    assertThat(at(bundle(said), "m.replace").string("event_id")).contains(first);
    Chat.redact(alice, room, first).ok();
    assertThat(bundle(said)).isEqualTo(JsonObject.EMPTY);
    assertThat(wasEdit(first)).isTrue();
    Chat.redact(alice, room, said).ok();
    assertThat(wasEdit(said)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "10", "11", "12"})
  void a_redaction_that_is_sent_as_an_event_redacts(String version) {
    var wish = JsonObject.of("preset", "public_chat", "room_version", version);
    var in = Chat.create(alice, wish);
    Chat.join(bruno, in).ok();
    var said = Chat.say(alice, in, "de trop");
    var path = Chat.path(in) + "/send/m.room.redaction/" + version;
    var redaction = JsonObject.of("redacts", said, "reason", "trop");
    assertThat(bruno.put(path, redaction).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(Chat.event(bruno, in, said).object("content").orElseThrow().has("body")).isTrue();
    var id = alice.put(path, redaction).ok().string("event_id");
    assertThat(alice.put(path, redaction).ok().string("event_id")).isEqualTo(id);
    var left = Chat.event(bruno, in, said);
    assertThat(left.object("content")).contains(JsonObject.EMPTY);
    assertThat(at(left, "unsigned", "redacted_because").string("event_id")).contains(id);
    assertThat(at(Chat.event(bruno, in, id), "content").string("reason")).contains("trop");
  }

  @Test
  void a_redaction_of_nothing_is_refused_and_so_is_one_as_state() {
    var path = Chat.path(room) + "/send/m.room.redaction/none";
    assertThat(alice.put(path, JsonObject.EMPTY).errcode()).isEqualTo("M_BAD_JSON");
    assertThat(alice.put(path, JsonObject.of("redacts", "$none")).errcode())
        .isEqualTo("M_NOT_FOUND");
    assertThat(Chat.state(alice, room, "m.room.redaction", JsonObject.EMPTY).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void a_thread_counts_and_shows_only_the_replies_that_are_left() {
    var root = Chat.say(alice, room, "fil");
    var first = Chat.send(bruno, room, Chat.related("m.thread", root, "r1"));
    var second = Chat.send(alice, room, Chat.related("m.thread", root, "r2"));
    Chat.redact(alice, room, second).ok();
    var thread = at(bundle(root), "m.thread");
    assertThat(thread.integer("count")).hasValue(1);
    assertThat(at(thread, "latest_event").string("event_id")).contains(first);
    Chat.redact(alice, room, root).ok();
    assertThat(at(bundle(root), "m.thread").integer("count")).hasValue(1);
    Chat.redact(bruno, room, first).ok();
    assertThat(bundle(root)).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void an_edit_of_an_edit_and_an_edit_by_another_change_nothing() {
    var said = Chat.say(alice, room, "moi");
    var edit = Chat.send(alice, room, Chat.related("m.replace", said, "moi-même"));
    Chat.send(alice, room, Chat.related("m.replace", edit, "encore"));
    Chat.send(bruno, room, Chat.related("m.replace", said, "toi"));
    assertThat(at(bundle(said), "m.replace").string("event_id")).contains(edit);
    assertThat(bundle(edit)).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void what_else_a_redaction_says_is_kept_but_not_another_target() {
    var said = Chat.say(alice, room, "un secret");
    var other = Chat.say(alice, room, "rien");
    var path = Chat.path(room) + "/redact/" + Client.segment(said) + "/plus";
    alice.put(path, JsonObject.of("fr.example.note", "oui", "redacts", other)).ok();
    var because = at(Chat.event(bruno, room, said), "unsigned", "redacted_because", "content");
    assertThat(because.string("fr.example.note")).contains("oui");
    assertThat(because.string("redacts")).contains(said);
    assertThat(Chat.event(bruno, room, other).object("content")).isNotEqualTo(JsonObject.EMPTY);
    var wrong = Chat.path(room) + "/redact/" + Client.segment(other) + "/wrong";
    assertThat(alice.put(wrong, JsonObject.of("reason", 1L)).errcode()).isEqualTo("M_BAD_JSON");
  }

  @Test
  void a_redacted_event_is_pruned_and_says_why_wherever_it_is_read() {
    var before = Chat.next(Chat.sync(bruno, ""));
    var said = Chat.say(alice, room, "un secret");
    Chat.redact(alice, room, said).ok();
    var event = Chat.event(bruno, room, said);
    assertThat(event.object("content")).contains(JsonObject.EMPTY);
    assertThat(at(event, "unsigned", "redacted_because", "content").string("reason"))
        .contains("spam");
    var sync = Chat.sync(bruno, "since=" + before).toString();
    assertThat(sync).doesNotContain("un secret");
    assertThat(Chat.history(bruno, room)).doesNotContain("un secret");
  }

  @Test
  void the_state_after_a_redacted_one_does_not_tell_its_content() {
    Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "caché")).ok();
    var topic = bruno.get(Chat.path(room) + "/state/m.room.topic/?format=event").ok();
    Chat.redact(alice, room, topic.string("event_id")).ok();
    Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "public")).ok();
    assertThat(bruno.get(Chat.path(room) + "/messages?dir=b&limit=5").ok().text())
        .contains("public")
        .doesNotContain("caché");
  }

  @Test
  void one_may_delete_ones_own_words_but_not_those_of_others() {
    var hers = Chat.say(alice, room, "à elle");
    assertThat(Chat.redact(bruno, room, hers).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(Chat.redact(bruno, room, Chat.say(bruno, room, "à lui")).status()).isEqualTo(200);
    assertThat(Chat.redact(alice, room, Chat.say(bruno, room, "à lui")).status()).isEqualTo(200);
    assertThat(Chat.redact(alice, room, "$nothing").status()).isEqualTo(404);
  }
}
