package parvis.suite.tasks;

import java.util.List;
import parvis.platform.db.Tx;

/// What changed in the spaces of somebody, as the log has it.
final class WorkStore {
  /// The log's own table of last changes, by an index for it.
  private static final String CHANGES =
      """
      select room, key from syncable
       where kind = 9 and "user" = 0 and room = any(?) and pos > ? order by pos limit ?""";

  /// That something changed in a space.
  ///
  /// @param key as in [Note]
  record Change(long space, String key) {}

  /// What changed in some spaces after a position.
  List<Change> changes(Tx tx, long[] spaces, long since, int max) {
    return tx.list(
        row -> new Change(row.number("room"), row.text("key")), CHANGES, spaces, since, max);
  }
}
