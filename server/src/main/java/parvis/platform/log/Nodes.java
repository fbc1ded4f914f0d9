package parvis.platform.log;

import java.sql.Connection;
import java.sql.SQLException;
import parvis.platform.db.Tx;

/// Which processes live: each holds a lock of its number by its committer's connection, and
/// PostgreSQL lets go of it however the process ends.
///
/// A node whose connection broke seems gone until it has made another one: whoever takes over what
/// it was doing leaves it a way to notice.
public final class Nodes {
  private Nodes() {}

  /// Says by this connection that a node lives. The one that said so before is gone.
  static void hold(Connection connection, long node) throws SQLException {
    try (var lock = connection.prepareStatement("select pg_advisory_lock(?)")) {
      lock.setLong(1, key(node));
      lock.execute();
    }
  }

  /// Whether a node is gone; if so, nobody else finds it gone until the transaction ends.
  ///
  /// @param node see [Log#node]
  public static boolean isGone(Tx tx, long node) {
    return tx.first(
            row -> row.bool("gone"), "select pg_try_advisory_xact_lock(?) as gone", key(node))
        .orElseThrow();
  }

  /// The other locks of the log have numbers above 0.
  private static long key(long node) {
    return -node;
  }
}
