package parvis.core.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What was to be sent later is sent then, once, unless somebody said otherwise.
class DelayedEventsTest {
  private static final String DELAYED =
      "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
  private static final String DELAY = "?org.matrix.msc4140.delay=";
  private static final String TYPE = "fr.example.state";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  static TestClock clock = new TestClock();
  @AutoClose static World world;
  static Client alice;
  static Client bruno;
  static String room;

  @BeforeAll
  static void start() {
    world = World.start(Map.of(), clock);
    alice = world.register("alice");
    bruno = world.register("bruno");
    room = Chat.room(alice, bruno);
    var levels = alice.get(Chat.path(room) + "/state/m.room.power_levels/").ok().json();
    Chat.state(alice, room, "m.room.power_levels", levels.with("state_default", 0L)).ok();
  }

  @BeforeEach
  void forget() {
    world.db().write(tx -> tx.run("delete from delayed_event"));
  }

  static Answer message(Client client, String txn, String body, long delayMs) {
    var path = Chat.path(room) + "/send/m.room.message/" + txn + DELAY + delayMs;
    return client.put(path, JsonObject.of("msgtype", "m.text", "body", body));
  }

  static Answer state(Client client, String key, String value, long delayMs) {
    var path = Chat.path(room) + "/state/" + TYPE + "/" + key + DELAY + delayMs;
    return client.put(path, JsonObject.of("value", value));
  }

  static List<JsonObject> waiting(Client client) {
    return client
        .get(DELAYED)
        .ok()
        .json()
        .array("delayed_events")
        .orElse(JsonArray.EMPTY)
        .objects();
  }

  static Answer decide(String id, String action) {
    return world.stranger().post(DELAYED + "/" + id + "/" + action, JsonObject.EMPTY);
  }

  /// What a client that waits is told next of the room.
  static List<JsonObject> told(Client client, String since) {
    var sync = client.later("/_matrix/client/v3/sync?timeout=30000&since=" + since).join().ok();
    return Chat.at(Chat.in(sync.json(), "join", room), "timeline")
        .array("events")
        .orElse(JsonArray.EMPTY)
        .objects();
  }

  private static String content(JsonObject event, String field) {
    return Chat.at(event, "content").string(field).orElse("");
  }

  @Test
  void a_message_is_sent_when_its_time_has_come() {
    var id = message(alice, "a", "plus tard", MINUTE.toMillis()).ok().string("delay_id");
    var since = Chat.next(Chat.sync(bruno, ""));
    assertThat(waiting(bruno)).isEmpty();
    var one = waiting(alice).getFirst();
    assertThat(one.string("delay_id")).contains(id);
    assertThat(one.string("room_id")).contains(room);
    assertThat(one.integer("delay")).hasValue(MINUTE.toMillis());
    assertThat(one.integer("running_since")).hasValue(clock.millis());
    assertThat(content(one, "body")).isEqualTo("plus tard");
    clock.advance(MINUTE);
    var told = told(bruno, since);
    assertThat(told).extracting(event -> content(event, "body")).containsExactly("plus tard");
    assertThat(told.getFirst().string("sender")).contains(alice.user());
    Race.until(() -> waiting(alice).isEmpty());
  }

  @Test
  void the_same_request_again_makes_no_second_one_even_when_it_was_sent() {
    var id = message(alice, "b", "une fois", MINUTE.toMillis()).ok().string("delay_id");
    var path = Chat.path(room) + "/send/m.room.message/b" + DELAY + "60000";
    var again = alice.send("PUT", path, "application/json", new byte[0]);
    assertThat(again.ok().string("delay_id")).isEqualTo(id);
    assertThat(waiting(alice)).hasSize(1);
    decide(id, "send").ok();
    assertThat(alice.send("PUT", path, "application/json", new byte[0]).ok().string("delay_id"))
        .isEqualTo(id);
    assertThat(waiting(alice)).isEmpty();
    assertThat(Chat.history(bruno, room)).containsOnlyOnce("une fois");
  }

