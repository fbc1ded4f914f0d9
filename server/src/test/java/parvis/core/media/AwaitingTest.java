package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parvis.harness.Race;
import parvis.platform.db.DatabaseFault;
import parvis.protocol.id.MxcUri;
import parvis.protocol.id.ServerName;

/// Many who wait for bytes.
class AwaitingTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long WAIT_SECONDS = 20;

  private static MxcUri uri(int n) {
    return MxcUri.of(ServerName.parse("parvis.test").orElseThrow(), "m" + n).orElseThrow();
  }

  private static void until(Awaiting awaiting, int waiting) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (awaiting.waiting() != waiting) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  private static void join(List<Future<?>> waiting) throws Exception {
    for (var one : waiting) one.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /// They ask together, once a second at most, however many they are; and what one node received is
  /// found by another.
  @Test
  void two_hundred_waiting_ask_as_one() throws Exception {
    var asked = new ConcurrentLinkedQueue<Collection<MxcUri>>();
    var there = new AtomicReference<List<MxcUri>>(List.of());
    var awaiting =
        new Awaiting(
            uris -> {
              asked.add(uris);
              return there.get();
            },
            System::nanoTime);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long begun = System.nanoTime();
      var waiting = new ArrayList<Future<?>>();
      for (int i = 0; i < 200; i++) {
        var uri = uri(i % 4);
        waiting.add(threads.submit(() -> awaiting.await(uri, LONG)));
      }
      until(awaiting, 200);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
      while (asked.size() < 3) {
        assertThat(System.nanoTime()).as("nobody asks").isLessThan(end);
        Race.breathe();
      }
      there.set(IntStream.range(0, 4).mapToObj(AwaitingTest::uri).toList());
      join(waiting);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 1;
      assertThat(asked.size()).isBetween(3, (int) seconds);
      assertThat(asked).allSatisfy(uris -> assertThat(uris).hasSizeLessThanOrEqualTo(4));
    }
    assertThat(awaiting.waiting()).isZero();
  }

  @Test
  void places_are_counted_by_who_waits_and_not_by_address() throws Exception {
    var there = new AtomicReference<List<MxcUri>>(List.of());
    var awaiting = new Awaiting(_ -> there.get(), System::nanoTime);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<?>>();
      for (int i = 0; i < Awaiting.WAITING_MAX; i++) {
        waiting.add(threads.submit(() -> awaiting.await(uri(1), LONG)));
      }
      until(awaiting, Awaiting.WAITING_MAX);
      threads.submit(() -> awaiting.await(uri(2), LONG)).get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(awaiting.waiting()).isEqualTo(Awaiting.WAITING_MAX);
      there.set(List.of(uri(1)));
      awaiting.arrived(uri(1));
      join(waiting);
    }
    assertThat(awaiting.waiting()).isZero();
  }

  @Test
  void a_fault_of_the_database_ends_nobodys_patience() throws Exception {
    var asked = new AtomicInteger();
    var awaiting =
        new Awaiting(
            uris -> {
              if (asked.incrementAndGet() == 1) {
                throw new DatabaseFault(new SQLException("away", "08006"));
              }
              return List.copyOf(uris);
            },
            System::nanoTime);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<?>>();
      for (int i = 0; i < 4; i++) {
        var uri = uri(i);
        waiting.add(threads.submit(() -> awaiting.await(uri, LONG)));
      }
      join(waiting);
    }
    assertThat(asked.get()).isEqualTo(2);
    assertThat(awaiting.waiting()).isZero();
  }

  @Test
  void patience_ends() throws Exception {
    var awaiting = new Awaiting(_ -> List.of(), System::nanoTime);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads
          .submit(() -> awaiting.await(uri(1), Duration.ofMillis(10)))
          .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(awaiting.waiting()).isZero();
  }
}
