package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What many do at the same moment comes out as if they had done it one after the other.
class RacesTest {
  private static final int DEVICES = 6;
  private static final int MESSAGES = 30;
  private static final int SENDERS = 80;

  /// Syncs in which everything has long been heard.
  private static final int SYNCS_MAX = 200;

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  static <T> List<T> together(List<Callable<T>> work) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(work).stream().map(RacesTest::done).toList();
    }
  }

  static <T> T done(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoever_is_told_that_they_are_in_is_in() throws InterruptedException {
    var devices = new ArrayList<Client>();
    for (int i = 0; i < DEVICES; i++) {
      devices.add(world.signIn("bruno"));
    }
    for (int round = 0; round < 5; round++) {
      var room = Chat.room(alice);
      var work = new ArrayList<Callable<String>>();
      for (var device : devices) {
        work.add(
            () -> {
              Chat.join(device, room).ok();
              return Chat.say(device, room, "Bonjour");
            });
      }
      assertThat(together(work)).doesNotHaveDuplicates();
      assertThat(Chat.history(alice, room)).hasSize(DEVICES);
    }
  }

  @Test
  void the_same_state_set_by_many_is_one_event_that_everybody_can_read()
      throws InterruptedException {
    var room = Chat.room(alice);
    for (int round = 0; round < 5; round++) {
      var name = JsonObject.of("name", "Salon " + round);
      var work = new ArrayList<Callable<String>>();
      for (int i = 0; i < DEVICES; i++) {
        work.add(
            () -> {
              var id = Chat.state(alice, room, "m.room.name", name).ok().string("event_id");
              return Chat.event(alice, room, id).string("event_id").orElseThrow();
            });
      }
      assertThat(new HashSet<>(together(work))).hasSize(1);
    }
  }

  @Test
  void tags_set_at_the_same_moment_all_stay() throws InterruptedException {
    var room = Chat.room(alice);
    var path =
        "/_matrix/client/v3/user/"
            + Client.segment(alice.user())
            + "/rooms/"
            + Client.segment(room)
            + "/tags";
    var work = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 12; i++) {
      var tag = "u.tag" + i;
      work.add(() -> alice.put(path + "/" + tag, JsonObject.EMPTY).ok().status());
    }
    together(work);
    assertThat(Chat.at(alice.get(path).ok().json(), "tags").size()).isEqualTo(12);
  }

  @Test
  void a_one_time_key_is_given_to_one_alone() throws InterruptedException {
    var keys = JsonObject.builder();
    for (int i = 0; i < 8; i++) {
      keys.put("signed_curve25519:K" + i, JsonObject.of("key", "k" + i));
    }
    var fallback = JsonObject.of("signed_curve25519:F", JsonObject.of("key", "f"));
    bruno
        .post(
            "/_matrix/client/v3/keys/upload",
            JsonObject.of("one_time_keys", keys.build(), "fallback_keys", fallback))
        .ok();
    var wish =
        JsonObject.of(
            "one_time_keys",
            JsonObject.of(bruno.user(), JsonObject.of(bruno.device(), "signed_curve25519")));
    var work = new ArrayList<Callable<String>>();
    for (int i = 0; i < 12; i++) {
      work.add(
          () -> {
            var given = alice.post("/_matrix/client/v3/keys/claim", wish).ok().json();
            return Chat.at(given, "one_time_keys", bruno.user(), bruno.device()).keys().stream()
                .findFirst()
                .orElseThrow();
          });
    }
    var given = together(work);
    var oneTime = given.stream().filter(id -> !id.endsWith(":F")).toList();
    assertThat(oneTime).hasSize(8).doesNotHaveDuplicates();
    var counts = Chat.sync(bruno, "");
    assertThat(Chat.at(counts, "device_one_time_keys_count").integer("signed_curve25519").orElse(0))
        .isZero();
    assertThat(counts.array("device_unused_fallback_key_types").orElseThrow().values()).isEmpty();
  }

  @Test
  void whoever_follows_a_room_while_the_server_wakes_up_misses_nothing(@TempDir Path data)
      throws InterruptedException {
    var settings =
        Map.of("PARVIS_DATABASE_URL", TestDatabase.freshUrl(), "PARVIS_DATA", data.toString());
    Client dora;
    Client emile;
    String room;
    try (var before = World.start(settings)) {
      dora = before.register("dora");
      emile = before.register("emile");
      room = Chat.room(dora, emile);
    }
    try (var again = World.start(settings)) {
      var writer = again.stranger().signedIn(dora.user(), dora.device(), dora.token());
      var reader = again.stranger().signedIn(emile.user(), emile.device(), emile.token());
      var all = IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
      var work = new ArrayList<Callable<List<String>>>();
      work.add(
          () -> {
            all.forEach(body -> Chat.say(writer, room, body));
            return all;
          });
      for (int i = 0; i < DEVICES; i++) {
        work.add(() -> follow(reader, room, all.getLast()));
      }
      assertThat(together(work)).allSatisfy(heard -> assertThat(heard).isEqualTo(all));
    }
  }

  static List<String> follow(Client client, String room, String last) {
    var filter = Client.segment("{\"room\":{\"timeline\":{\"limit\":50}}}");
    var heard = new ArrayList<String>();
    var since = "";
    for (int syncs = 0; !heard.contains(last); syncs++) {
      assertThat(syncs).as("syncs without %s", last).isLessThan(SYNCS_MAX);
      var told = Chat.sync(client, "timeout=5000&filter=" + filter + since);
      var timeline = Chat.in(told, "join", room).object("timeline").orElse(JsonObject.EMPTY);
      heard.addAll(Chat.texts(timeline, "events"));
      since = "&since=" + Chat.next(told);
    }
    return heard;
  }

  /// The room's row says that somebody else wrote meanwhile: all who write now have to begin anew.
  @Test
  void of_many_who_have_to_begin_anew_one_reads_the_room() throws InterruptedException {
    var room = Chat.room(alice);
    var usual = sendingCosts(room);
    world.db().write(tx -> tx.run("update room set version = version + 1 where room_id = ?", room));
    assertThat(sendingCosts(room)).isLessThan(usual + SENDERS / 2);
    assertThat(Chat.history(alice, room)).hasSize(2 * SENDERS);
  }

  /// Connections taken while many write at once.
  private static long sendingCosts(String room) throws InterruptedException {
    var before = world.connectionsTaken();
    var work = new ArrayList<Callable<String>>();
    for (int i = 0; i < SENDERS; i++) {
      var text = "m" + i;
      work.add(() -> Chat.say(alice, room, text));
    }
    together(work);
    return world.connectionsTaken() - before;
  }
}
