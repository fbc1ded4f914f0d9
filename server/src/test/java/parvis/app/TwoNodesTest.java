package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;

/// Two nodes on one database leave each other's work alone, and hear of each other in time.
final class TwoNodesTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

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
                  while (count(tx, "room_upgrade") == 0 && System.nanoTime() < end) {
                    Thread.onSpinWait();
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

  @Test
  void what_a_node_left_that_is_gone_is_settled_by_the_next_one_beside_those_that_live() {
    var bruno = one.register("bruno");
    var room = Chat.room(bruno);
    one.db()
        .write(
            tx -> {
              tx.run("insert into room (nid, room_id, version_id) values (-1, '!cut:off', '11')");
              return tx.run(
                  """
                  insert into room_upgrade (replacement, old, "user", node)
                  select -1, r.nid, u.nid, 7 from room r, matrix_user u
                   where r.room_id = ? and u.user_id = ?""",
                  room,
                  bruno.user());
            });
    one.beside().close();
    assertThat(one.db().<Long>read(tx -> count(tx, "room_upgrade"))).isZero();
    assertThat(one.db().<Long>read(tx -> count(tx, "room where nid = -1"))).isZero();
  }
}
