package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What is given while they stop.
class WorkersTest {
  @Test
  void whatRunsEndsAndWhatComesMeanwhileIsLeftUndone() throws Exception {
    var workers = new Workers();
    var go = new CountDownLatch(1);
    var done = new CompletableFuture<String>();
    workers.execute(
        () -> {
          try {
            go.await();
            workers.execute(() -> done.complete("what came meanwhile"));
            done.complete("what ran");
          } catch (InterruptedException e) {
            done.completeExceptionally(e);
          }
        });
    workers.shutdown();
    var awaited = workers.submit(() -> "nothing");
    assertThat(awaited.isCancelled()).isTrue();
    go.countDown();
    workers.close();
    assertThat(done.get()).isEqualTo("what ran");
  }

  /// As whoever waits for a log that has ended by a fault.
  @Test
  void whatWaitsForWhatNeverComesHoldsNoStopBack() throws Exception {
    var workers = new Workers(Duration.ofMillis(20));
    var never = new CompletableFuture<String>();
    var waits = new CountDownLatch(1);
    workers.execute(
        () -> {
          waits.countDown();
          never.join();
        });
    waits.await();
    workers.close();
    assertThat(workers.isShutdown()).isTrue();
    assertThat(never).isNotDone();
    never.complete("the end of the test");
  }
}
