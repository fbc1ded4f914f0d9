package parvis.platform.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The pieces of the log: made ahead of its end, dropped behind its floor.
///
/// A piece is attached and detached in ways that never lock out a reader or the committer.
final class Partitions {
  /// Positions in one piece: about an hour at full speed, years in a town hall.
  static final long POSITIONS = 1_000_000;

  /// Pieces that are ready beyond the one being written.
  private static final int AHEAD = 2;

  /// Makes nodes take turns: "parvispt" in ASCII.
  private static final String LOCK = "select pg_advisory_xact_lock(" + 0x7061727669737074L + ")";

  private static final String ATTACHED =
      """
      select c.relname, i.inhdetachpending
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'log'::regclass
       order by c.relname""";

  private static final String LOOSE =
      """
      select c.relname
        from pg_class c
       where c.relkind = 'r' and c.relname ~ '^log_[0-9]+$'
         and c.relnamespace = (select relnamespace from pg_class where oid = 'log'::regclass)
         and not exists (select from pg_inherits i where i.inhrelid = c.oid)""";

  private Partitions() {}

  /// Makes the pieces that a log ending at `pos` will need next.
  static void ahead(Connection connection, long pos) throws SQLException {
    if (attached(connection).containsAll(wanted(pos))) {
      return;
    }
    connection.setAutoCommit(false);
    try {
      run(connection, LOCK);
      var attached = attached(connection);
      for (var low : wanted(pos)) {
        if (!attached.contains(low)) {
          add(connection, low);
        }
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static List<Long> wanted(long pos) {
    var first = pos - pos % POSITIONS;
    var lows = new ArrayList<Long>();
    for (int i = 0; i <= AHEAD; i++) {
      lows.add(first + i * POSITIONS);
    }
    return lows;
  }

  private static void add(Connection connection, long low) throws SQLException {
    run(
        connection,
        "create table if not exists log_%d (like log including indexes)".formatted(low));
    run(
        connection,
        "alter table log attach partition log_%d for values from (%d) to (%d)"
            .formatted(low, low, low + POSITIONS));
  }

  /// Drops the pieces that lie below `floor` as a whole. What an earlier try left half done is
  /// finished first.
  static void trim(Connection connection, long floor) throws SQLException {
    for (var name : names(connection, ATTACHED, true)) {
      run(connection, "alter table log detach partition " + name + " finalize");
    }
    for (var low : attached(connection)) {
      if (low + POSITIONS <= floor) {
        run(connection, "alter table log detach partition log_%d concurrently".formatted(low));
      }
    }
    for (var name : names(connection, LOOSE, false)) {
      if (low(name) + POSITIONS <= floor) {
        run(connection, "drop table " + name);
      }
    }
  }

  static List<Long> attached(Connection connection) throws SQLException {
    return names(connection, ATTACHED, false).stream().map(Partitions::low).sorted().toList();
  }

  private static long low(String name) {
    return Long.parseLong(name.substring("log_".length()));
  }

  private static List<String> names(Connection connection, String query, boolean pending)
      throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      while (row.next()) {
        if (!pending || row.getBoolean("inhdetachpending")) {
          names.add(row.getString("relname"));
        }
      }
    }
    return names;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