  @Test
  void what_was_cancelled_is_not_sent_and_what_was_restarted_waits_longer() {
    var cancelled = state(alice, "cancelled", "non", MINUTE.toMillis()).ok().string("delay_id");
    var restarted = state(alice, "restarted", "oui", MINUTE.toMillis()).ok().string("delay_id");
    clock.advance(MINUTE.dividedBy(2));
    decide(cancelled, "cancel").ok();
    decide(restarted, "restart").ok();
    var since = Chat.next(Chat.sync(bruno, ""));
    clock.advance(MINUTE.minusMillis(1));
    assertThat(waiting(alice)).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(told(bruno, since))
        .extracting(event -> event.string("state_key").orElse(""))
        .containsExactly("restarted");
    assertThat(alice.get(Chat.path(room) + "/state/" + TYPE + "/cancelled").status())
        .isEqualTo(404);
    assertThat(decide(cancelled, "restart").errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void whoever_knows_the_id_may_have_it_sent_at_once_by_either_form() {
    var id = state(alice, "now", "oui", MINUTE.toMillis()).ok().string("delay_id");
    world.stranger().post(DELAYED + "/" + id, JsonObject.of("action", "send")).ok();
    var now = alice.get(Chat.path(room) + "/state/" + TYPE + "/now").ok();
    assertThat(now.string("value")).isEqualTo("oui");
    assertThat(decide(id, "send").status()).isEqualTo(404);
  }

  @Test
  void it_waits_through_a_restart_of_the_server() {
    state(alice, "restart", "oui", MINUTE.toMillis()).ok();
    message(alice, "restart", "encore là", 2 * MINUTE.toMillis()).ok();
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    assertThat(waiting(alice)).hasSize(2);
    var since = Chat.next(Chat.sync(bruno, ""));
    clock.advance(MINUTE);
    assertThat(told(bruno, since)).hasSize(1);
    since = Chat.next(Chat.sync(bruno, ""));
    clock.advance(MINUTE);
    assertThat(told(bruno, since)).extracting(e -> content(e, "body")).containsExactly("encore là");
  }

  @Test
  void what_somebody_else_has_set_meanwhile_stands() {
    var mine = state(alice, "shared", "alice", MINUTE.toMillis()).ok().string("delay_id");
    bruno.put(Chat.path(room) + "/state/" + TYPE + "/shared", JsonObject.of("value", "bruno")).ok();
    decide(mine, "send").ok();
    assertThat(alice.get(Chat.path(room) + "/state/" + TYPE + "/shared").ok().string("value"))
        .isEqualTo("bruno");
  }

  @Test
  void who_may_not_send_any_more_sends_nothing() {
    var chloe = world.register("chloe");
    Chat.join(chloe, room).ok();
    var id = message(chloe, "c", "trop tard", MINUTE.toMillis()).ok().string("delay_id");
    chloe.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(decide(id, "send").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(waiting(chloe)).isEmpty();
    assertThat(Chat.history(bruno, room)).doesNotContain("trop tard");
    assertThat(message(chloe, "d", "trop tard", MINUTE.toMillis()).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  @Test
  void who_is_suspended_or_gone_sends_nothing_any_more() {
    for (var column :
        List.of("suspended = true", "locked = true", "deactivated_ms = 1, password = null")) {
      var name = "barred" + column.charAt(0);
      var barred = world.register(name);
      Chat.join(barred, room).ok();
      var id = message(barred, name, name, MINUTE.toMillis()).ok().string("delay_id");
      world
          .db()
          .write(
              tx ->
                  tx.run(
                      """
                      update account set %s where "user" =
                        (select nid from matrix_user where user_id = ?)"""
                          .formatted(column),
                      barred.user()));
      assertThat(decide(id, "send").status()).isIn(401, 403);
      assertThat(decide(id, "send").errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(Chat.history(bruno, room)).doesNotContain(name);
    }
  }

  @Test
  void what_is_being_sent_is_neither_cancelled_nor_restarted_nor_sent_twice() {
    var id = message(alice, "claimed", "presque parti", MINUTE.toMillis()).ok().string("delay_id");
    claimed(id, false);
    for (var action : List.of("cancel", "restart")) {
      assertThat(decide(id, action).errcode()).isEqualTo("M_NOT_FOUND");
    }
    decide(id, "send").ok();
    assertThat(Chat.history(bruno, room)).containsOnlyOnce("presque parti");
    claimed(id, true);
    decide(id, "send").ok();
    assertThat(Chat.history(bruno, room)).containsOnlyOnce("presque parti");
    assertThat(waiting(alice)).isEmpty();
  }

  /// As a process leaves it that was killed while it sent.
  private static void claimed(String id, boolean again) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    "update delayed_event set claimed = true, done = false%s where id = ?"
                        .formatted(again ? ", content = '{\"body\":\"presque parti\"}'" : ""),
                    id));
  }

  @Test
  void what_fails_lets_others_pass() {
    state(alice, "broken", "a", MINUTE.toMillis()).ok();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    create function deny() returns trigger as 'begin raise ''denied''; end'
                      language plpgsql;
                    create trigger denied before update on delayed_event for each row
                      when (new.state_key = 'broken' and new.claimed) execute function deny()"""));
    state(alice, "whole", "b", MINUTE.toMillis() + 1).ok();
    var since = Chat.next(Chat.sync(bruno, ""));
    clock.advance(MINUTE.plusSeconds(1));
    assertThat(told(bruno, since))
        .extracting(event -> event.string("state_key").orElse(""))
        .containsExactly("whole");
    world.db().write(tx -> tx.run("drop function deny() cascade"));
    since = Chat.next(Chat.sync(bruno, ""));
    clock.advance(MINUTE);
    assertThat(told(bruno, since))
        .extracting(event -> event.string("state_key").orElse(""))
        .containsExactly("broken");
  }

  @Test
  void what_no_event_could_hold_is_refused_at_once() {
    var path = Chat.path(room) + "/state/" + TYPE + "/unfit" + DELAY + MINUTE.toMillis();
    assertThat(alice.put(path, JsonObject.of("a", "x".repeat(66_000))).errcode())
        .isEqualTo("M_TOO_LARGE");
    var fraction = alice.send("PUT", path, "application/json", "{\"a\":1.5}".getBytes(UTF_8));
    assertThat(fraction.errcode()).isEqualTo("M_BAD_JSON");
    assertThat(waiting(alice)).isEmpty();
  }

  @Test
  void delays_and_their_number_have_bounds() {
    assertThat(message(alice, "e", "a", 0).errcode()).isEqualTo("M_INVALID_PARAM");
    var long_ = message(alice, "e", "a", DelayedEvents.DELAY_MAX.toMillis() + 1);
    assertThat(long_.errcode()).isEqualTo("M_UNKNOWN");
    assertThat(long_.json().string("org.matrix.msc4140.errcode")).contains("M_MAX_DELAY_EXCEEDED");
    state(alice, "first", "a", MINUTE.toMillis()).ok();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into delayed_event
                      (id, "user", scope, room, type, state_key, content, delay_ms, due_ms, pos)
                    select n::text, "user", scope, room, type, n::text, content, delay_ms, due_ms, pos
                      from delayed_event, generate_series(2, ?) as n""",
                    DelayedEvents.OF_ACCOUNT_MAX));
    var more = state(alice, "more", "a", MINUTE.toMillis());
    assertThat(more.json().string("org.matrix.msc4140.errcode"))
        .contains("M_MAX_DELAYED_EVENTS_EXCEEDED");
    state(bruno, "other", "a", MINUTE.toMillis()).ok();
  }

  @Test
  void only_what_there_is_can_be_decided_about() {
    for (var action : List.of("cancel", "restart", "send")) {
      assertThat(decide("abc", action).errcode()).isEqualTo("M_NOT_FOUND");
    }
    assertThat(decide("abc", "oops").status()).isEqualTo(404);
    assertThat(world.stranger().post(DELAYED + "/abc", JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
    assertThat(world.stranger().get(DELAYED).status()).isEqualTo(401);
    assertThat(alice.get("/_matrix/client/versions").ok().text()).contains("org.matrix.msc4140");
  }
}
