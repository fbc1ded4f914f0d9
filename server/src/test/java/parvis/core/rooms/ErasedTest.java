package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who ends their account may have what they wrote erased: who had it keeps it, who comes later is
/// told that something was said, and not what.
class ErasedTest {
  private static final String SECRET = "brouillard secret";
  private static final String END = "/_matrix/client/v3/account/deactivate";

  @AutoClose static final World world = World.start();
  static Client alice = world.register("alice");

  private static void end(Client who, boolean erase) {
    var name = who.user().substring(1, who.user().indexOf(':'));
    var proof = Client.proof(name, World.PASSWORD);
    who.post(END, JsonObject.of("auth", proof, "erase", erase)).ok();
  }

  private static String open(String version) {
    return alice
        .post(
            "/_matrix/client/v3/createRoom",
            JsonObject.of("preset", "public_chat", "room_version", version, "name", "Place"))
        .ok()
        .string("room_id");
  }

  private static String search(Client who) {
    var wish =
        JsonObject.of(
            "search_categories",
            JsonObject.of(
                "room_events", JsonObject.of("search_term", "brouillard", "order_by", "recent")));
    return who.post("/_matrix/client/v3/search", wish).ok().text();
  }

  private static String sliding(Client who, String room) {
    var wish =
        JsonObject.of(
            "room_subscriptions",
            JsonObject.of(
                room, JsonObject.of("timeline_limit", 50, "required_state", JsonArray.EMPTY)));
    return who.post("/_matrix/client/unstable/org.matrix.simplified_msc3575/sync", wish)
        .ok()
        .text();
  }

  /// What a room holds of somebody who is gone.
  private record Told(String room, String root, String message) {
    static Told by(Client who, String room) {
      var root = Chat.say(alice, room, "Un fil");
      Chat.send(who, room, Chat.related("m.thread", root, SECRET + " du fil"));
      var message = Chat.say(who, room, SECRET);
      Chat.send(who, room, Chat.related("m.replace", message, SECRET + " deux"));
      return new Told(room, root, message);
    }

    /// Everything that shows it to somebody.
    List<String> to(Client who) {
      var path = Chat.path(room);
      return List.of(
          who.get(path + "/messages?dir=b&limit=100").ok().text(),
          who.get(path + "/messages?dir=f&limit=100").ok().text(),
          who.get(path + "/context/" + Client.segment(message) + "?limit=20").ok().text(),
          who.get(path + "/event/" + Client.segment(message)).ok().text(),
          who.get(path + "/event/" + Client.segment(root)).ok().text(),
          who.get(relations(root)).ok().text(),
          who.get(relations(message)).ok().text(),
          who.get("/_matrix/client/v1/rooms/" + Client.segment(room) + "/threads").ok().text());
    }

    private String relations(String event) {
      return "/_matrix/client/v1/rooms/"
          + Client.segment(room)
          + "/relations/"
          + Client.segment(event);
    }
  }

  @Test
  void who_comes_later_is_told_nothing_of_it_and_who_had_it_keeps_it() {
    var bruno = world.register("bruno");
    var room = open("12");
    Chat.join(bruno, room).ok();
    var told = Told.by(bruno, room);
    var dora = world.register("dora");
    Chat.join(dora, room).ok();
    end(bruno, true);
    var chloe = world.register("chloe");
    Chat.join(chloe, room).ok();
    for (var who : List.of(alice, dora)) {
      var all = told.to(who);
      assertThat(all).allMatch(text -> text.contains(SECRET));
      assertThat(search(who)).contains(SECRET);
    }
    assertThat(told.to(chloe)).noneMatch(text -> text.contains("brouillard"));
    assertThat(search(chloe)).contains("\"count\":0").doesNotContain(SECRET);
    assertThat(Chat.sync(chloe, "timeout=0").toString())
        .contains(told.message())
        .doesNotContain("brouillard");
    assertThat(sliding(chloe, room)).contains(told.message()).doesNotContain("brouillard");
    assertThat(Chat.event(chloe, room, told.message()).object("content"))
        .contains(JsonObject.EMPTY);
    assertThat(Chat.event(chloe, room, told.message()).object("unsigned").orElseThrow().keys())
        .doesNotContain("redacted_because");
    world.restart();
    assertThat(told.to(world.back(chloe))).noneMatch(text -> text.contains("brouillard"));
    assertThat(told.to(world.back(dora))).allMatch(text -> text.contains(SECRET));
    alice = world.back(alice);
  }

