package parvis.harness;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import parvis.platform.db.Tx;

/// Requests that meet each other at a chosen place: the test holds a lock, and sees that they wait.
public final class Race {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration BREATH = Duration.ofMillis(5);

  private Race() {}

  /// Does it on another thread.
  public static <T> CompletableFuture<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
  }

  /// What came of it.
  public static <T> T ended(CompletableFuture<T> work) {
    return work.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// How many wait for a lock in this database.
  public static long waiting(Tx tx) {
    tx.list(row -> true, "select pg_stat_clear_snapshot()");
    return tx.first(
            row -> row.number("n"),
            """
            select count(*) as n from pg_stat_activity
             where wait_event_type = 'Lock' and datname = current_database()
            """)
        .orElseThrow();
  }

  public static void until(BooleanSupplier happened) {
    var deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it has not happened");
      }
      breathe();
    }
  }

  /// Between two looks at whether something happened: whoever only looks takes the core away from
  /// whom they wait for.
  public static void breathe() {
    LockSupport.parkNanos(BREATH.toNanos());
  }
}
