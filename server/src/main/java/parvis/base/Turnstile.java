package parvis.base;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Work of which so much is done at a time; the rest waits, and goes away when it waits too long.
public final class Turnstile {
  private final Semaphore turns;
  private final Duration waitMax;

  public Turnstile(int atOnce, Duration waitMax) {
    this.turns = new Semaphore(atOnce, true);
    this.waitMax = waitMax;
  }

  /// Does it when there is a turn for it.
  ///
  /// @throws Refused noTurn when none comes in time
  public <T> T in(Supplier<T> work) {
    try {
      if (!turns.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Refused.noTurn(waitMax);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refused.unavailable(waitMax);
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
