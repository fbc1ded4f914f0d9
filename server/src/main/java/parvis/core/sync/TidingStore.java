package parvis.core.sync;

import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// What changed of things, in the log's own table of last changes, by an index for it; and what the
/// log has not been told yet.
final class TidingStore implements UntoldStore<TidingStore.Note> {
  private static final String CHANGES =
      """
      select pos, key from syncable
       where kind = 10 and "user" = 0 and room = ? and pos > ? and starts_with(key, ?)
       order by pos limit ?""";

  private static final String NOTE =
      """
      insert into thing_untold (nid, kind, place, key, at_ms)
      values (nextval('nid'), ?, ?, ?, ?) returning nid, place, key""";

  private static final String UNTOLD =
      """
      select nid, place, key from thing_untold
       where kind = ? and at_ms < ? order by at_ms limit ?""";

  private static final String TOLD = "delete from thing_untold where nid = any(?)";

  private final String kind;

  /// @param kind of the things that are noted
  TidingStore(String kind) {
    this.kind = kind;
  }

  /// What the log is to be told.
  ///
  /// @param key as in [Tidings.Change#of]
  record Note(long nid, long place, String key) {}

  /// Of each thing its last change, if it was after a position.
  ///
  /// @param prefix with which the keys of a kind begin
  List<Tidings.Change> after(Tx tx, long place, long since, String prefix, int max) {
    return tx.list(
        row -> Tidings.Change.of(row.number("pos"), row.text("key").substring(prefix.length())),
        CHANGES,
        place,
        since,
        prefix,
        max);
  }

  Note note(Tx tx, long place, String key, long nowMs) {
    return tx.first(TidingStore::note, NOTE, kind, place, key, nowMs).orElseThrow();
  }

  private static Note note(Row row) {
    return new Note(row.number("nid"), row.number("place"), row.text("key"));
  }

  @Override
  public List<Note> untold(Tx tx, long beforeMs, int max) {
    return tx.list(TidingStore::note, UNTOLD, kind, beforeMs, max);
  }

  @Override
  public void told(Tx tx, List<Long> notes) {
    if (!notes.isEmpty()) {
      tx.run(TOLD, (Object) notes.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
