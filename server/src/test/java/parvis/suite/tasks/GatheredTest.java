package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Race;
import parvis.harness.TestClock;

/// Who goes with whom, of several who want something of one space at nearly the same time.
class GatheredTest {
  @AutoClose
  private static final ExecutorService EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();

  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final TestClock clock = new TestClock();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  /// The first one's work is done once it is let go; of what follows nothing is held.
  private Together<String, String> together(Consumer<Duration> pause) {
    return new Together<>(
        EXECUTOR,
        clock,
        time -> {
          pauses.add(time);
          pause.accept(time);
        },
        some -> {
          sizes.add(some.size());
          begun.countDown();
          await(go);
          some.forEach(one -> one.answer().complete("done " + one.wish()));
        });
  }

  private static void isDone(Asking... some) {
    for (var one : some) {
      assertThat(Race.ended(one.answer())).isEqualTo("done " + one.task());
    }
  }

  @Test
  void who_is_alone_waits_for_nobody_however_soon_they_come_again() {
    go.countDown();
    var together = together(_ -> LockSupport.park());
    for (int i = 0; i < 5; i++) {
      isDone(asking(together, 1, "task " + i));
    }
    assertThat(sizes).containsExactly(1, 1, 1, 1, 1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void who_follows_waits_until_all_are_there_who_were_there_a_moment_ago() {
    var together = together(_ -> LockSupport.park());
    var one = asking(together, 1, "one");
    await(begun);
    var two = asking(together, 2, "two");
    two.waits();
    go.countDown();
    isDone(one);
    Race.until(() -> !pauses.isEmpty());
    assertThat(sizes).as("the second one waits for the first").containsExactly(1);
    clock.advance(Together.GATHERED.minusMillis(1));
    isDone(asking(together, 1, "one again"), two);
    assertThat(sizes).containsExactly(1, 2);
    assertThat(pauses).containsExactly(Together.GATHERED);
  }

  @Test
  void who_follows_goes_once_the_moment_is_over() {
    var together = together(_ -> {});
    var one = asking(together, 1, "one");
    await(begun);
    var two = asking(together, 2, "two");
    two.waits();
    go.countDown();
    isDone(one, two);
    assertThat(pauses).containsExactly(Together.GATHERED);
    clock.advance(Together.GATHERED.plusMillis(1));
    isDone(asking(together, 2, "two again"));
    assertThat(sizes).containsExactly(1, 1, 1);
    assertThat(pauses).as("nobody else was there a moment ago").hasSize(1);
  }

  @Test
  void no_more_go_at_once_than_may() {
    var together = together(_ -> {});
    var asking = new ArrayList<Asking>();
    asking.add(asking(together, 0, "first"));
    await(begun);
    for (int i = 1; i <= Together.WISHES_MAX + 10; i++) {
      asking.add(asking(together, i, "task " + i));
    }
    asking.subList(1, asking.size()).forEach(Asking::waits);
    go.countDown();
    isDone(asking.toArray(Asking[]::new));
    assertThat(sizes).containsExactly(1, Together.WISHES_MAX, 10);
    assertThat(pauses).as("those who fill it wait for nobody").hasSize(1);
  }

  @Test
  void changes_that_come_while_one_is_under_way_are_one_transaction() {
    var together = together(_ -> {});
    var asking = new ArrayList<Asking>();
    asking.add(asking(together, 0, "one"));
    await(begun);
    for (int i = 1; i <= 5; i++) {
      asking.add(asking(together, i, "task " + i));
    }
    asking.add(asking(together, 6, "task 5"));
    asking.subList(1, asking.size()).forEach(Asking::waits);
    go.countDown();
    isDone(asking.toArray(Asking[]::new));
    assertThat(sizes).containsExactly(1, 5, 1);
  }

  @Test
  void whoever_waits_is_answered_when_nobody_can_lead_them() {
    var together =
        new Together<String, String>(
            _ -> {
              throw new OutOfMemoryError("no thread");
            },
            clock,
            some -> {
              begun.countDown();
              await(go);
              some.forEach(one -> one.answer().complete("done " + one.wish()));
            });
    var first = asking(together, 0, "one");
    await(begun);
    var second = asking(together, 1, "two");
    second.waits();
    go.countDown();
    assertThatThrownBy(() -> Race.ended(second.answer()))
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Race.ended(first.answer())).hasCauseInstanceOf(Error.class);
    assertThat(Race.ended(asking(together, 2, "three").answer())).isEqualTo("done three");
  }

  /// Somebody who asks on a thread of their own.
  private record Asking(Thread thread, String task, CompletableFuture<String> answer) {
    void waits() {
      Race.until(() -> thread.getState() == Thread.State.WAITING);
    }
  }

  private static Asking asking(Together<String, String> together, long scope, String task) {
    var asked = new Together.Asked<String, String>(scope, "wish", task, task);
    var answer = new CompletableFuture<String>();
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    answer.complete(together.change(1, asked));
                  } catch (RuntimeException | Error fault) {
                    answer.completeExceptionally(fault);
                  }
                });
    return new Asking(thread, task, answer);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }
}
