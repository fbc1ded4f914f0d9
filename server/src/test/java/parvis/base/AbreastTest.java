package parvis.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AbreastTest {
  private static void meet(CountDownLatch others) {
    others.countDown();
    await(others);
  }

  private static void await(CountDownLatch others) {
    try {
      others.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void all_are_done_at_once_and_told_in_their_order() {
    var together = new CountDownLatch(3);
    List<Supplier<Integer>> things =
        List.of(
            () -> {
              meet(together);
              return 1;
            },
            () -> {
              meet(together);
              return 2;
            },
            () -> {
              meet(together);
              return 3;
            });
    assertThat(new Abreast(2).all(things)).containsExactly(1, 2, 3);
  }

  @Test
  void who_waits_does_what_no_other_thread_is_free_for() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Supplier<Integer> one =
        () -> {
          threads.add(Thread.currentThread());
          return 1;
        };
    assertThat(new Abreast(0).all(List.of(one, one, one))).containsExactly(1, 1, 1);
    assertThat(threads).containsExactly(Thread.currentThread());
    assertThat(new Abreast(1).<Integer>all(List.of())).isEmpty();
  }

  /// Also one within another, as nobody should: it holds up nobody.
  @Test
  void threads_are_free_again_and_nobody_waits_for_one() {
    var abreast = new Abreast(1);
    var done = new AtomicInteger();
    Supplier<Integer> inner = done::incrementAndGet;
    Supplier<List<Integer>> outer = () -> abreast.all(List.of(inner, inner));
    for (int i = 0; i < 100; i++) {
      abreast.all(List.of(outer, outer));
    }
    assertThat(done).hasValue(400);
  }

  @Test
  void the_first_that_fails_is_told_when_all_have_ended() {
    var ended = new AtomicInteger();
    Supplier<Integer> good = ended::incrementAndGet;
    Supplier<Integer> bad =
        () -> {
          throw Refused.missingParam("first");
        };
    Supplier<Integer> worse =
        () -> {
          throw new IllegalStateException("second");
        };
    var abreast = new Abreast(2);
    assertThatThrownBy(() -> abreast.all(List.of(good, bad, worse, good)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("first");
    assertThat(ended).hasValue(2);
    Supplier<Integer> error =
        () -> {
          throw new AssertionError("an error");
        };
    assertThatThrownBy(() -> abreast.all(List.of(error, good))).isInstanceOf(AssertionError.class);
  }

  /// As when there is no memory for one: whatever was tried before, there are as many as before.
  @Test
  void a_thread_that_cannot_be_started_is_free_again() {
    var scarce = new AtomicBoolean(true);
    var started = new AtomicInteger();
    var abreast =
        new Abreast(
            1,
            work -> {
              if (scarce.get()) {
                throw new OutOfMemoryError("no thread");
              }
              started.incrementAndGet();
              return Thread.ofVirtual().unstarted(work);
            });
    Supplier<Integer> one = () -> 1;
    assertThatThrownBy(() -> abreast.all(List.of(one, one))).isInstanceOf(OutOfMemoryError.class);
    scarce.set(false);
    assertThat(abreast.all(List.of(one, one))).containsExactly(1, 1);
    assertThat(started).hasValue(1);
  }

  @Test
  void who_is_interrupted_waits_no_longer_for_what_others_have_begun() {
    var begun = new CountDownLatch(2);
    var ends = new CountDownLatch(1);
    Supplier<Integer> mine =
        () -> {
          meet(begun);
          Thread.currentThread().interrupt();
          return 1;
        };
    Supplier<Integer> lasting =
        () -> {
          meet(begun);
          await(ends);
          return 2;
        };
    var abreast = new Abreast(1);
    assertThatThrownBy(() -> abreast.all(List.of(mine, lasting))).isInstanceOf(Refused.class);
    assertThat(Thread.interrupted()).isTrue();
    ends.countDown();
  }
}
