package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What one statement takes. No test waits for time: where a statement would wait for others it
/// does so for an hour, unless they come.
class IntakeTest {
  private final Intake intake = new Intake(Duration.ofHours(1));

  private static Pending pending() {
    var thing = new Syncable(LogRow.RECEIPT, 1, 1, "k", new byte[0], false, null);
    return Pending.of(new SyncableWrite(List.of(thing)));
  }

  private void put(int writes) {
    for (int i = 0; i < writes; i++) {
      intake.put(pending());
    }
  }

  @Test
  void whoIsAloneWaitsForNobody() {
    put(1);
    assertThat(intake.take()).hasSize(1);
    put(Intake.BUSY_WRITES - 1);
    assertThat(intake.take()).hasSize(Intake.BUSY_WRITES - 1);
    put(1);
    assertThat(intake.take()).hasSize(1);
  }

  @Test
  void behindManyAStatementWaitsForMoreUntilItIsFull() throws Exception {
    put(Intake.BUSY_WRITES);
    assertThat(intake.take()).hasSize(Intake.BUSY_WRITES);
    put(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = executor.submit(() -> intake.take().size());
      put(Intake.BATCH_ROWS_MAX);
      assertThat(taken.get()).isEqualTo(Intake.BATCH_ROWS_MAX);
    }
    assertThat(intake.waiting()).isEqualTo(1);
  }

  @Test
  void whatWaitsGoesAtOnceWhenTheIntakeCloses() throws Exception {
    put(Intake.BUSY_WRITES);
    intake.take();
    put(2);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = executor.submit(() -> intake.take().size());
      intake.close();
      assertThat(taken.get()).isEqualTo(2);
    }
    assertThat(intake.take()).isEmpty();
  }
}
