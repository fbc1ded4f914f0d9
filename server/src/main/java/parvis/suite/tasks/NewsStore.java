package parvis.suite.tasks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// What changed of boards, as the log has it, and what it has not been told yet.
final class NewsStore {
  /// The log's own table of last changes, by an index for it.
  private static final String CHANGES =
      """
      select pos, key from syncable
       where kind = 9 and "user" = 0 and room = ? and pos > ? order by pos limit ?""";

  private static final String GONE = "select id, own from task_gone where id = any(?)";

  private static final String NOTE_UNTOLD =
      """
      insert into task_untold (nid, space, key, at_ms)
      values (nextval('nid'), ?, ?, ?) returning nid, space, key""";

  /// The same, and what programs of others are told: one that is removed meanwhile is told nothing.
  private static final String NOTE_ALL =
      """
      with hooked as (
        insert into task_delivery (nid, hook, key, version, at_ms)
        select nextval('nid'), nid, ?, ?, ? from task_hook
         where space = ? and not paused and (kinds = '{}' or ? = any(kinds)) for key share)
      """
          + NOTE_UNTOLD;

  private static final String UNTOLD =
      "select nid, space, key from task_untold where at_ms < ? order by at_ms limit ?";

  private static final String TOLD = "delete from task_untold where nid = any(?)";

  /// What changed of a board after a position, of each thing its last change.
  List<News.Change> changes(Tx tx, long space, long since, int max) {
    return tx.list(
        row -> new News.Change(row.number("pos"), row.text("key")), CHANGES, space, since, max);
  }

  /// Those of these ids that are gone, and whose own they were.
  Map<String, Set<String>> gone(Tx tx, Collection<String> ids) {
    var gone = new HashMap<String, Set<String>>();
    tx.list(
        row -> gone.put(row.text("id"), Set.copyOf(row.texts("own"))),
        GONE,
        (Object) ids.toArray(String[]::new));
    return gone;
  }

  /// Notes what the log is to be told, and programs of others.
  ///
  /// @param version 0: it is gone
  Note note(Tx tx, long space, String key, long version, long nowMs) {
    var kind = Note.kind(key, version).word();
    return tx.first(NewsStore::note, NOTE_ALL, key, version, nowMs, space, kind, space, key, nowMs)
        .orElseThrow();
  }

  /// Notes what the log is to be told.
  Note note(Tx tx, long space, String key, long nowMs) {
    return tx.first(NewsStore::note, NOTE_UNTOLD, space, key, nowMs).orElseThrow();
  }

  private static Note note(Row row) {
    return new Note(row.number("nid"), row.number("space"), row.text("key"));
  }

  /// What was noted before a moment and is noted still, the oldest first.
  List<Note> untold(Tx tx, long beforeMs, int max) {
    return tx.list(NewsStore::note, UNTOLD, beforeMs, max);
  }

  void told(Tx tx, List<Long> notes) {
    if (!notes.isEmpty()) {
      tx.run(TOLD, (Object) notes.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
