package parvis.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.DatabaseFault;

/// Runs many short pieces of blocking work.
///
/// While it stops, the log still tells what those that run write, and followers give more work.
/// That is left undone, as by a kill, and found again at the next start: to refuse it would end the
/// log, for which those that run wait. When the log has ended by a fault nobody answers them any
/// more, so that they are waited for no longer than [#STOP_MAX].
final class Workers extends AbstractExecutorService {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private static final String FAILED = "Work that nobody waits for failed";

  /// What runs still when it stops may take this long.
  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Duration stopMax;

  Workers() {
    this(STOP_MAX);
  }

  Workers(Duration stopMax) {
    this.stopMax = stopMax;
  }

  @Override
  public void execute(Runnable work) {
    try {
      threads.execute(() -> run(work));
    } catch (RejectedExecutionException stopping) {
      if (work instanceof Future<?> awaited) {
        awaited.cancel(false);
      }
    }
  }

  /// What fails is told as the fault that it is; what fails because all stops is none. Without a
  /// database all work fails, which is told by whoever asks for an answer. Of what was submitted
  /// whoever waits for it is told.
  private void run(Runnable work) {
    try {
      work.run();
    } catch (DatabaseFault fault) {
      if (threads.isShutdown()) return;
      if (fault.unavailable()) {
        LOG.warn("The database does not answer, and work that nobody waits for failed", fault);
      } else {
        LOG.error(FAILED, fault);
      }
    } catch (RuntimeException fault) {
      if (!threads.isShutdown()) LOG.error(FAILED, fault);
    }
  }

  /// Stops, and leaves behind what does not end in time: by a thread that nobody waits for.
  @Override
  public void close() {
    shutdown();
    try {
      if (!awaitTermination(stopMax.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Some work did not end in {} s, and is left undone", stopMax.toSeconds());
        shutdownNow();
      }
    } catch (InterruptedException stopped) {
      shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(time, unit);
  }
}
