package parvis.platform.log;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import parvis.platform.db.Db;

/// The door of the log: makes prepared writes durable in groups, and tells its followers in order.
public final class Log implements AutoCloseable {
  public Log(Db db, Clock clock, RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /// Adds a follower; before [#start].
  public void follow(Follower follower) {
    throw new UnsupportedOperationException();
  }

  /// Finds the end of the log and begins to write and to follow.
  public void start() {
    throw new UnsupportedOperationException();
  }

  /// Queues a write. Writes of one room are written in the order of these calls.
  public CompletableFuture<Outcome> append(Write write) {
    throw new UnsupportedOperationException();
  }

  /// The last position that every follower has seen.
  public long applied() {
    throw new UnsupportedOperationException();
  }

  /// Waits until this node has applied a position; false when it has not in time.
  public boolean await(long pos, Duration max) {
    throw new UnsupportedOperationException();
  }

  /// The token of a position, in the present epoch.
  public Token at(long pos) {
    throw new UnsupportedOperationException();
  }

  /// The text of [#at].
  public String token(long pos) {
    return at(pos).toString();
  }

  /// The position from which the holder of a token goes on.
  public long position(Token token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
