package parvis.core.sync;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  /// How long each does, for those of its account and for the others: less than a request waits for
  /// a connection, so that a slow database makes them come back later instead of failing.
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /// When somebody who did not get a turn may ask again.
  static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  /// Requests of one account that take a turn or wait for one: devices that begin together.
  static final int OF_ACCOUNT_MAX = 10;

  private final Semaphore turns;
  private final Map<Long, Line> lines = new ConcurrentHashMap<>();

  /// Those of one account, of whom one at a time may have a turn.
  private record Line(Semaphore first, int length) {
    Line with(int more) {
      return new Line(first, length + more);
    }
  }

  /// @param connections the most that there are to the database
  Turns(int connections) {
    this.turns = new Semaphore(atOnce(connections), true);
  }

  /// Whole answers that are made at the same time.
  static int atOnce(int connections) {
    return Math.max(1, connections / CONNECTIONS_EACH);
  }

  /// An account has one turn at a time, so that all of its devices together leave the others to
  /// others.
  /// @throws Refused limitExceeded when the turn does not come in time
  <T> T take(long account, Supplier<T> work) {
    var line = lines.merge(account, new Line(new Semaphore(1, true), 1), (all, _) -> all.with(1));
    try {
      if (line.length() > OF_ACCOUNT_MAX || turns.getQueueLength() >= WAITING_MAX) {
        throw tooMany();
      }
      return within(line.first(), () -> within(turns, work));
    } finally {
      lines.computeIfPresent(account, (_, all) -> all.length() == 1 ? null : all.with(-1));
    }
  }

  private static <T> T within(Semaphore places, Supplier<T> work) {
    if (!comes(places)) {
      throw tooMany();
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private static boolean comes(Semaphore places) {
    try {
      return places.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Refused tooMany() {
    return Refused.limitExceeded(TRY_AGAIN);
  }
}