  @Test
  void who_looks_in_from_outside_is_told_nothing_of_it_either() {
    var bruno = world.register("emile");
    var room = open("11");
    Chat.state(
            alice,
            room,
            "m.room.history_visibility",
            JsonObject.of("history_visibility", "world_readable"))
        .ok();
    Chat.join(bruno, room).ok();
    var told = Told.by(bruno, room);
    var passer = world.register("passante");
    assertThat(told.to(passer)).allMatch(text -> text.contains(SECRET));
    end(bruno, true);
    assertThat(told.to(passer)).noneMatch(text -> text.contains("brouillard"));
    assertThat(Chat.history(alice, room)).contains(SECRET);
  }

  @Test
  void another_node_knows_it_too() {
    var bruno = world.register("fabien");
    var room = open("12");
    Chat.join(bruno, room).ok();
    var told = Told.by(bruno, room);
    try (var other = world.beside()) {
      var chloe = world.register("gisele");
      Chat.join(chloe, room).ok();
      var hugo = other.register("hugo");
      end(bruno, true);
      Chat.join(hugo, room).ok();
      assertThat(told.to(hugo)).noneMatch(text -> text.contains("brouillard"));
      var there = other.signIn("gisele");
      assertThat(told.to(there)).allMatch(text -> text.contains(SECRET));
    }
  }

  @Test
  void what_was_noted_goes_with_it_and_only_then() {
    var note = "/account_data/fr.note";
    for (var erase : List.of(true, false)) {
      var who = world.register(erase ? "ines" : "jean");
      var room = open("12");
      Chat.join(who, room).ok();
      Chat.say(who, room, SECRET);
      var own = "/_matrix/client/v3/user/" + Client.segment(who.user());
      who.put(own + note, JsonObject.of("a", 1)).ok();
      who.put(own + "/rooms/" + Client.segment(room) + note, JsonObject.of("a", 1)).ok();
      end(who, erase);
      assertThat(noted(who.user())).isEqualTo(erase ? 0 : 2);
      var late = world.register(erase ? "karl" : "lea");
      Chat.join(late, room).ok();
      assertThat(Chat.history(late, room).contains(SECRET)).isNotEqualTo(erase);
    }
  }

  @Test
  void who_has_no_place_in_memory_is_asked_about() {
    for (var name : List.of("olga", "paul")) {
      end(world.register(name), true);
    }
    var all =
        world
            .db()
            .read(tx -> tx.list(row -> row.number("user"), "select \"user\" from erased_sender"));
    assertThat(all).hasSizeGreaterThan(1);
    var small = new Erased(world.db(), () -> 0L, 1);
    small.start();
    var late = new Erased(world.db(), () -> 0L, 1);
    all.forEach(late::changed);
    for (var user : all) {
      for (var few : List.of(small, late)) {
        assertThatThrownBy(() -> few.withholds(user, 1, ErasedTest::looks))
            .isInstanceOf(Looked.class);
      }
    }
    assertThat(small.withholds(0, 1, ErasedTest::looks)).isFalse();
  }

  /// Says that it matters what a reader sees.
  private static final class Looked extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Sight looks() {
    throw new Looked();
  }

  private static long noted(String user) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.number("n"),
                    """
                    select count(*) as n from syncable s join matrix_user u on u.nid = s."user"
                     where u.user_id = ? and s.kind = 2 and s.key = 'fr.note'
                    """,
                    user))
        .orElseThrow();
  }

  @Test
  void what_they_made_of_a_room_stays_the_rooms() {
    var bruno = world.register("marius");
    var room =
        bruno
            .post(
                "/_matrix/client/v3/createRoom",
                JsonObject.of("preset", "public_chat", "name", "Marché"))
            .ok()
            .string("room_id");
    Chat.join(alice, room).ok();
    end(bruno, true);
    var late = world.register("nora");
    Chat.join(late, room).ok();
    assertThat(late.get(Chat.path(room) + "/state/m.room.name/").ok().string("name"))
        .isEqualTo("Marché");
    assertThat(Chat.sync(late, "timeout=0").toString()).contains("Marché");
  }
}
