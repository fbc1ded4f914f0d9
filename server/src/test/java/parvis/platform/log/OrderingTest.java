package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.harness.TestDatabase;

/// The contract of [Ordering]: whoever follows the log by position skips nothing and sees nothing
/// twice, whatever eight writers in two processes do, with rollbacks and an old snapshot open.
@Order(5)
class OrderingTest {
  private static final int ROWS_A_STATEMENT = 50;

  /// Of each of eight writers; some of them are rolled back.
  private static final int STATEMENTS = 270;

  /// On the oldest PostgreSQL: what is asked there is whether its locks mean the same.
  private static final int STATEMENTS_OLDEST = 60;

  private static final int STATEMENTS_LONG = 5_400;

  @Test
  void positionsOfTheAdvisoryLockBecomeVisibleInOrder() throws Exception {
    holds("advisory lock", TestDatabase.freshUrl());
  }

  @Test
  void positionsOfTheCounterRowBecomeVisibleInOrder() throws Exception {
    holds("counter row", TestDatabase.freshUrl());
  }

  @Test
  void positionsOfTheAdvisoryLockBecomeVisibleInOrderOnTheOldestPostgres() throws Exception {
    holds("advisory lock", TestDatabase.oldestFreshUrl(), STATEMENTS_OLDEST);
  }

  @Test
  void positionsOfTheCounterRowBecomeVisibleInOrderOnTheOldestPostgres() throws Exception {
    holds("counter row", TestDatabase.oldestFreshUrl(), STATEMENTS_OLDEST);
  }

  @Test
  void aPlainSequenceBreaksTheContract() throws Exception {
    var followed = follow("plain sequence", TestDatabase.freshUrl(), 60);
    assertThat(followed.skipped()).isPositive();
  }

  @Test
  @Tag("long")
  @Timeout(1_800)
  void positionsBecomeVisibleInOrderFourMillionTimes() throws Exception {
    holds("advisory lock", TestDatabase.freshUrl(), STATEMENTS_LONG);
    holds("counter row", TestDatabase.freshUrl(), STATEMENTS_LONG);
  }

  private static void holds(String ordering, String url) throws Exception {
    holds(ordering, url, STATEMENTS);
  }

  private static void holds(String ordering, String url, int statements) throws Exception {
    var followed = follow(ordering, url, statements);
    assertThat(followed.written()).isGreaterThan(statements * 380L);
    assertThat(followed.skipped()).isZero();
    assertThat(followed.twice()).isZero();
  }

  private record Followed(long written, long seen, long twice) {
    long skipped() {
      return written - seen;
    }
  }

  private static Followed follow(String ordering, String url, int statements) throws Exception {
    var address = Address.of(url);
    try (var connection = address.connect();
        var old = address.connect();
        var threads = Executors.newCachedThreadPool()) {
      makeRooms(connection);
      makePieces(connection, 8L * statements * ROWS_A_STATEMENT);
      openSnapshot(old);
      var writing = new AtomicBoolean(true);
      var reader = threads.submit(reader(connection, writing));
      long begun = System.nanoTime();
      var other =
          address.java(
              OrderingWriters.class, ordering, "5", "" + statements, "" + ROWS_A_STATEMENT);
      try {
        OrderingWriters.write(
            address, OrderingWriters.ordering(ordering), 1, statements, ROWS_A_STATEMENT);
        assertThat(other.waitFor()).isZero();
      } finally {
        other.destroyForcibly();
        writing.set(false);
      }
      var seconds = (System.nanoTime() - begun) / 1e9;
      var result = reader.get();
      System.out.printf(
          "%s: %,d rows in %.1f s, %,d skipped, %,d twice%n",
          ordering, result.written(), seconds, result.skipped(), result.twice());
      return result;
    }
  }

  private static void makeRooms(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "insert into room (nid, room_id, version_id) select n, '!' || n, '12'"
              + " from generate_series(1, 8) n");
    }
  }

  /// The writers stand for committers, beside which a node makes the pieces ahead of the end.
  private static void makePieces(Connection connection, long rows) throws SQLException {
    for (long pos = 0; pos <= rows; pos += Partitions.POSITIONS) {
      Partitions.ahead(connection, pos);
    }
  }

  private static void openSnapshot(Connection old) throws SQLException {
    old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    old.setAutoCommit(false);
    try (var statement = old.createStatement()) {
      statement.executeQuery("select count(*) from log").close();
    }
  }

  /// Follows as a node does: remembers the last position and asks for what comes after it.
  private static Callable<Followed> reader(Connection connection, AtomicBoolean writing) {
    return () -> {
      Set<Long> seen = new HashSet<>();
      long twice = 0;
      long last = 0;
      try (var next =
          connection.prepareStatement(
              "select pos, ref from log where pos > ? order by pos limit 5000")) {
        while (true) {
          var wasWriting = writing.get();
          long rows = 0;
          next.setLong(1, last);
          try (var row = next.executeQuery()) {
            while (row.next()) {
              last = row.getLong(1);
              rows++;
              twice += seen.add(row.getLong(2)) ? 0 : 1;
            }
          }
          if (!wasWriting && rows == 0) {
            return new Followed(count(connection), seen.size(), twice);
          }
        }
      }
    };
  }

  private static long count(Connection connection) throws SQLException {
    try (PreparedStatement all = connection.prepareStatement("select count(*) from log");
        var row = all.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
