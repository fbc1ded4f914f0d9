package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;

/// What was acknowledged is heard, whatever the database is busy with.
class PublishingTest {
  private static final int MESSAGES = 40;
  private static final long WAIT_SECONDS = 60;

  /// All but the one that the log keeps for itself.
  private static final int CONNECTIONS = 5;

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  /// Does all of `work` at once, while nobody else gets a connection to the database.
  static List<String> whileNoConnectionIsFree(List<Callable<String>> work)
      throws InterruptedException {
    var held = new CountDownLatch(CONNECTIONS);
    var free = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (int i = 0; i < CONNECTIONS; i++) {
          threads.execute(() -> world.db().read(_ -> hold(held, free)));
        }
        assertThat(held.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return threads.invokeAll(work).stream().map(RacesTest::done).toList();
      } finally {
        free.countDown();
      }
    }
  }

  private static boolean hold(CountDownLatch held, CountDownLatch free) {
    held.countDown();
    try {
      return free.await(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_comes_with_a_deletion_is_heard_though_no_connection_is_free()
      throws InterruptedException {
    var room = Chat.room(alice, bruno);
    var root = Chat.say(alice, room, "fil");
    var replies = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      replies.add(Chat.send(alice, room, Chat.related("m.thread", root, "réponse")));
    }
    var since = Chat.next(Chat.sync(bruno, ""));
    var work = new ArrayList<Callable<String>>();
    for (int i = 0; i < MESSAGES; i++) {
      var body = "m" + i;
      work.add(() -> Chat.say(alice, room, body));
      if (i % 10 == 0) {
        var reply = replies.get(i / 10);
        work.add(() -> Chat.redact(alice, room, reply).ok().string("event_id"));
      }
    }
    whileNoConnectionIsFree(work);

    var filter = Client.segment("{\"room\":{\"timeline\":{\"limit\":60}}}");
    var told = Chat.sync(bruno, "filter=" + filter + "&since=" + since);
    assertThat(Chat.texts(Chat.at(Chat.in(told, "join", room), "timeline"), "events"))
        .hasSize(MESSAGES)
        .doesNotHaveDuplicates();
    assertThat(Chat.at(Chat.event(bruno, room, root), "unsigned").has("m.relations")).isFalse();
  }
}
