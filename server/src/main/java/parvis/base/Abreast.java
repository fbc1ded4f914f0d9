package parvis.base;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/// Does several things at once for who waits for all of them.
///
/// Beside the threads that wait there are so many and no more: where none is free, a thing is done
/// by who waits for it. So nobody waits for a thread, and what all of them ask for at a time, such
/// as connections, is bounded.
public final class Abreast {
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Semaphore free;
  private final ThreadFactory threads;

  /// @param most threads beside those that wait
  public Abreast(int most) {
    this(most, Thread.ofVirtual().name("abreast").factory());
  }

  Abreast(int most, ThreadFactory threads) {
    this.free = new Semaphore(most);
    this.threads = threads;
  }

  /// What comes of each, in this order. The last ones are begun first.
  ///
  /// Who is interrupted waits no longer for what others have begun, nor does who can start no
  /// thread; what nobody has begun by then is not done.
  ///
  /// @throws RuntimeException what the first that failed has thrown, when all have ended
  public <T> List<T> all(List<Supplier<T>> things) {
    var tasks = things.stream().map(thing -> new FutureTask<>(thing::get)).toList();
    try {
      tasks.reversed().stream().limit(Math.max(0, tasks.size() - 1)).forEach(this::begin);
      // Those that are begun already do nothing here.
      tasks.forEach(FutureTask::run);
      return ended(tasks);
    } finally {
      tasks.forEach(task -> task.cancel(false));
    }
  }

  private static <T> List<T> ended(List<FutureTask<T>> tasks) {
    var done = new ArrayList<T>();
    var failed = new ArrayList<Throwable>();
    for (var task : tasks) {
      try {
        done.add(task.get());
      } catch (ExecutionException e) {
        failed.add(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Refused.unavailable(AGAIN);
      }
    }
    failed.stream().limit(1).forEach(Abreast::fail);
    return done;
  }

  private void begin(FutureTask<?> task) {
    if (free.tryAcquire()) {
      var started = false;
      try {
        threads.newThread(() -> runAndFree(task)).start();
        started = true;
      } finally {
        if (!started) {
          free.release();
        }
      }
    }
  }

  private void runAndFree(FutureTask<?> task) {
    try {
      task.run();
    } finally {
      free.release();
    }
  }

  private static void fail(Throwable cause) {
    switch (cause) {
      case RuntimeException fault -> throw fault;
      case Error error -> throw error;
      default -> throw new IllegalStateException(cause);
    }
  }
}
