package parvis.platform.log;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.platform.db.DatabaseFault;

/// The thread that writes: it takes what has queued up, makes it durable in one statement, and
/// hands the result to the publisher while it takes what queued up meanwhile.
///
/// Each statement carries a number of its own, and the number becomes a row of `log_batch` with it.
/// So there is no doubt that asking again cannot clear: the same bytes sent again are either
/// written, or refused because the number is there. Until that is known, nobody is answered.
final class Committer {
  private static final Logger logger = LoggerFactory.getLogger(Committer.class);

  /// How often a statement that was surely not written is sent again before its writers are
  /// refused.
  private static final int TRIES_MAX = 12;

  private static final Duration PAUSE_FIRST = Duration.ofMillis(10);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

  /// After so many pauses an outage is no hiccup: whoever queues up is sent away at once.
  private static final int OUTAGE_AFTER = 6;

  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private final DataSource source;
  private final Ordering ordering;
  private final Clock clock;
  private final Intake intake;
  private final Publisher publisher;
  private final Epochs epochs;
  private final RecentKeys recent;
  private final DroppedTips dropped = new DroppedTips();
  private final long node;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("log-committer").daemon().unstarted(this::run);
  private volatile long batch;
  private volatile Optional<String> trouble = Optional.empty();
  private @Nullable CommitConnection connection;
  private CommitConnection.@Nullable Backend old;

  Committer(
      DataSource source,
      Ordering ordering,
      Clock clock,
      Intake intake,
      Publisher publisher,
      Epochs epochs,
      RecentKeys recent,
      long node) {
    this.source = source;
    this.ordering = ordering;
    this.clock = clock;
    this.intake = intake;
    this.publisher = publisher;
    this.epochs = epochs;
    this.recent = recent;
    this.node = node;
  }

  /// What a statement came to.
  private sealed interface Result {
    record Written(CommitStatement.Placed placed) implements Result {}

    record KeysUsed() implements Result {}

    /// Surely not written.
    record Failed(SQLException cause, boolean lasting) implements Result {}

    /// The log ends before it could be known.
    record Abandoned() implements Result {}
  }

  /// Connects; the last position of the log.
  long start() throws SQLException {
    var opened = CommitConnection.open(source, ordering);
    connection = opened;
    var end = epochs.establish(opened.jdbc());
    Nodes.hold(opened.jdbc(), node);
    Partitions.ahead(opened.jdbc(), end);
    thread.start();
    return end;
  }

  /// Hears of an error that ends the thread.
  void whenDead(Thread.UncaughtExceptionHandler heard) {
    thread.setUncaughtExceptionHandler(heard);
  }

  Optional<String> trouble() {
    return trouble;
  }

  /// The number of the last statement.
  long batch() {
    return batch;
  }

  /// Writes what has queued up, and ends.
  void stop(Duration max) {
    intake.close();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!thread.join(max)) {
        stopping.countDown();
        thread.join(max);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (var taken = intake.take(); !taken.isEmpty(); taken = intake.take()) {
      try {
        commit(taken);
      } catch (RuntimeException e) {
        logger.error("a batch of the log failed", e);
        taken.forEach(p -> p.outcome().completeExceptionally(e));
      }
    }
    if (connection != null) {
      connection.close();
    }
  }

  private void commit(List<Pending> pendings) {
    while (true) {
      var chosen = new Batch(pendings, dropped, recent);
      var contents = chosen.contents();
      if (contents.isEmpty()) {
        publisher.publish(chosen.settle(contents, NOTHING));
        return;
      }
      switch (write(contents)) {
        case Result.Written(var placed) -> {
          publisher.publish(chosen.settle(contents, placed));
          return;
        }
        case Result.KeysUsed() -> {} // chosen anew, now that those keys are known
        case Result.Failed(var cause, var lasting) -> {
          fail(pendings, chosen, cause, lasting);
          return;
        }
        case Result.Abandoned() -> {
          return;
        }
      }
    }
  }

  private static final CommitStatement.Placed NOTHING =
      new CommitStatement.Placed(0, 0, 0, Set.of());

