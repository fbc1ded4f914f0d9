package parvis.platform.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The histories of this database, of which the last is the present one.
///
/// A database that was promoted, restored or copied may have lost the end of the history that some
/// tokens speak of, and will give the same positions to other rows. So each such change begins an
/// epoch: its number is the second in which it was first seen, so that two restores of one backup
/// do not share a number, and its fork is the last position that it has in common with what was
/// before. Positions begin anew far above anything the lost end can have reached.
///
/// The change shows in the system identifier, the timeline and the database's own number. Where a
/// server does not tell them, the epoch that is stored stays.
final class Epochs {
  private static final Logger logger = LoggerFactory.getLogger(Epochs.class);

  /// More positions, and more blocks of nids, than a history can lose.
  private static final long JUMP = 1_000_000;

  private static final String IDENTITY =
      """
      select (select system_identifier::text from pg_control_system()) as system_identifier,
             ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint as timeline,
             (select oid::bigint from pg_database where datname = current_database()) as database""";

  private static final String LOCK =
      "select pg_advisory_xact_lock(" + Ordering.AdvisoryLock.NUMBER + ")";

  private static final String LOCK_COUNTER = "select pos from log_counter for update";

  private static final String ALL =
      "select number, system_identifier, timeline, database, fork from epoch order by number";

  private static final String ADD =
      """
      insert into epoch (number, system_identifier, timeline, database, fork)
      values (?, ?, ?, ?, ?)""";

  private static final String IDENTIFY =
      "update epoch set system_identifier = ?, timeline = ?, database = ? where number = ?";

  private static final String END = "select coalesce(max(pos), 0) as pos from log";

  private static final String JUMP_ALL =
      """
      select setval('log_pos', greatest((select last_value from log_pos), ?) + ?),
             setval('nid', (select last_value from nid) + ? * 1000)""";

  private static final String RAISE_COUNTER =
      "update log_counter set pos = (select last_value from log_pos) where pos < ?";

  private final Clock clock;
  private volatile List<Epoch> known = List.of();

  /// Where a history of the database comes from; an empty identifier when the server does not tell.
  private record Origin(String systemIdentifier, long timeline, long database) {
    static final Origin UNKNOWN = new Origin("", 0, 0);
  }

  private record Epoch(long number, Origin origin, long fork) {}

  Epochs(Clock clock) {
    this.clock = clock;
  }

  /// Finds the present epoch, or begins it; the last position of the log.
  ///
  /// Nobody can commit meanwhile: a position of the new epoch is not given before its row is there.
  long establish(Connection connection) throws SQLException {
    var origin = origin(connection);
    connection.setAutoCommit(false);
    try {
      var end = establish(connection, origin);
      connection.commit();
      return end;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private long establish(Connection connection, Origin origin) throws SQLException {
    number(connection, "select 1 from (" + LOCK + ") l");
    number(connection, LOCK_COUNTER);
    var epochs = load(connection);
    var end = number(connection, END);
    if (epochs.isEmpty()) {
      add(connection, new Epoch(clock.instant().getEpochSecond(), origin, end));
    } else if (epochs.getLast().origin().equals(Origin.UNKNOWN) && !origin.equals(Origin.UNKNOWN)) {
      identify(connection, epochs.getLast().number(), origin);
    } else if (!origin.equals(Origin.UNKNOWN) && !epochs.getLast().origin().equals(origin)) {
      fork(connection, epochs.getLast(), origin, end);
    }
    known = load(connection);
    return Math.max(end, raise(connection, end));
  }

  private void fork(Connection connection, Epoch before, Origin origin, long end)
      throws SQLException {
    var number = Math.max(before.number() + 1, clock.instant().getEpochSecond());
    logger.warn("the database was promoted, restored or copied: epoch {} at {}", number, end);
    add(connection, new Epoch(number, origin, end));
    try (var jump = connection.prepareStatement(JUMP_ALL)) {
      jump.setLong(1, end);
      jump.setLong(2, JUMP);
      jump.setLong(3, JUMP);
      jump.executeQuery().close();
    }
    try (var raise = connection.prepareStatement(RAISE_COUNTER)) {
      raise.setLong(1, Long.MAX_VALUE);
      raise.executeUpdate();
    }
  }

  /// Brings a counter that was never used behind a log that the sequence has ordered so far.
  private static long raise(Connection connection, long end) throws SQLException {
    try (var raise = connection.prepareStatement(RAISE_COUNTER)) {
      raise.setLong(1, end);
      raise.executeUpdate();
    }
    return end;
  }

  private static Origin origin(Connection connection) {
    try (var query = connection.createStatement();
        var row = query.executeQuery(IDENTITY)) {
      row.next();
      return new Origin(
          row.getString("system_identifier"), row.getLong("timeline"), row.getLong("database"));
    } catch (SQLException e) {
      logger.info(
          "this server does not tell its timeline ({}); the stored epoch stays", e.getSQLState());
      return Origin.UNKNOWN;
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Epoch> load(Connection connection) throws SQLException {
    var epochs = new ArrayList<Epoch>();
    try (var query = connection.createStatement();
        var row = query.executeQuery(ALL)) {
      while (row.next()) {
        var origin =
            new Origin(
                row.getString("system_identifier"),
                row.getLong("timeline"),
                row.getLong("database"));
        epochs.add(new Epoch(row.getLong("number"), origin, row.getLong("fork")));
      }
    }
    return List.copyOf(epochs);
  }

  private static void add(Connection connection, Epoch epoch) throws SQLException {
    try (var insert = connection.prepareStatement(ADD)) {
      insert.setLong(1, epoch.number());
      insert.setString(2, epoch.origin().systemIdentifier());
      insert.setLong(3, epoch.origin().timeline());
      insert.setLong(4, epoch.origin().database());
      insert.setLong(5, epoch.fork());
      insert.executeUpdate();
    }
  }

  private static void identify(Connection connection, long number, Origin origin)
      throws SQLException {
    try (var update = connection.prepareStatement(IDENTIFY)) {
      update.setString(1, origin.systemIdentifier());
      update.setLong(2, origin.timeline());
      update.setLong(3, origin.database());
      update.setLong(4, number);
      update.executeUpdate();
    }
  }

  /// The number of the present epoch.
  long present() {
    return known.getLast().number();
  }

  /// Where the present epoch forked from what was before.
  long fork() {
    return known.getLast().fork();
  }

  /// The position from which the holder of a token goes on: its own, unless a later epoch forked
  /// before it. Rows may come twice then; none is skipped. Empty for a token of an epoch to come.
  OptionalLong position(Token token) {
    if (token.epoch() > present()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        known.stream()
            .filter(e -> e.number() > token.epoch())
            .mapToLong(Epoch::fork)
            .reduce(token.pos(), Math::min));
  }
}
