package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Administrators take the history of a room away, up to an event or a moment.
class PurgeTest {
  private static final String V1 = "/_synapse/admin/v1";

  /// The events of a room, so that nobody purges them meanwhile.
  private static final String HELD =
      "select from event where room = (select nid from room where room_id = ?) for update";

  private static final long HOUR_MS = 3_600_000;

  private static final long WAIT_MAX_NANOS = TimeUnit.SECONDS.toNanos(20);

  @AutoClose static final World world = World.start();
  static Client admin = world.administrator("chef");
  static Client alice = world.register("alice");
  static Client bruno = world.register("bruno");

  private static String purge(String room, String end, Object... fields) {
    return admin
        .post(V1 + "/purge_history/" + Client.segment(room) + end, JsonObject.of(fields))
        .ok()
        .string("purge_id");
  }

  private static String status(String purge) {
    return admin.get(V1 + "/purge_history_status/" + purge).ok().string("status");
  }

  private static void awaitComplete(String purge) {
    var end = System.nanoTime() + WAIT_MAX_NANOS;
    while (!status(purge).equals("complete")) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  @Test
  void what_was_said_before_an_event_goes_and_the_rest_stays() {
    var room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Mairie")).ok();
    Chat.say(bruno, room, "ancien");
    var kept = Chat.say(alice, room, "nouveau");
    awaitComplete(purge(room, "/" + Client.segment(kept), "delete_local_events", true));
    for (var who : List.of(alice, bruno)) {
      assertThat(Chat.history(who, room)).containsExactly("nouveau");
    }
    assertThat(Chat.in(Chat.sync(alice, "timeout=0"), "join", room).toString())
        .contains("nouveau")
        .doesNotContain("ancien");
    assertThat(alice.get(Chat.path(room) + "/state/m.room.name/").ok().string("name"))
        .isEqualTo("Mairie");
    Chat.say(bruno, room, "On continue");
    assertThat(due(room)).isEqualTo(1);
  }

  @Test
  void without_being_asked_for_it_what_our_own_people_said_stays() {
    var room = Chat.room(alice, bruno);
    Chat.say(bruno, room, "ancien");
    var last = Chat.say(alice, room, "nouveau");
    var purge = purge(room, "", "purge_up_to_event_id", last);
    assertThat(status(purge)).isEqualTo("complete");
    assertThat(Chat.history(alice, room)).contains("ancien");
  }

  @Test
  void up_to_a_moment_and_only_one_at_a_time() {
    var room = Chat.room(alice, bruno);
    Chat.say(bruno, room, "ancien");
    var last = Chat.say(alice, room, "nouveau");
    var ts = Chat.event(alice, room, last).integer("origin_server_ts").orElseThrow();
    var path = V1 + "/purge_history/" + Client.segment(room);
    var wish = JsonObject.of("purge_up_to_ts", ts, "delete_local_events", true);
    var purge =
        world
            .db()
            .write(
                tx -> {
                  tx.list(row -> true, HELD, room);
                  var first = admin.post(path, wish).ok().string("purge_id");
                  assertThat(status(first)).isEqualTo("active");
                  assertThat(admin.post(path, wish).errcode()).isEqualTo("M_INVALID_PARAM");
                  return first;
                });
    awaitComplete(purge);
    assertThat(Chat.history(alice, room)).doesNotContain("ancien");
  }

  @Test
  void what_says_that_it_is_old_and_came_late_takes_nothing_newer_with_it() {
    var room = Chat.room(alice, bruno);
    Chat.say(bruno, room, "ancien");
    move("room = (select nid from room where room_id = ?)", room, HOUR_MS);
    var kept = Chat.say(alice, room, "nouveau");
    var late = Chat.say(bruno, room, "importé");
    move("event_id = ?", late, HOUR_MS / 2);
    var ts = Chat.event(alice, room, kept).integer("origin_server_ts").orElseThrow();
    awaitComplete(purge(room, "", "purge_up_to_ts", ts - HOUR_MS / 4, "delete_local_events", true));
    assertThat(Chat.history(alice, room)).containsExactlyInAnyOrder("nouveau", "importé");
    assertThat(due(room)).isEqualTo(1);
  }

  /// Has events have happened earlier.
  private static void move(String which, String what, long byMs) {
    world.db().write(tx -> tx.run("update event set ts = ts - ? where " + which, byMs, what));
  }

  @Test
  void what_a_kill_cut_off_is_done_after_the_next_start() {
    var room = Chat.room(alice, bruno);
    Chat.say(bruno, room, "ancien");
    var last = Chat.say(alice, room, "nouveau");
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into history_purge (id, room, before_pos, purged_by, begun_ms)
                    select 'killed', room, pos, sender, 0 from event where event_id = ?
                    """,
                    last));
    world.restart();
    admin = world.back(admin);
    alice = world.back(alice);
    bruno = world.back(bruno);
    awaitComplete("killed");
    assertThat(Chat.history(alice, room)).containsExactly("nouveau");
  }

  @Test
  void nobody_else_purges_and_the_media_of_others_are_none() {
    var room = Chat.room(alice, bruno);
    var path = V1 + "/purge_history/" + Client.segment(room);
    var last = Chat.say(alice, room, "Bonjour");
    assertThat(alice.post(path, JsonObject.of("purge_up_to_event_id", last)).status())
        .isEqualTo(403);
    var other = Chat.say(alice, Chat.room(alice), "Ailleurs");
    assertThat(admin.post(path, JsonObject.of("purge_up_to_event_id", other)).status())
        .isEqualTo(404);
    assertThat(
            admin
                .post(V1 + "/purge_media_cache?before_ts=1700000000000", JsonObject.EMPTY)
                .ok()
                .json()
                .integer("deleted"))
        .hasValue(0);
  }

  /// Events of a room whose bytes are wiped with the next round.
  private static long due(String room) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.number("n"),
                    """
                    select count(*) as n from original o join event e on e.nid = o.event
                      join room r on r.nid = e.room where r.room_id = ? and o.redacted_ms = 0
                    """,
                    room))
        .orElseThrow();
  }
}
