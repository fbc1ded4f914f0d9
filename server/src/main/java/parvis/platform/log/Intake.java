package parvis.platform.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parvis.base.Refused;

/// The queue before the committer: bounded, in the order of the calls.
final class Intake {
  /// How many writes and bytes may wait. About two seconds of work at full speed.
  private static final int WAITING_WRITES_MAX = 8_192;

  private static final long WAITING_BYTES_MAX = 64 << 20;

  /// How many rows and bytes go into one statement. The events that make a room may be more.
  static final int BATCH_ROWS_MAX = 256;

  static final long BATCH_BYTES_MAX = 4 << 20;

  /// When the last statement took so many writes, the next waits a moment: of those who were just
  /// answered, many come again at once, and a statement costs nearly the same for few as for many.
  static final int BUSY_WRITES = 16;

  private static final Duration GATHER = Duration.ofMillis(1);

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final Duration gather;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private long bytes;
  private int last;
  private boolean gathering;
  private boolean open = true;

  Intake() {
    this(GATHER);
  }

  /// @param gather how long a statement waits for more where there are many
  Intake(Duration gather) {
    this.gather = gather;
  }

  /// Queues a write behind all others.
  ///
  /// @throws Refused when too much waits already, or the log is not open
  void put(Pending pending) {
    lock.lock();
    try {
      if (!open || waiting.size() >= WAITING_WRITES_MAX || bytes > WAITING_BYTES_MAX) {
        throw Refused.unavailable(TRY_AGAIN);
      }
      waiting.add(pending);
      bytes += pending.bytes();
      if (!gathering || waiting.size() >= BATCH_ROWS_MAX) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// What the next statement takes: waits for the first write, and for others only where there are
  /// many. Empty once the intake is closed and nothing waits.
  List<Pending> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && open) {
        filled.awaitUninterruptibly();
      }
      if (last >= BUSY_WRITES) {
        gather();
      }
      var batch = next();
      last = batch.size();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void gather() {
    gathering = true;
    try {
      var left = gather.toNanos();
      while (waiting.size() < BATCH_ROWS_MAX && open && left > 0) {
        left = filled.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gathering = false;
    }
  }

  private List<Pending> next() {
    var batch = new ArrayList<Pending>();
    int rows = 0;
    long size = 0;
    for (var head = waiting.peek(); head != null; head = waiting.peek()) {
      rows += head.rows();
      size += head.bytes();
      if (!batch.isEmpty() && (rows > BATCH_ROWS_MAX || size > BATCH_BYTES_MAX)) {
        break;
      }
      batch.add(waiting.remove());
      bytes -= head.bytes();
    }
    return batch;
  }

  /// How many writes wait.
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Takes out everything that waits, for an answer without a statement.
  List<Pending> drain() {
    lock.lock();
    try {
      var all = new ArrayList<>(waiting);
      waiting.clear();
      bytes = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      open = false;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
