package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import parvis.harness.Race;
import parvis.platform.db.DatabaseFault;
import parvis.platform.watch.Faults;

/// What fails, and what is given while they stop. Nobody else logs errors meanwhile.
@Isolated
@Timeout(60)
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

  @Test
  void whatFailsIsLoggedAsAFault() throws Exception {
    try (var faults = Faults.heard(Clock.systemUTC());
        var workers = new Workers()) {
      workers.execute(
          () -> {
            throw new IllegalStateException("of this test");
          });
      while (faults.counted().count() == 0) Race.breathe();
      assertThat(faults.counted().said())
          .extracting(Faults.Said::sentence)
          .containsExactly("Work that nobody waits for failed");
    }
  }

  @Test
  void withoutADatabaseNoWorkIsAFaultOfItsOwnAndWhatADatabaseRefusesIs() throws Exception {
    try (var faults = Faults.heard(Clock.systemUTC());
        var workers = new Workers()) {
      var worker = new CompletableFuture<Thread>();
      workers.execute(
          () -> {
            worker.complete(Thread.currentThread());
            throw new DatabaseFault(new SQLException("it shuts down", "57P01"));
          });
      worker.get().join();
      assertThat(faults.counted().count()).isZero();
    }
    try (var faults = Faults.heard(Clock.systemUTC());
        var workers = new Workers()) {
      workers.execute(
          () -> {
            throw new DatabaseFault(new SQLException("of this test", DatabaseFault.UNIQUE));
          });
      while (faults.counted().count() == 0) Race.breathe();
    }
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
