package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Whoever reads what was said then is told how the room was then.
class ThenTest {
  private static final String LAZY = "filter=" + Client.segment("{\"lazy_load_members\":true}");

  @AutoClose static World world;
  static Client alice;
  static Client bruno;
  static Client chloe;

  /// In a room whose topic and people changed since.
  static String room;

  static String first;
  static String second;

  @BeforeAll
  static void start() {
    world = World.start();
    alice = world.register("alice");
    bruno = world.register("bruno");
    chloe = world.register("chloe");
    room = Chat.room(alice, bruno);
    call(alice, "Alice");
    topic("avant");
    first = Chat.say(alice, room, "un");
    Chat.join(chloe, room).ok();
    second = Chat.say(alice, room, "deux");
    topic("après");
    call(alice, "Alice Martin");
    Chat.say(alice, room, "trois");
  }

  static void call(Client client, String name) {
    var path = "/_matrix/client/v3/profile/" + Client.segment(client.user()) + "/displayname";
    client.put(path, JsonObject.of("displayname", name)).ok();
  }

  static void topic(String topic) {
    Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", topic)).ok();
  }

  static JsonObject context(Client reader, String event, String query) {
    var path = Chat.path(room) + "/context/" + Client.segment(event) + "?" + query;
    return reader.get(path).ok().json();
  }

  static List<JsonObject> state(JsonObject answer) {
    return answer.array("state").orElseThrow().objects();
  }

  static List<String> texts(JsonObject answer, String type, String field) {
    return state(answer).stream()
        .filter(event -> event.string("type").filter(type::equals).isPresent())
        .flatMap(event -> Chat.at(event, "content").string(field).stream())
        .toList();
  }

  static List<String> people(JsonObject answer) {
    return state(answer).stream()
        .filter(event -> event.string("type").filter(State.MEMBER::equals).isPresent())
        .flatMap(event -> event.string("state_key").stream())
        .toList();
  }

  @Test
  void the_context_of_an_event_holds_the_state_at_the_last_one_shown() {
    var alone = context(bruno, first, "limit=0");
    assertThat(texts(alone, "m.room.topic", "topic")).containsExactly("avant");
    assertThat(texts(alone, State.MEMBER, "displayname")).contains("Alice").hasSize(2);
    assertThat(people(alone)).containsExactlyInAnyOrder(alice.user(), bruno.user());
    var withNext = context(bruno, first, "limit=4");
    assertThat(texts(withNext, "m.room.topic", "topic")).containsExactly("avant");
    assertThat(people(withNext)).contains(chloe.user());
    var all = context(bruno, first, "limit=100");
    assertThat(texts(all, "m.room.topic", "topic")).containsExactly("après");
    assertThat(texts(all, State.MEMBER, "displayname")).contains("Alice Martin");
  }

  @Test
  void lazily_it_holds_the_members_who_speak_in_it() {
    var alone = context(bruno, second, "limit=0&" + LAZY);
    assertThat(people(alone)).containsExactly(alice.user());
    assertThat(texts(alone, State.MEMBER, "displayname")).containsExactly("Alice");
    assertThat(texts(alone, "m.room.topic", "topic")).containsExactly("avant");
    assertThat(state(alone).size()).isGreaterThan(4);
  }

  @Test
  void a_state_event_shown_last_is_in_force() {
    var topic = bruno.get(Chat.path(room) + "/messages?dir=b&limit=100").ok().json();
    var set =
        topic.array("chunk").orElseThrow().objects().stream()
            .filter(e -> Chat.at(e, "content").string("topic").filter("après"::equals).isPresent())
            .map(e -> e.string("event_id").orElseThrow())
            .findFirst()
            .orElseThrow();
    var told = context(bruno, set, "limit=0");
    assertThat(texts(told, "m.room.topic", "topic")).containsExactly("après");
    assertThat(texts(told, State.MEMBER, "displayname")).contains("Alice");
  }

  @Test
  void a_page_of_history_tells_lazily_who_its_speakers_were() {
    var path = Chat.path(room) + "/messages?" + LAZY;
    var token = context(bruno, second, "limit=0").string("end").orElseThrow();
    var old = bruno.get(path + "&dir=b&limit=1&from=" + Client.segment(token)).ok().json();
    assertThat(Chat.texts(old, "chunk")).containsExactly("deux");
    assertThat(texts(old, State.MEMBER, "displayname")).containsExactly("Alice");
    var now = bruno.get(path + "&dir=b&limit=1").ok().json();
    assertThat(texts(now, State.MEMBER, "displayname")).containsExactly("Alice Martin");
    assertThat(people(now)).containsExactly(alice.user());
  }

  @Test
  void the_members_at_a_token_are_those_of_then() {
    var token = context(bruno, first, "limit=0").string("end").orElseThrow();
    var then = bruno.get(Chat.path(room) + "/members?at=" + Client.segment(token)).ok().json();
    assertThat(then.toString()).doesNotContain(chloe.user()).doesNotContain("Martin");
    var now = bruno.get(Chat.path(room) + "/members").ok().json();
    assertThat(now.toString()).contains(chloe.user()).contains("Martin");
  }
}
