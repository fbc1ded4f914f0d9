package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What a sync from the beginning costs, and how many there are at a time.
class InitialSyncTest {
  private static final int LEFT = 12;
  private static final Executor OWN = Thread::startVirtualThread;
  private static final String SLIDING =
      "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final String SYNC = "/_matrix/client/v3/sync";

  @AutoClose final World world = World.start();
  final Client alice = world.register("alice");
  final Client bruno = world.register("bruno");

  @Test
  void rooms_that_one_left_or_forgot_are_not_even_read() {
    var stays = Chat.room(alice, bruno);
    for (int i = 0; i < LEFT; i++) {
      var room = Chat.room(alice, bruno);
      bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
      if (i % 2 == 0) {
        bruno.post(Chat.path(room) + "/forget", JsonObject.EMPTY).ok();
      }
    }
    world.restart();
    var back = world.back(bruno);
    var sync = Chat.sync(back, "");
    assertThat(Chat.at(sync, "rooms", "join").keys()).containsExactly(stays);
    assertThat(Chat.at(sync, "rooms").has("leave")).isFalse();
    assertThat(world.figure("parvis_rooms_loaded")).isEqualTo(1);
    var filter = Client.segment("{\"room\":{\"include_leave\":true}}");
    var left = Chat.at(Chat.sync(back, "filter=" + filter), "rooms", "leave");
    assertThat(left.size()).isEqualTo(LEFT / 2);
    assertThat(world.figure("parvis_rooms_loaded")).isEqualTo(1 + LEFT / 2);
  }

  /// Another transaction keeps from everybody what an initial sync must read.
  @Test
  void they_take_turns_and_whoever_waits_too_long_is_asked_to_come_back() {
    var names = Stream.of("chloe", "denis", "elise").toList();
    var known = names.stream().map(world::register).toList();
    assertThat(known).hasSize(Turns.atOnce(World.CONNECTIONS) + 1);
    world.restart();
    var others = known.stream().map(world::back).toList();
    var follower = world.back(alice);
    var since = Chat.next(Chat.sync(follower, ""));
    var answers = new ArrayList<CompletableFuture<Answer>>();
    var late =
        held(
            () -> {
              others.forEach(other -> answers.add(other.later(SYNC)));
              follower.get(SYNC + "?since=" + since).ok();
              return first(answers);
            });
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    assertThat(late.json().integer("retry_after_ms")).hasValue(Turns.TRY_AGAIN.toMillis());
    var statuses = answers.stream().map(answer -> first(List.of(answer)).status()).toList();
    assertThat(statuses).containsExactlyInAnyOrder(200, 200, 429);
    others.forEach(other -> other.get(SYNC).ok());
  }

  /// Alice's devices ask for all of her rooms, which another transaction keeps from them; what
  /// Bruno asks for is in memory.
  @Test
  void the_devices_of_one_account_leave_turns_to_others() {
    Chat.room(alice, bruno);
    var phone = world.signIn("alice");
    var before = "since=" + Chat.next(Chat.sync(phone, ""));
    var message = JsonObject.of(phone.device(), JsonObject.of("a", 1L));
    var messages = JsonObject.of("messages", JsonObject.of(alice.user(), message));
    bruno.put("/_matrix/client/v3/sendToDevice/fr.example/a", messages).ok();
    var received = Chat.next(Chat.sync(phone, before));
    world.restart();
    var many = world.back(alice);
    var back = world.back(phone);
    var other = world.back(bruno);
    Chat.sync(other, "");
    var whole = SYNC + "?full_state=true&since=" + received;
    assertOneRefused(
        _ -> many.later(SYNC),
        () -> {
          other.get(SYNC).ok();
          assertThat(back.get(whole).status()).isEqualTo(429);
        });
    many.get(SYNC).ok();
    var inbox = Chat.at(Chat.sync(back, before), "to_device").array("events").orElseThrow();
    assertThat(inbox.values()).as("kept for who was refused").hasSize(1);
  }

  @Test
  void one_that_slides_takes_its_turn_like_others() {
    Chat.room(alice, bruno);
    world.restart();
    var many = world.back(alice);
    assertOneRefused(
        i -> {
          var name = JsonObject.of("conn_id", Integer.toString(i));
          return CompletableFuture.supplyAsync(() -> many.post(SLIDING, name), OWN);
        },
        () -> {});
  }

  /// Of one more request than have turns one is refused, while the others wait for the database.
  private void assertOneRefused(IntFunction<CompletableFuture<Answer>> ask, Runnable meanwhile) {
    var answers = new ArrayList<CompletableFuture<Answer>>();
    var late =
        held(
            () -> {
              for (int i = 0; i <= Turns.OF_ACCOUNT_MAX; i++) {
                answers.add(ask.apply(i));
              }
              var refused = first(answers);
              meanwhile.run();
              return refused;
            });
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    var statuses = answers.stream().map(answer -> first(List.of(answer)).status()).toList();
    assertThat(statuses).containsOnly(200, 429).filteredOn(status -> status == 429).hasSize(1);
  }

  /// What happens while a transaction keeps everybody's rooms from whoever asks for them.
  private Answer held(Supplier<Answer> meanwhile) {
    return world
        .db()
        .write(
            tx -> {
              tx.run("lock table membership in access exclusive mode");
              return meanwhile.get();
            });
  }

  private static Answer first(List<CompletableFuture<Answer>> answers) {
    var any = CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new));
    return (Answer) any.orTimeout(60, TimeUnit.SECONDS).join();
  }
}
