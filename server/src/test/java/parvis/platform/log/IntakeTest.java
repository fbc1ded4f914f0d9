package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import parvis.harness.Race;

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

  /// Takes on another thread, and returns when that waits for more.
  private FutureTask<Integer> taking() {
    var taken = new FutureTask<>(() -> intake.take().size());
    var thread = Thread.startVirtualThread(taken);
    Race.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return taken;
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
    var taken = taking();
    put(Intake.BATCH_ROWS_MAX - 2);
    assertThat(intake.waiting()).isEqualTo(Intake.BATCH_ROWS_MAX - 1);
    assertThat(taken.isDone()).isFalse();
    put(2);
    assertThat(taken.get()).isEqualTo(Intake.BATCH_ROWS_MAX);
    assertThat(intake.waiting()).isEqualTo(1);
  }

  @Test
  void whatWaitsGoesAtOnceWhenTheIntakeCloses() throws Exception {
    put(Intake.BUSY_WRITES);
    intake.take();
    put(2);
    var taken = taking();
    intake.close();
    assertThat(taken.get()).isEqualTo(2);
    assertThat(intake.take()).isEmpty();
  }
}
