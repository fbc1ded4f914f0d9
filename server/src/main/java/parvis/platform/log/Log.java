package parvis.platform.log;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;

/// The door of the log: makes prepared writes durable in groups, and tells its followers in order.
///
/// One for each process and database. Followers are added, then it is started.
public final class Log implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Log.class);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final long NODES = 1_000_000_000_000_000L;

  private static final String USED =
      "select event_id from send_key where session = ? and path = ? and txn = ?";

  private final Db db;
  private final long node;
  private final LogReader reader;
  private final RecentKeys recent = new RecentKeys();
  private final Intake intake = new Intake();
  private final Publisher publisher;
  private final Epochs epochs;
  private final Committer committer;
  private final Upkeep upkeep;
  private volatile Optional<String> died = Optional.empty();
  private volatile Runnable whenDead = () -> {};

  /// A log in the order that PostgreSQL's advisory locks give.
  public Log(Db db, Clock clock, RandomGenerator random) {
    this(db, clock, random, Ordering.advisoryLock());
  }

  /// @param random gives this process its number
  public Log(Db db, Clock clock, RandomGenerator random, Ordering ordering) {
    this.db = db;
    this.node = random.nextLong(1, NODES);
    this.reader = new LogReader(db);
    this.publisher = new Publisher(reader);
    this.epochs = new Epochs(clock);
    this.committer =
        new Committer(db.connections(), ordering, clock, intake, publisher, epochs, recent, node);
    this.upkeep = new Upkeep(db, clock, committer, publisher, node);
    committer.whenDead(this::died);
    publisher.whenDead(this::died);
  }

  /// Adds a follower; before [#start].
  public void follow(Follower follower) {
    publisher.follow(follower);
  }

  /// Hears that the log has ended by a fault: what is in memory lacks what came after it, until the
  /// process starts anew.
  public void whenDead(Runnable heard) {
    whenDead = heard;
  }

  /// Finds the end of the log and begins to write and to follow. Followers hear of what comes after
  /// [#applied] as it is now.
  ///
  /// @throws DatabaseFault when the database cannot be reached, or does not keep what it
  /// acknowledges
  public void start() {
    try {
      publisher.start(committer.start());
      upkeep.start();
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  /// Queues a write. Writes of one room are written in the order of these calls. After a
  /// [Outcome.Moved] or [Outcome.Used] whatever was queued on top of it moves, too.
  ///
  /// The future completes on the thread that tells the followers: whoever has more to do than to
  /// wake somebody does it elsewhere. A write that the database cannot take, such as a text with a
  /// NUL in it, completes it with a `DatabaseFault`; a [SyncableWrite] in an outage with [Refused].
  ///
  /// @throws Refused when too much waits already
  public CompletableFuture<Outcome> append(Write write) {
    var pending = Pending.of(write);
    intake.put(pending);
    return pending.outcome();
  }

  /// The event that a key stands for, if it was used. For whoever would refuse a request that may
  /// be a repetition: what was allowed the first time is answered as it was then.
  public Optional<String> used(SendKey key) {
    return recent
        .event(key)
        .or(
            () ->
                db.read(
                    tx ->
                        tx.first(
                            r -> r.text("event_id"), USED, key.scope(), key.path(), key.txn())));
  }

  /// The last position that every follower of this node has seen.
  public long applied() {
    return publisher.applied();
  }

  /// A position before which all is older than a moment; 0 where that is not known.
  public long before(long atMs) {
    return upkeep.before(atMs);
  }

  /// Waits until this node has applied a position; false when it has not in time.
  public boolean await(long pos, Duration max) {
    return publisher.await(pos, max);
  }

  /// Another node has written: look now instead of within a second.
  public void hint() {
    publisher.look();
  }

  /// Rows after a position, ascending; for consumers that keep their own cursor.
  public List<LogRow> rows(long after, int max) {
    return reader.rows(after, applied(), max);
  }

  /// The token of a position, in the present epoch.
  public Token at(long pos) {
    return new Token(epochs.present(), pos);
  }

  /// The text of [#at].
  public String token(long pos) {
    return at(pos).toString();
  }

  /// The position from which the holder of a token goes on; empty for a token that is not ours.
  public OptionalLong position(Token token) {
    return epochs.position(token);
  }

  /// The number of this process, for the tail of a token.
  public long node() {
    return node;
  }

  /// Why the log does not work at the moment, for the health page.
  public Optional<String> trouble() {
    return died.or(committer::trouble).or(publisher::trouble);
  }

  /// How many writes wait for the committer.
  public int waiting() {
    return intake.waiting();
  }

  /// How many statements this node has sent since it started.
  public long batches() {
    return committer.batch();
  }

  /// How many rows its followers were told since it started.
  public long rows() {
    return publisher.rows();
  }

  /// A thread of the log that ends by itself takes the log with it: nothing is accepted that nobody
  /// would write or tell.
  private void died(Thread thread, Throwable why) {
    logger.error("{} ended, and this process with it", thread.getName(), why);
    died = Optional.of(thread.getName() + " ended");
    intake.close();
    whenDead.run();
  }

  /// Writes what is queued, tells it, and ends. What could not be known by then is never answered.
  @Override
  public void close() {
    upkeep.stop();
    committer.stop(STOP_MAX);
    publisher.stop(STOP_MAX);
  }

  /// One round of what happens each minute.
  void keepUp() {
    upkeep.once();
  }
}
