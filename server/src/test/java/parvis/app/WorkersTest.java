package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

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
}
