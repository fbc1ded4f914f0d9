package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Programs that know nothing of sync learn what everybody learns, and no more.
final class OldSyncTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final String LONG_MS = "20000";
  private static final JsonObject NOTE = JsonObject.of("a", 1L);

  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("alice");
  private static final Client bruno = world.register("bruno");

  private static JsonObject get(Client who, String path) {
    return who.get(V3 + path).ok().json();
  }

  private static JsonObject room(JsonObject all, String id) {
    return all.array("rooms").orElseThrow().objects().stream()
        .filter(room -> room.string("room_id").orElseThrow().equals(id))
        .findFirst()
        .orElse(JsonObject.EMPTY);
  }

  @Test
  void all_that_somebody_has_is_told_at_once() {
    var joined = Chat.room(alice, bruno);
    for (int i = 0; i < 5; i++) Chat.say(alice, joined, "m" + i);
    var left = Chat.room(alice, bruno);
    Chat.say(alice, left, "avant");
    bruno.post(Chat.path(left) + "/leave", JsonObject.EMPTY).ok();
    Chat.say(alice, left, "entre nous");
    var invited = Chat.create(alice, JsonObject.of("name", "Viens"));
    Chat.member(alice, invited, "invite", bruno).ok();
    bruno.put(V3 + "/user/" + Client.segment(bruno.user()) + "/account_data/fr.note", NOTE).ok();

    var all = get(bruno, "/initialSync?limit=3");
    assertThat(Chat.texts(Chat.at(room(all, joined), "messages"), "chunk"))
        .containsExactly("m2", "m3", "m4");
    assertThat(room(all, joined).string("membership")).contains("join");
    assertThat(room(all, joined).array("state").orElseThrow().toString())
        .contains("m.room.create", bruno.user(), alice.user());
    assertThat(room(all, invited).string("membership")).contains("invite");
    assertThat(Chat.at(room(all, invited), "invite", "content").string("membership"))
        .contains("invite");
    assertThat(room(all, left)).isEqualTo(JsonObject.EMPTY);
    assertThat(all.array("account_data").orElseThrow().toString()).contains("fr.note");
    assertThat(all.array("presence").orElseThrow().objects()).isEmpty();
    var past = room(get(bruno, "/initialSync?archived=true"), left);
    assertThat(past.string("membership")).contains("leave");
    assertThat(past.toString()).contains("avant").doesNotContain("entre nous");
    assertThat(bruno.get(V3 + "/initialSync?limit=-1").errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void then_event_follows_event() throws Exception {
    var one = Chat.room(alice, bruno);
    var other = Chat.room(alice, bruno);
    var from = get(bruno, "/initialSync").string("end").orElseThrow();
    Chat.say(alice, one, "a");
    Chat.say(alice, other, "b");
    Chat.say(alice, one, "c");
    var first = get(bruno, "/events?from=" + Client.segment(from));
    assertThat(Chat.texts(first, "chunk")).containsExactly("a", "b", "c");
    assertThat(first.string("start")).contains(from);
    var end = Client.segment(first.string("end").orElseThrow());
    assertThat(Chat.texts(get(bruno, "/events?timeout=0&from=" + end), "chunk")).isEmpty();
    var waiting = bruno.later(V3 + "/events?timeout=" + LONG_MS + "&from=" + end);
    var late = Chat.create(alice, JsonObject.EMPTY);
    Chat.member(alice, late, "invite", bruno).ok();
    var told = waiting.get(20, TimeUnit.SECONDS).ok().json();
    assertThat(told.array("chunk").orElseThrow().toString())
        .contains(late, "\"membership\":\"invite\"");
    for (int i = 0; i < 120; i++) Chat.say(alice, one, "n" + i);
    var page = get(bruno, "/events?from=" + end);
    var rest = get(bruno, "/events?from=" + Client.segment(page.string("end").orElseThrow()));
    assertThat(Chat.texts(page, "chunk")).hasSizeLessThanOrEqualTo(100).startsWith("n0");
    assertThat(Chat.texts(page, "chunk").size() + Chat.texts(rest, "chunk").size()).isEqualTo(120);
    assertThat(Chat.texts(rest, "chunk")).endsWith("n119");
  }

  @Test
  void one_looks_into_a_room_that_is_open_to_the_world_and_into_no_other() {
    var carla = world.register("carla");
    var closed = Chat.room(alice);
    var event = Chat.say(alice, closed, "secret");
    var open = Chat.room(alice);
    Chat.state(
            alice,
            open,
            "m.room.history_visibility",
            JsonObject.of("history_visibility", "world_readable"))
        .ok();
    var from = Client.segment(get(carla, "/events?timeout=0").string("end").orElseThrow());
    Chat.say(alice, open, "vu");
    var peek = "/events?timeout=" + LONG_MS + "&from=" + from + "&room_id=";
    assertThat(Chat.texts(get(carla, peek + Client.segment(open)), "chunk")).containsExactly("vu");
    assertThat(carla.get(V3 + peek + Client.segment(closed)).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(get(alice, "/events/" + Client.segment(event)).string("room_id")).contains(closed);
    assertThat(carla.get(V3 + "/events/" + Client.segment(event)).errcode())
        .isEqualTo("M_NOT_FOUND");
  }
}
