package parvis.platform.log;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;

/// What the log needs now and then: pieces ahead, an end to what is old.
final class Upkeep {
  private static final Logger logger = LoggerFactory.getLogger(Upkeep.class);

  private static final Duration EVERY = Duration.ofMinutes(1);

  /// How long rows of the log are kept, and longer while a durable consumer has not read them.
  static final Duration ROWS_KEPT = Duration.ofDays(30);

  /// How long a client may ask again for what it sent and find the same event.
  static final Duration KEYS_KEPT = Duration.ofDays(7);

  private static final Duration MARK_EVERY = Duration.ofHours(1);
  private static final Duration MARKS_KEPT = Duration.ofDays(62);
  private static final int DELETED_AT_ONCE = 10_000;

  /// Outcomes of our own statements that can still be asked for.
  private static final long BATCHES_KEPT = 1_000;

  private static final String MARK =
      """
      insert into log_mark (at, pos)
      select ?, ? where not exists (select from log_mark where at > ?)
      on conflict (at) do nothing""";

  private static final String FORGET_MARKS = "delete from log_mark where at < ?";

  private static final String FLOOR_BY_TIME =
      "select coalesce(max(pos), 0) as pos from log_mark where at <= ?";

  private static final String FLOOR_BY_CONSUMERS =
      "select coalesce(min(pos), ?) as pos from log_consumer";

  private static final String FORGET_KEYS =
      """
      delete from send_key
       where ctid = any (array(select ctid from send_key where at < ? limit ?)) and at < ?""";

  private static final String FORGET_OWN_BATCHES =
      "delete from log_batch where node = ? and batch < ?";

  private static final String FORGET_BATCHES = "delete from log_batch where node <> ? and last < ?";

  private final Db db;
  private final Clock clock;
  private final Committer committer;
  private final Publisher publisher;
  private final long node;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("log-upkeep").daemon().unstarted(this::run);

  Upkeep(Db db, Clock clock, Committer committer, Publisher publisher, long node) {
    this.db = db;
    this.clock = clock;
    this.committer = committer;
    this.publisher = publisher;
    this.node = node;
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopping.countDown();
  }

  private void run() {
    try {
      do {
        try {
          once();
        } catch (DatabaseFault e) {
          logger.warn("upkeep of the log failed; trying again in a minute", e);
        }
      } while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One round of upkeep.
  void once() {
    var now = clock.millis();
    var pos = publisher.applied();
    mark(now, pos);
    forgetKeys(now);
    var floor = floor(now, pos);
    db.write(tx -> tx.run(FORGET_OWN_BATCHES, node, committer.batch() - BATCHES_KEPT));
    db.write(tx -> tx.run(FORGET_BATCHES, node, floor));
    db.read(
        tx -> {
          try {
            Partitions.ahead(tx.connection(), pos);
            Partitions.trim(tx.connection(), floor);
            return floor;
          } catch (SQLException e) {
            throw new DatabaseFault(e);
          }
        });
  }

  private void mark(long now, long pos) {
    db.write(tx -> tx.run(MARK, now, pos, now - MARK_EVERY.toMillis()));
    db.write(tx -> tx.run(FORGET_MARKS, now - MARKS_KEPT.toMillis()));
  }

  /// Everything below may go: it is old, and every durable consumer has read it.
  private long floor(long now, long pos) {
    var old = before(now - ROWS_KEPT.toMillis());
    var slowest =
        db.read(tx -> tx.first(r -> r.number("pos"), FLOOR_BY_CONSUMERS, pos)).orElse(pos);
    if (slowest < old) {
      logger.error("a consumer of the log stands at {} and keeps rows older than 30 days", slowest);
    }
    return Math.min(old, slowest);
  }

  /// A position before which all is older than a moment.
  long before(long atMs) {
    return db.read(tx -> tx.first(r -> r.number("pos"), FLOOR_BY_TIME, atMs).orElse(0L));
  }

  private void forgetKeys(long now) {
    var before = now - KEYS_KEPT.toMillis();
    int deleted;
    do {
      deleted = db.write(tx -> tx.run(FORGET_KEYS, before, DELETED_AT_ONCE, before));
    } while (deleted == DELETED_AT_ONCE && stopping.getCount() > 0);
  }
}
