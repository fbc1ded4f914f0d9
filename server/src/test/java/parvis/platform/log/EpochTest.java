package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import parvis.harness.TestDatabase;

class EpochTest {

  @Test
  void aHistoryThatForkedTakesOlderTokensBackToTheFork() {
    var db = TestDatabase.fresh();
    Token lost;
    Token kept;
    long fork;
    try (var before = new LogWorld(db)) {
      var room = before.room();
      kept = before.log.at(position(before.outcome(before.message(room, 0, "kept", null))));
      fork = position(before.outcome(before.message(room, 1, "last", null)));
      lost = new Token(kept.epoch(), fork + 500);
    }
    db.write(tx -> tx.run("update epoch set timeline = timeline + 1"));
    try (var after = new LogWorld(db)) {
      assertThat(after.log.at(0).epoch()).isGreaterThan(kept.epoch());
      assertThat(after.log.position(kept)).hasValue(kept.pos());
      assertThat(after.log.position(lost)).hasValue(fork);
      var pos = position(after.outcome(after.message(after.room(), 0, "new", null)));
      assertThat(pos).isGreaterThan(fork + 1_000_000);
      assertThat(after.seen().getLast().payload()).isEqualTo("new");
      assertThat(after.log.position(after.log.at(pos))).hasValue(pos);
      assertThat(after.log.position(new Token(after.log.at(0).epoch() + 1, 3))).isEmpty();
    }
  }

  @Test
  void theSameHistoryKeepsItsEpoch() {
    var db = TestDatabase.fresh();
    Token first;
    try (var world = new LogWorld(db)) {
      first = world.log.at(5);
    }
    try (var world = new LogWorld(db)) {
      assertThat(world.log.at(5)).isEqualTo(first);
    }
  }

  @Test
  void aServerThatTellsNothingKeepsTheStoredEpoch() throws SQLException {
    var address = Address.of(TestDatabase.freshUrl());
    try (var connection = address.connect()) {
      new Epochs(Clock.systemUTC()).establish(connection);
      for (var sql :
          List.of(
              "revoke execute on function pg_control_system() from public",
              "create role ordinary",
              "grant all on all tables in schema public to ordinary",
              "grant all on all sequences in schema public to ordinary",
              "set role ordinary")) {
        run(connection, sql);
      }
      var epochs = new Epochs(Clock.systemUTC());
      epochs.establish(connection);
      assertThat(count(connection)).isEqualTo(1);
      run(connection, "reset role");
      run(connection, "drop owned by ordinary");
      run(connection, "drop role ordinary");
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from epoch")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long position(Outcome outcome) {
    return ((Outcome.Written) outcome).last();
  }
}
