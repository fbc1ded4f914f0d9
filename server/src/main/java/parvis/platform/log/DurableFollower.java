package parvis.platform.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// A follower that reads every row of the log once, whatever is killed meanwhile: how far it has
/// read is a row of `log_consumer`, which moves in the transaction that does the work.
///
/// That row is locked while a batch is worked off, so several processes take turns and each sees
/// what the others did. It works on a thread of its own and a moment later; no writer waits for it.
/// What it was told meanwhile it has in memory, and reads of the database only what was before, or
/// too much. The log keeps what it has not read ([Upkeep]).
public final class DurableFollower implements Follower, AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(DurableFollower.class);

  /// Rows of one transaction.
  static final int ROWS_MAX = 2_000;

  /// Rows that are kept in memory until it is their turn; of more, all are read from the database.
  static final int TOLD_MAX = 4 * ROWS_MAX;

  /// Between two transactions, so that catching up leaves the database to others.
  private static final Duration BREATH = Duration.ofMillis(10);

  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);

  /// How far its place in the log may stay behind rows that are none of its business.
  private static final Duration BEHIND_MAX = Duration.ofMinutes(1);

  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  /// What it does. The functions that get a transaction change nothing but what is in it: it may be
  /// rolled back and run again.
  public interface Work {
    /// The row as it is to be worked off, empty when it is of no concern. Asked of each row when it
    /// is told, while its writers wait: what is not needed of its payload is not to be kept.
    Optional<LogRow> wanted(LogRow row);

    /// Works off wanted rows, ascending. None is left out and none comes twice.
    void take(Tx tx, List<LogRow> rows);

    /// Does a bounded piece of what is left from before the first row, when no rows wait.
    ///
    /// @return whether more is left
    default boolean rest(Tx tx) {
      return false;
    }
  }

  private record Round(long place, boolean more) {}

  /// What one transaction works off.
  ///
  /// @param rows the wanted ones above its place, up to `to`
  /// @param more whether there are others above them
  private record Piece(List<LogRow> rows, long to, boolean more) {
    /// @param found the rows above its place, at most [#ROWS_MAX]
    static Piece of(List<LogRow> found, List<LogRow> wanted, long place, long upTo) {
      var full = found.size() == ROWS_MAX;
      return new Piece(wanted, full ? found.getLast().pos() : Math.max(place, upTo), full);
    }
  }

  private final Db db;
  private final Log log;
  private final String name;
  private final Duration gather;
  private final Work work;
  private final LongSupplier nanos;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// The wanted rows in `(toldFrom, told]`, ascending.
  private final Deque<LogRow> tail = new ArrayDeque<>();

  private long toldFrom = Long.MAX_VALUE;
  private long told;
  private long wanted;
  private long asked;

  /// When it read last, or was told of something after it had read all.
  private long stirred;

  private volatile long place;
  private volatile boolean stopping;

  /// Added to the log before that is started, and started after it.
  ///
  /// @param name its row in `log_consumer`
  /// @param gather how long rows may wait for others, so that few transactions do the work
  /// @param nanos a clock that only goes forward
  public DurableFollower(
      Db db, Log log, String name, Duration gather, Work work, LongSupplier nanos) {
    this.db = db;
    this.log = log;
    this.name = name;
    this.gather = gather;
    this.work = work;
    this.nanos = nanos;
    this.thread = Thread.ofPlatform().name("log-" + name).daemon().unstarted(this::run);
  }

  /// Goes on where any process stopped; the first time, after the last row that there is.
  public void start() {
    long end = log.applied();
    db.write(tx -> Places.begin(tx, name, end));
    lock.lock();
    try {
      told = Math.max(told, end);
      wanted = told;
      stirred = nanos.getAsLong();
      toldFrom = Math.min(toldFrom, end);
    } finally {
      lock.unlock();
    }
    thread.start();
  }

  @Override
  public void applied(List<LogRow> rows) {
    var some = rows.stream().map(work::wanted).flatMap(Optional::stream).toList();
    lock.lock();
    try {
      toldFrom = Math.min(toldFrom, rows.getFirst().pos() - 1);
      told = rows.getLast().pos();
      if (!some.isEmpty()) {
        var slept = wanted <= place;
        if (slept) {
          stirred = nanos.getAsLong();
        }
        wanted = told;
        keep(some);
        if (slept || tail.size() >= ROWS_MAX) {
          changed.signalAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(List<LogRow> rows) {
    tail.addAll(rows);
    if (tail.size() > TOLD_MAX) {
      tail.clear();
      toldFrom = told;
    }
  }

  /// Waits until everything up to a position is worked off, and does not let it gather.
  ///
  /// @return whether it is, by now
  public boolean await(long pos, Duration max) {
    lock.lock();
    try {
      asked = Math.max(asked, Math.min(pos, wanted));
      changed.signalAll();
      var left = max.toNanos();
      while (place < Math.min(pos, wanted) && left > 0 && !stopping) {
        left = changed.awaitNanos(left);
      }
      return place >= Math.min(pos, wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// How many positions lie between it and the last row that it wants.
  public long behind() {
    lock.lock();
    try {
      return Math.max(0, wanted - place);
    } finally {
      lock.unlock();
    }
  }

  /// For how long it has not read anything although something waits; zero where nothing does.
  public Duration still() {
    lock.lock();
    try {
      return wanted <= place ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - stirred);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          if (round()) {
            pause(BREATH);
          } else {
            waitForRows();
          }
        } catch (RuntimeException | Error fault) {
          logger.warn("{} cannot follow the log at the moment; trying again", name, fault);
          pause(AFTER_A_FAULT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One transaction; returns whether there is more to do at once.
  private boolean round() {
    var upTo = log.applied();
    var done = db.write(tx -> work(tx, upTo));
    lock.lock();
    try {
      if (done.place() > place) {
        stirred = nanos.getAsLong();
      }
      place = done.place();
      toldFrom = Math.max(toldFrom, place);
      while (!tail.isEmpty() && tail.element().pos() <= place) {
        tail.remove();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return done.more();
  }

  private Round work(Tx tx, long upTo) {
    long from = Places.held(tx, name);
    var piece = told(from, upTo).orElseGet(() -> read(tx, from, upTo));
    if (!piece.rows().isEmpty()) {
      work.take(tx, piece.rows());
    }
    if (piece.to() > from) {
      Places.move(tx, name, piece.to());
    }
    return new Round(piece.to(), piece.more() || work.rest(tx));
  }

  /// What was told in `(from, upTo]`; empty when that is not all in memory.
  private Optional<Piece> told(long from, long upTo) {
    lock.lock();
    try {
      if (from < toldFrom) {
        return Optional.empty();
      }
      var rows =
          tail.stream()
              .filter(row -> row.pos() > from)
              .takeWhile(row -> row.pos() <= upTo)
              .limit(ROWS_MAX)
              .toList();
      return Optional.of(Piece.of(rows, rows, from, upTo));
    } finally {
      lock.unlock();
    }
  }

  private Piece read(Tx tx, long from, long upTo) {
    var rows = LogReader.rows(tx, from, upTo, ROWS_MAX);
    return Piece.of(
        rows, rows.stream().map(work::wanted).flatMap(Optional::stream).toList(), from, upTo);
  }

  /// Lets others go first, unless it is to stop.
  private void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      var left = time.toNanos();
      while (left > 0 && !stopping) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void waitForRows() throws InterruptedException {
    lock.lock();
    try {
      var behind = BEHIND_MAX.toNanos();
      while (wanted <= place && !stopping) {
        if (behind <= 0) {
          if (told > place) {
            return;
          }
          behind = BEHIND_MAX.toNanos();
        }
        behind = changed.awaitNanos(behind);
      }
      var left = gather.toNanos();
      while (asked <= place && tail.size() < ROWS_MAX && left > 0 && !stopping) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends after the transaction that runs.
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(STOP_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
