package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import parvis.base.Refused;
import parvis.core.sync.Untold;
import parvis.harness.TestClock;
import parvis.harness.TestDatabase;
import parvis.platform.db.Db;
import parvis.platform.log.Outcome;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;

/// Whatever the log or who runs the telling does, a change is told, and noted until then.
class TellingTest {
  private static final long SPACE = 7;

  private final Db db = TestDatabase.fresh();
  private final TestClock clock = new TestClock();
  private final List<String> told = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private Function<SyncableWrite, CompletableFuture<Outcome>> log = this::takes;
  private boolean refuses;

  private final Telling telling =
      new Telling(
          new Telling.Needs(db, write -> log.apply(write), this::execute, clock), new NewsStore());

  private void execute(Runnable work) {
    if (refuses) {
      throw new OutOfMemoryError("no thread can be made");
    }
    waiting.add(work);
  }

  /// Runs what was to be run, as another thread would.
  private void run() {
    while (!waiting.isEmpty()) {
      waiting.removeFirst().run();
    }
  }

  private CompletableFuture<Outcome> takes(SyncableWrite write) {
    told.addAll(write.things().stream().map(Syncable::key).toList());
    return CompletableFuture.completedFuture(new Outcome.Written(1, 1));
  }

  private void change(long version) {
    telling.write(
        (tx, notes) -> {
          notes.arranged(SPACE, new Board((int) version, List.of(), List.of(), List.of()));
          return version;
        });
  }

  private long noted() {
    return db.read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from task_untold"))
        .orElseThrow();
  }

  private void lookLater() {
    clock.advance(Untold.LEFT.plusMillis(1));
    telling.look();
    run();
  }

  @Test
  void an_error_in_who_tells_does_not_end_the_telling() {
    log =
        write -> {
          throw new StackOverflowError("once");
        };
    change(1);
    assertThatThrownBy(this::run).isInstanceOf(StackOverflowError.class);
    log = this::takes;
    change(2);
    run();
    assertThat(told).containsExactly(Note.BOARD);
  }

  @Test
  void an_error_in_who_would_run_it_does_not_end_the_telling() {
    refuses = true;
    assertThatThrownBy(() -> change(1)).isInstanceOf(OutOfMemoryError.class);
    refuses = false;
    change(2);
    run();
    assertThat(told).containsExactly(Note.BOARD);
  }

  @Test
  void what_the_log_does_not_take_is_noted_until_it_does() {
    log = write -> CompletableFuture.failedFuture(Refused.unavailable(Untold.LEFT));
    change(1);
    run();
    telling.look();
    assertThat(noted()).isEqualTo(1);
    log =
        write -> {
          throw Refused.unavailable(Untold.LEFT);
        };
    lookLater();
    telling.look();
    assertThat(noted()).as("nothing is forgotten untold").isEqualTo(1);
    log = this::takes;
    lookLater();
    assertThat(told).containsExactly(Note.BOARD);
    telling.look();
    assertThat(noted()).isZero();
    lookLater();
    assertThat(told).hasSize(1);
  }

  @Test
  void what_waits_for_the_log_is_forgotten_only_when_the_log_has_it() {
    var answer = new CompletableFuture<Outcome>();
    log = write -> answer;
    change(1);
    run();
    lookLater();
    assertThat(noted()).isEqualTo(1);
    answer.complete(new Outcome.Written(1, 1));
    telling.look();
    assertThat(noted()).isZero();
  }
}
