package parvis.platform.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/// The door to the database: plain SQL, run on a pooled connection.
///
/// Calls block and are meant for virtual threads. A function given to `write` or `snapshot` may run
/// again when PostgreSQL chose its transaction as the victim of a deadlock, so it changes nothing
/// but the database. Never wait for anything else inside one: the connection is held all the while.
/// Least of all for another connection: when all are held by threads that want one more, nobody
/// goes on. So a call inside the function of another is refused.
public final class Db {
  /// How often a transaction that lost a deadlock is tried before the caller is told.
  private static final int ATTEMPTS_MAX = 4;

  private final DataSource connections;

  /// Set while this thread holds a connection.
  private final ThreadLocal<Boolean> holding = new ThreadLocal<>();

  public Db(DataSource connections) {
    this.connections = connections;
  }

  /// Runs statements that change nothing; each sees what is committed when it starts.
  public <T> T read(Function<Tx, T> work) {
    return holding(connection -> work.apply(new Tx(connection, false)));
  }

  /// Runs statements that change nothing and all see the same moment.
  public <T> T snapshot(Function<Tx, T> work) {
    return attempt(work, Connection.TRANSACTION_REPEATABLE_READ);
  }

  /// Runs statements that become durable together, or not at all when the function throws.
  public <T> T write(Function<Tx, T> work) {
    return attempt(work, Connection.TRANSACTION_READ_COMMITTED);
  }

  /// The pool itself, for who keeps a connection of its own (the log's writer).
  public DataSource connections() {
    return connections;
  }

  private <T> T attempt(Function<Tx, T> work, int isolation) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction(work, isolation);
      } catch (DatabaseFault e) {
        if (!e.worthTryingAgain() || attempt == ATTEMPTS_MAX) throw e;
      }
    }
  }

  private <T> T transaction(Function<Tx, T> work, int isolation) {
    boolean snapshot = isolation == Connection.TRANSACTION_REPEATABLE_READ;
    return holding(
        connection -> {
          if (snapshot) connection.setTransactionIsolation(isolation);
          connection.setAutoCommit(false);
          try {
            Tx tx = new Tx(connection, !snapshot);
            T result = work.apply(tx);
            tx.commit();
            return result;
          } catch (Throwable e) {
            rollBack(connection, e);
            throw e;
          }
        });
  }

  @FunctionalInterface
  private interface Held<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T holding(Held<T> work) {
    if (holding.get() != null) {
      throw new IllegalStateException("this thread holds a connection: use its Tx");
    }
    holding.set(true);
    try (Connection connection = connections.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    } finally {
      holding.remove();
    }
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
