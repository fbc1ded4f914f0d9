package parvis.core.sync;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/// Lets what one person changes happen one after the other, from reading to the durable write, so
/// that nothing is lost between their devices. The lock is held while the log writes: that is what
/// it is for. A few people share one.
final class Stripes {
  private static final int LOCKS = 256;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Stripes() {
    Arrays.setAll(locks, _ -> new ReentrantLock());
  }

  /// Does the work when no other of that person is being done.
  void run(long user, Runnable work) {
    var lock = locks[Math.floorMod(user, LOCKS)];
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
