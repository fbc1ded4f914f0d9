package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A sync that waits is answered, whatever becomes of the database.
class ParkingTest {
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  /// Its last look counts keys, one of which has just been claimed, and finds no table.
  @Test
  void a_fault_in_the_last_look_is_answered() {
    try (var world = World.start()) {
      var alice = world.register("alice");
      var bruno = world.register("bruno");
      upload(alice);
      var since = Chat.next(Chat.sync(alice, ""));
      var query = "/_matrix/client/v3/sync?timeout=" + TIMEOUT_MILLIS + "&since=" + since;
      var last = alice.later(query);
      world.awaitWaiting(1);
      claim(bruno, alice);
      world.db().write(tx -> tx.run("alter table one_time_key rename to elsewhere"));
      var answer = last.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.errcode()).isEqualTo("M_UNKNOWN");
      world.awaitWaiting(0);
      world.db().write(tx -> tx.run("alter table elsewhere rename to one_time_key"));
      assertThat(Chat.next(Chat.sync(alice, "timeout=1&since=" + since))).isNotEmpty();
    }
  }

  /// An hour is waited for nothing, and whoever is suspended meanwhile hears so at once.
  @Test
  void who_may_do_something_else_than_before_is_answered_at_once() {
    try (var world = World.start()) {
      var admin = world.administrator("admin");
      var alice = world.register("alice");
      var suspension = "/_matrix/client/v1/admin/suspend/" + Client.segment(alice.user());
      for (var suspended : new boolean[] {true, false}) {
        var since = Chat.next(Chat.sync(alice, ""));
        var last = alice.later("/_matrix/client/v3/sync?timeout=3600000&since=" + since);
        world.awaitWaiting(1);
        admin.put(suspension, JsonObject.of("suspended", suspended)).ok();
        var answer = last.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join().ok();
        assertThat(answer.header(Waits.ACCESS_CHANGED)).isEqualTo("1");
        assertThat(Chat.next(answer.json())).isNotEmpty();
        world.awaitWaiting(0);
      }
      var usual = alice.get("/_matrix/client/v3/sync").ok();
      assertThat(usual.header(Waits.ACCESS_CHANGED)).isEmpty();
    }
  }

  private static Answer comes(CompletableFuture<Answer> answer) {
    return answer.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join().ok();
  }

  private static CompletableFuture<Answer> waits(Client client, String since) {
    return client.later("/_matrix/client/v3/sync?timeout=3600000&since=" + since);
  }

  /// Nobody waits when it happens: the next request of each session is answered with it, whether or
  /// not there is something else to tell, and the one after that waits as usual.
  @Test
  void who_asks_again_after_a_change_is_told_of_it_once_in_each_session() {
    try (var world = World.start()) {
      var admin = world.administrator("admin");
      var alice = world.register("alice");
      var again = world.signIn("alice");
      var bruno = world.register("bruno");
      var room = Chat.room(bruno, alice);
      var suspension = "/_matrix/client/v1/admin/suspend/" + Client.segment(alice.user());
      for (var suspended : new boolean[] {true, false}) {
        var since = List.of(Chat.next(Chat.sync(alice, "")), Chat.next(Chat.sync(again, "")));
        admin.put(suspension, JsonObject.of("suspended", suspended)).ok();
        for (int i = 0; i < 2; i++) {
          var client = i == 0 ? alice : again;
          var told = comes(waits(client, since.get(i)));
          assertThat(told.header(Waits.ACCESS_CHANGED)).isEqualTo("1");
          var usual = waits(client, Chat.next(told.json()));
          world.awaitWaiting(1);
          var said = Chat.say(bruno, room, "Bonjour");
          var news = comes(usual);
          assertThat(news.text()).contains(said);
          assertThat(news.header(Waits.ACCESS_CHANGED)).isEmpty();
        }
      }
    }
  }

  /// Sliding sync, and whoever begins anew.
  @Test
  void who_begins_after_a_change_is_told_of_it_once() {
    try (var world = World.start()) {
      var admin = world.administrator("admin");
      var alice = world.register("alice");
      var suspension = "/_matrix/client/v1/admin/suspend/" + Client.segment(alice.user());
      for (var path : List.of("/_matrix/client/v4/sync", "/_matrix/client/v3/sync")) {
        admin.put(suspension, JsonObject.of("suspended", path.contains("v4"))).ok();
        for (var told : List.of("1", "")) {
          var answer = path.contains("v4") ? alice.post(path, JsonObject.EMPTY) : alice.get(path);
          assertThat(answer.ok().header(Waits.ACCESS_CHANGED)).isEqualTo(told);
        }
      }
    }
  }

  private static void upload(Client client) {
    var keys = JsonObject.of("signed_curve25519:A", JsonObject.of("key", "k"));
    var wish = JsonObject.of("one_time_keys", keys);
    client.post("/_matrix/client/v3/keys/upload", wish).ok();
  }

  private static void claim(Client client, Client of) {
    var device = JsonObject.of(of.device(), "signed_curve25519");
    var wish = JsonObject.of("one_time_keys", JsonObject.of(of.user(), device));
    assertThat(client.post("/_matrix/client/v3/keys/claim", wish).ok().text()).contains("A");
  }
}
