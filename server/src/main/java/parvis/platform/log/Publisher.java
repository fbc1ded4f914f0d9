package parvis.platform.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.DatabaseFault;

/// The thread that tells the followers every row of the log, in order, and then answers the
/// writers.
///
/// A batch of ours is told at once when it directly follows what was told before; otherwise other
/// nodes have written in between, and their rows are read first. Positions become visible in order,
/// so whatever lies below a visible position is visible too, and what is missing there is a gap for
/// good.
final class Publisher {
  private static final Logger logger = LoggerFactory.getLogger(Publisher.class);

  /// The longest that rows of other nodes stay unseen when nothing else makes us look.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Duration AFTER_A_FAULT = Duration.ofMillis(200);

  /// How many batches may wait here before the committer does.
  private static final int WAITING_MAX = 64;

  private static final int ROWS_A_READ = 5_000;

  private final LogReader reader;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Delivery> deliveries = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Thread thread =
      Thread.ofPlatform().name("log-publisher").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final AtomicLong told = new AtomicLong();
  private volatile long applied;
  private volatile boolean stopping;
  private volatile Optional<String> trouble = Optional.empty();

  Publisher(LogReader reader) {
    this.reader = reader;
  }

  void follow(Follower follower) {
    followers.add(follower);
  }

  /// Begins after `applied`, which the followers load by themselves.
  void start(long applied) {
    this.applied = applied;
    thread.start();
  }

  long applied() {
    return applied;
  }

  /// Hears of an error that ends the thread.
  void whenDead(Thread.UncaughtExceptionHandler heard) {
    thread.setUncaughtExceptionHandler(heard);
  }

  long rows() {
    return told.get();
  }

  Optional<String> trouble() {
    return trouble;
  }

  /// Hands over a batch; waits when the followers are slow.
  void publish(Delivery delivery) {
    try {
      deliveries.put(delivery);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks for rows of other nodes now.
  void look() {
    deliveries.offer(Delivery.NOTHING);
  }

  boolean await(long pos, Duration max) {
    if (applied >= pos) {
      return true;
    }
    look();
    lock.lock();
    try {
      long left = max.toNanos();
      while (applied < pos && left > 0) {
        left = moved.awaitNanos(left);
      }
      return applied >= pos;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Tells what has been handed over, and ends.
  void stop(Duration max) {
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    look();
    try {
      thread.join(max);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping || !deliveries.isEmpty()) {
      try {
        var delivery = deliveries.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (delivery == null || delivery.equals(Delivery.NOTHING)) {
          readTo(Long.MAX_VALUE);
        } else {
          publishNow(delivery);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void publishNow(Delivery delivery) throws InterruptedException {
    var rows = delivery.rows();
    if (!rows.isEmpty()) {
      var first = rows.getFirst().pos();
      if (first > applied + 1) {
        readTo(first - 1);
      }
      tell(rows.getFirst().pos() > applied ? rows : after(applied, rows));
    }
    delivery.answers().forEach(Delivery.Answer::give);
  }

  private static List<LogRow> after(long pos, List<LogRow> rows) {
    return rows.stream().filter(r -> r.pos() > pos).toList();
  }

  /// Tells the rows that the database has up to `last`, however long it takes to reach it.
  private void readTo(long last) throws InterruptedException {
    while (!stopping) {
      try {
        var rows = reader.rows(applied, last, ROWS_A_READ);
        trouble = Optional.empty();
        tell(rows);
        if (rows.size() < ROWS_A_READ) {
          return;
        }
      } catch (DatabaseFault e) {
        if (trouble.isEmpty()) {
          logger.warn("the log cannot be read; trying again", e);
        }
        trouble = Optional.of("the log cannot be read");
        Thread.sleep(AFTER_A_FAULT);
      }
    }
  }

  /// A follower that fails ends the thread: what it has in memory lacks these rows, and nobody may
  /// read past them.
  private void tell(List<LogRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    for (var follower : followers) {
      follower.applied(rows);
    }
    told.addAndGet(rows.size());
    lock.lock();
    try {
      applied = rows.getLast().pos();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
