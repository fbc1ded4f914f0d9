package parvis.core.sync;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import parvis.base.Refused;

/// Answers that tell everything take turns: each reads all that one person has, and many at once
/// would leave nothing of the database to those who only follow.
final class Turns {
  /// Of so many connections to the database one is for whole answers.
  static final int CONNECTIONS_EACH = 3;

  /// Requests that wait for their turn.
  static final int WAITING_MAX = 1_000;

  /// How long each does: less than a request waits for a connection, so that a slow database makes
  /// them come back later instead of failing.
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /// When somebody who did not get a turn may ask again.
  static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  private final Semaphore turns;

  /// @param connections the most that there are to the database
  Turns(int connections) {
    this.turns = new Semaphore(atOnce(connections), true);
  }

  /// Whole answers that are made at the same time.
  static int atOnce(int connections) {
    return Math.max(1, connections / CONNECTIONS_EACH);
  }

  /// @throws Refused limitExceeded when the turn does not come in time
  <T> T take(Supplier<T> work) {
    if (turns.getQueueLength() >= WAITING_MAX || !comes()) {
      throw Refused.limitExceeded(TRY_AGAIN);
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private boolean comes() {
    try {
      return turns.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
