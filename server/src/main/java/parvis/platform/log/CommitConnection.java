package parvis.platform.log;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The committer's own connection, and the process of PostgreSQL at its other end.
final class CommitConnection implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(CommitConnection.class);

  /// How long an answer may take before the connection counts as broken.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /// How long a terminated process of PostgreSQL may take to go.
  private static final Duration GONE_MAX = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private static final String SETTINGS =
      """
      select current_setting('fsync') as fsync,
             current_setting('full_page_writes') as full_page_writes,
             current_setting('synchronous_commit') as synchronous_commit""";

  private static final String BACKEND =
      """
      select pid, extract(epoch from backend_start)::text as started
        from pg_stat_activity where pid = pg_backend_pid()""";

  private static final String TERMINATE =
      """
      select pg_terminate_backend(pid)
        from pg_stat_activity where pid = ? and extract(epoch from backend_start)::text = ?""";

  private static final String KEYS =
      """
      select k.session, k.path, k.txn, k.event_id
        from unnest(?::bigint[], ?::text[], ?::text[]) as q (session, path, txn)
        join send_key k on k.session = q.session and k.path = q.path and k.txn = q.txn""";

  private static final String BATCH =
      "select first, last from log_batch where node = ? and batch = ?";

  private static final String BATCH_EVENTS =
      "select ref, room, kind from log where pos between ? and ? order by pos";

  private static final String NEXT =
      "select greatest((select last_value from log_pos), (select pos from log_counter))";

  private static final String SETTLE =
      "update log_batch set settled = true where node = ? and batch = ?";

  /// A process of PostgreSQL; its start tells it from a later one with the same number.
  record Backend(long pid, String started) {}

  private final DataSource source;
  private final Connection connection;
  private final Backend backend;
  private final CommitStatement statement;

  private CommitConnection(
      DataSource source, Connection connection, Backend backend, CommitStatement statement) {
    this.source = source;
    this.connection = connection;
    this.backend = backend;
    this.statement = statement;
  }

  /// Connects, refuses a server that does not keep what it acknowledges, and prepares the
  /// statement.
  static CommitConnection open(DataSource source, Ordering ordering) throws SQLException {
    var connection = source.getConnection();
    try {
      connection.setAutoCommit(true);
      connection.setNetworkTimeout(Runnable::run, (int) ANSWER_MAX.toMillis());
      check(connection);
      try (var settings = connection.createStatement()) {
        settings.execute("set jit = off");
        settings.execute("set plan_cache_mode = force_generic_plan");
      }
      var backend = backend(connection);
      return new CommitConnection(
          source, connection, backend, new CommitStatement(connection, ordering));
    } catch (SQLException | RuntimeException e) {
      discard(source, connection);
      throw e;
    }
  }

  private static void check(Connection connection) throws SQLException {
    try (var query = connection.createStatement();
        var row = query.executeQuery(SETTINGS)) {
      row.next();
      for (var name : List.of("fsync", "full_page_writes")) {
        if (!row.getString(name).equals("on")) {
          throw careless(name);
        }
      }
      var synchronous = row.getString("synchronous_commit");
      if (!synchronous.equals("on") && !synchronous.equals("remote_apply")) {
        throw careless("synchronous_commit");
      }
    }
  }

  private static SQLException careless(String setting) {
    return new SQLException("PostgreSQL would lose what it acknowledges: " + setting, "08004");
  }

  private static Backend backend(Connection connection) throws SQLException {
    try (var query = connection.createStatement();
        var row = query.executeQuery(BACKEND)) {
      row.next();
      return new Backend(row.getLong("pid"), row.getString("started"));
    }
  }

  Connection jdbc() {
    return connection;
  }

  Backend backend() {
    return backend;
  }

  CommitStatement.Placed run(Contents contents, long at, long node, long batch)
      throws SQLException {
    return statement.run(contents, at, node, batch);
  }

  /// Ends another process of PostgreSQL, and returns when it is gone: what it was doing is then
  /// either committed or will never be.
  void end(Backend other) throws SQLException {
    long deadline = System.nanoTime() + GONE_MAX.toNanos();
    try (var query = connection.prepareStatement(TERMINATE)) {
      query.setLong(1, other.pid());
      query.setString(2, other.started());
      while (true) {
        try (var row = query.executeQuery()) {
          if (!row.next()) {
            return;
          }
        }
        if (System.nanoTime() - deadline > 0) {
          throw new SQLException("process " + other.pid() + " of PostgreSQL does not end", "08006");
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  /// About where the next position will be.
  long nextPosition() throws SQLException {
    try (var query = connection.createStatement();
        var row = query.executeQuery(NEXT)) {
      row.next();
      return row.getLong(1);
    }
  }

  /// Which of these keys were used before, and for which events.
  Map<SendKey, String> used(List<Contents.Key> keys) throws SQLException {
    var found = new HashMap<SendKey, String>();
    try (var query = connection.prepareStatement(KEYS)) {
      var names = keys.stream().map(Contents.Key::key).toList();
      query.setObject(1, names.stream().mapToLong(SendKey::scope).toArray());
      query.setArray(2, texts(names.stream().map(SendKey::path).toArray(String[]::new)));
      query.setArray(3, texts(names.stream().map(SendKey::txn).toArray(String[]::new)));
      try (var row = query.executeQuery()) {
        while (row.next()) {
          found.put(
              new SendKey(row.getLong("session"), row.getString("path"), row.getString("txn")),
              row.getString("event_id"));
        }
      }
    }
    return found;
  }

  private Array texts(String[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }

  /// What a batch wrote that is known to be written, read back from its rows. Returns only after
  /// another write of ours was promised to stay: what lies before it in the server's journal stays
  /// then, too.
  CommitStatement.Placed written(long node, long batch) throws SQLException {
    settle(node, batch);
    long first;
    long last;
    try (var query = connection.prepareStatement(BATCH)) {
      query.setLong(1, node);
      query.setLong(2, batch);
      try (var row = query.executeQuery()) {
        row.next();
        first = row.getLong("first");
        last = row.getLong("last");
      }
    }
    return placed(first, last);
  }

  private void settle(long node, long batch) throws SQLException {
    try (var update = connection.prepareStatement(SETTLE)) {
      update.setLong(1, node);
      update.setLong(2, batch);
      update.executeUpdate();
      if (update.getWarnings() != null) {
        throw new UnsureException(update.getWarnings());
      }
    }
  }

  private CommitStatement.Placed placed(long first, long last) throws SQLException {
    Set<Long> rooms = new HashSet<>();
    long rows = 0;
    try (var query = connection.prepareStatement(BATCH_EVENTS)) {
      query.setLong(1, first);
      query.setLong(2, last);
      try (var row = query.executeQuery()) {
        while (row.next()) {
          rows++;
          if (row.getShort("kind") == LogRow.EVENT) {
            rooms.add(row.getLong("room"));
          }
        }
      }
    }
    return new CommitStatement.Placed(rows, first, last, rooms);
  }

  /// Closes the connection for good: it has settings that no other user of the pool expects.
  @Override
  public void close() {
    discard(source, connection);
  }

  private static void discard(DataSource source, Connection connection) {
    try {
      if (source instanceof HikariDataSource pool) {
        pool.evictConnection(connection);
      } else {
        connection.close();
      }
    } catch (SQLException e) {
      logger.debug("a broken connection could not be closed", e);
    }
  }
}
