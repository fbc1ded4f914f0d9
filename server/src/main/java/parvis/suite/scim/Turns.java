package parvis.suite.scim;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import parvis.base.Refused;

/// How many requests of one directory are answered at once: an answer may tell of very many people,
/// and what is asked for meanwhile is not to fill the memory.
final class Turns {
  static final int AT_ONCE_MAX = 8;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /// By the organisation, of which there are few.
  private final ConcurrentHashMap<Long, Semaphore> all = new ConcurrentHashMap<>();

  /// @throws Refused limitExceeded when it is nobody's turn
  <T> T within(long organisation, Supplier<T> work) {
    var turns = all.computeIfAbsent(organisation, _ -> new Semaphore(AT_ONCE_MAX));
    if (!turns.tryAcquire()) {
      throw Refused.limitExceeded(AGAIN);
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
