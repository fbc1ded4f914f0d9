package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;

/// Two nodes on one database leave each other's work alone, and hear of each other in time.
final class TwoNodesTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(5);

  @AutoClose private static final World one = World.start();

  private static long count(Tx tx, String rows) {
    return tx.first(row -> row.number("n"), "select count(*) as n from " + rows).orElseThrow();
  }

  /// The node that starts finds an upgrade that has begun and not ended.
  @Test
  void an_upgrade_that_a_living_node_is_at_work_on_is_left_to_it() {
    var alice = one.register("alice");
    var room = Chat.room(alice);
    hold();
    CompletableFuture<Answer> answer =
        one.db()
            .write(
                tx -> {
                  tx.list(row -> true, "select pg_advisory_xact_lock(42)::text");
                  var wish = JsonObject.of("new_version", "11");
                  var asked =
                      CompletableFuture.supplyAsync(
                          () -> alice.post(Chat.path(room) + "/upgrade", wish));
                  long end = System.nanoTime() + WAIT_MAX.toNanos();
                  while (count(tx, "room_upgrade") == 0) {
                    assertThat(System.nanoTime()).as("nobody upgrades").isLessThan(end);
                    Race.breathe();
                  }
                  one.beside().close();
                  return asked;
                });
    var replacement = answer.join().ok().string("replacement_room");
    one.db().write(tx -> tx.run("drop function held() cascade"));
    Chat.say(alice, replacement, "On y est");
  }

  /// Whoever writes an event waits, before it has a place, for whoever has that lock.
  private static void hold() {
    one.db()
        .write(
            tx -> {
              tx.run(
                  """
                  create function held() returns trigger language plpgsql as
                  $$ begin perform pg_advisory_xact_lock(42); return new; end $$""");
              return tx.run(
                  """
                  create trigger held before insert on event_bytes
                  for each row execute function held()""");
            });
  }

  /// A gone node leaves a room that never came to be, one to which the old one leads already, and
  /// one to which nothing leads.
  @Test
  void what_a_node_left_that_is_gone_is_ended_or_taken_back_by_one_that_lives() {
    var bruno = one.register("bruno");
    var alias = "#a-suivre:" + World.SERVER;
    var old =
        Chat.create(bruno, JsonObject.of("preset", "public_chat", "room_alias_name", "a-suivre"));
    var kept = Chat.room(bruno);
    var sequel = Chat.room(bruno);
    var nowhere = Chat.room(bruno);
    Chat.state(bruno, old, "m.room.tombstone", JsonObject.of("replacement_room", sequel)).ok();
    one.db()
        .write(
            tx -> {
              tx.run("insert into room (nid, room_id, version_id) values (-1, '!cut:off', '11')");
              left(tx, "!cut:off", kept, bruno);
              left(tx, sequel, old, bruno);
              return left(tx, nowhere, kept, bruno);
            });
    one.beside().close();
    assertThat(one.db().<Long>read(tx -> count(tx, "room_upgrade"))).isZero();
    assertThat(one.db().<Long>read(tx -> count(tx, "room where nid = -1"))).isZero();
    assertThat(bruno.get(V3 + "/directory/room/" + Client.segment(alias)).ok().string("room_id"))
        .isEqualTo(sequel);
    Race.until(() -> !bruno.get(V3 + "/joined_rooms").ok().text().contains(nowhere));
    Chat.say(bruno, sequel, "La suite est ici");
    Chat.say(bruno, kept, "Rien n'a changé");
  }

  @Test
  void a_room_whose_closing_a_kill_cut_off_is_closed_by_the_node_that_starts() {
    var dora = one.register("dora");
    var emil = one.register("emil");
    var room = Chat.create(dora, JsonObject.of("preset", "public_chat"));
    Chat.join(emil, room).ok();
    Chat.say(emil, room, "avant");
    var begun =
        """
        insert into closed_room (room, id, closed_by, closed_ms, message, purge, blocked)
        select r.nid, 'cut', u.nid, 0, '', true, true from room r, matrix_user u
         where r.room_id = ? and u.user_id = ?""";
    one.db().write(tx -> tx.run(begun, room, dora.user()));
    try (var two = one.beside()) {
      Race.until(
          () -> one.db().<Long>read(tx -> count(tx, "closed_room where done_ms is not null")) == 1);
      var there = two.back(emil);
      assertThat(Chat.join(there, room).errcode()).isEqualTo("M_FORBIDDEN");
      for (var client : List.of(emil, there)) {
        Race.until(() -> !client.get(V3 + "/joined_rooms").ok().text().contains(room));
        assertThat(client.get(Chat.path(room) + "/messages?dir=b").errcode())
            .isEqualTo("M_FORBIDDEN");
      }
    }
  }

  private static int left(Tx tx, String replacement, String old, Client maker) {
    return tx.run(
        """
        insert into room_upgrade (replacement, old, "user", node)
        select n.nid, o.nid, u.nid, 7 from room n, room o, matrix_user u
         where n.room_id = ? and o.room_id = ? and u.user_id = ?""",
        replacement,
        old,
        maker.user());
  }

  @Test
  void who_is_barred_or_signed_out_is_so_on_every_node_within_five_seconds() {
    var admin = one.administrator("maire");
    var chloe = one.register("chloe");
    var room = Chat.room(chloe);
    try (var two = one.beside()) {
      var there = two.back(chloe);
      var waiting = parked(two, there);
      bar(admin, chloe, "lock", "locked", true);
      assertThat(waiting.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join().errcode())
          .isEqualTo("M_USER_LOCKED");
      soon("M_USER_LOCKED", () -> there.get(V3 + "/account/whoami"));
      bar(admin, chloe, "lock", "locked", false);
      bar(admin, chloe, "suspend", "suspended", true);
      var topic = JsonObject.of("topic", "Encore");
      soon("M_USER_SUSPENDED", () -> Chat.state(there, room, "m.room.topic", topic));

      var replaced = parked(two, there);
      var again = one.stranger().signIn("chloe", chloe.device());
      assertThat(code(replaced.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join()))
          .isEqualTo("M_UNKNOWN_TOKEN");
      soon("M_UNKNOWN_TOKEN", () -> there.get(V3 + "/account/whoami"));
      var last = two.back(again);
      var signedOut = parked(two, last);
      again.post(V3 + "/logout", JsonObject.EMPTY).ok();
      soon("M_UNKNOWN_TOKEN", () -> last.get(V3 + "/account/whoami"));
      signedOut.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  /// A sync that waits.
  private static CompletableFuture<Answer> parked(World node, Client client) {
    var since = Chat.next(Chat.sync(client, ""));
    var waiting = client.later(V3 + "/sync?timeout=60000&since=" + since);
    node.awaitWaiting(1);
    return waiting;
  }

  private static void bar(Client admin, Client whom, String bar, String word, boolean wanted) {
    var path = "/_matrix/client/v1/admin/" + bar + "/" + Client.segment(whom.user());
    admin.put(path, JsonObject.of(word, wanted)).ok();
  }

  private static void soon(String errcode, Supplier<Answer> asked) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!code(asked.get()).equals(errcode)) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  private static String code(Answer answer) {
    return answer.status() == 200 ? "" : answer.errcode();
  }
}
