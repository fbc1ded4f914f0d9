package parvis.core.sync;

import java.util.List;
import parvis.platform.db.Tx;

/// What changed of things, in the log's own table of last changes, by an index for it.
final class TidingStore {
  private static final String CHANGES =
      """
      select pos, key from syncable
       where kind = 10 and "user" = 0 and room = ? and pos > ? and starts_with(key, ?)
       order by pos limit ?""";

  /// Of each thing its last change, if it was after a position.
  ///
  /// @param prefix with which the keys of a kind begin
  List<Tidings.Change> after(Tx tx, long place, long since, String prefix, int max) {
    return tx.list(
        row -> new Tidings.Change(row.number("pos"), row.text("key").substring(prefix.length())),
        CHANGES,
        place,
        since,
        prefix,
        max);
  }
}