  /// One write that the database cannot take must not bring down the others: they are written in
  /// halves until it is alone, and only it fails.
  private void fail(List<Pending> pendings, Batch chosen, SQLException cause, boolean lasting) {
    if (lasting && pendings.size() > 1) {
      var middle = pendings.size() / 2;
      commit(pendings.subList(0, middle));
      commit(pendings.subList(middle, pendings.size()));
      return;
    }
    logger.error("the log could not be written", cause);
    if (lasting) {
      chosen.drop();
      pendings.forEach(p -> p.outcome().completeExceptionally(new DatabaseFault(cause)));
    } else {
      sendAway(pendings);
    }
  }

  /// Answers without having written: rooms learn that they moved back to what is durable, everybody
  /// else that we are not available.
  private void sendAway(List<Pending> pendings) {
    publisher.publish(new Batch(pendings, dropped, recent).drop());
    for (var pending : pendings) {
      if (pending.write() instanceof SyncableWrite) {
        pending.outcome().completeExceptionally(Refused.unavailable(TRY_AGAIN));
      }
    }
  }

  /// Sends one statement until it is known whether it is written.
  private Result write(Contents contents) {
    long number = batch + 1;
    batch = number;
    boolean unsure = false;
    for (int attempt = 1; ; attempt++) {
      try {
        var placed = connected().run(contents, clock.millis(), node, number);
        trouble = Optional.empty();
        return new Result.Written(placed);
      } catch (SQLException e) {
        var failure = Failure.of(e);
        unsure |= failure == Failure.UNSURE;
        var result = resolve(e, failure, contents);
        if (result.isPresent()) {
          trouble = Optional.empty();
          return result.get();
        }
        if (!unsure && attempt >= TRIES_MAX) {
          return new Result.Failed(e, false);
        }
        if (!pause(attempt, e)) {
          return new Result.Abandoned();
        }
      }
    }
  }

  /// What an error comes to; empty when the statement is to be sent again.
  private Optional<Result> resolve(SQLException error, Failure failure, Contents contents) {
    try {
      return switch (failure) {
        case LASTING -> Optional.of(new Result.Failed(error, true));
        case WRITTEN_BEFORE -> Optional.of(new Result.Written(connected().written(node, batch)));
        case KEY_USED -> {
          connected().used(contents.keys()).forEach(recent::add);
          yield Optional.of(new Result.KeysUsed());
        }
        case NO_PARTITION -> {
          Partitions.ahead(connected().jdbc(), connected().nextPosition());
          yield Optional.empty();
        }
        case PASSING -> Optional.empty();
        case UNSURE -> {
          disconnect();
          yield Optional.empty();
        }
      };
    } catch (SQLException e) {
      error.addSuppressed(e);
      if (Failure.of(e) == Failure.UNSURE) {
        disconnect();
      }
      return Optional.empty();
    }
  }

  /// Leaves a connection behind whose last statement may still be running.
  private void disconnect() {
    if (connection != null) {
      old = connection.backend();
      connection.close();
      connection = null;
    }
  }

  /// The connection, made anew if the last one broke. The process that served the last one is ended
  /// first: two of ours must never be at work.
  private CommitConnection connected() throws SQLException {
    if (connection != null) {
      return connection;
    }
    var opened = CommitConnection.open(source, ordering);
    try {
      if (old != null) {
        opened.end(old);
        old = null;
      }
      var end = epochs.establish(opened.jdbc());
      Nodes.hold(opened.jdbc(), node);
      if (end < publisher.applied()) {
        throw new SQLException("the database has lost rows that were told: restart", "08004");
      }
      Partitions.ahead(opened.jdbc(), end);
    } catch (SQLException | RuntimeException e) {
      opened.close();
      throw e;
    }
    connection = opened;
    return opened;
  }

  /// Waits longer each time; false when the log ends meanwhile.
  private boolean pause(int attempt, SQLException reason) {
    if (attempt == 1) {
      logger.warn("the log is not written; trying again ({})", reason.getMessage());
    }
    trouble = Optional.of("the log is not written: " + reason.getSQLState());
    if (attempt >= OUTAGE_AFTER) {
      var waiting = intake.drain();
      if (!waiting.isEmpty()) {
        sendAway(waiting);
      }
    }
    var pause = PAUSE_FIRST.multipliedBy(1L << Math.min(attempt - 1, 10));
    var nanos = Math.min(pause.toNanos(), PAUSE_MAX.toNanos());
    try {
      return !stopping.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }
}
