package parvis.suite.tasks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonReader;

/// What changed of boards, as the log has it, and what it has not been told yet.
final class NewsStore {
  /// The log's own table of last changes, by an index for it.
  private static final String CHANGES =
      """
      select pos, key from syncable
       where kind = 9 and "user" = 0 and room = ? and pos > ? order by pos limit ?""";

  private static final String GONE =
      """
      select key, value from syncable
       where kind = 9 and "user" = 0 and room = ? and key = any(?) and tombstone""";

  private static final String NOTE_UNTOLD =
      """
      insert into task_untold (nid, space, key, gone, seen_by, at_ms)
      values (nextval('nid'), ?, ?, ?, ?, ?) returning nid""";

  private static final String UNTOLD =
      """
      select nid, space, key, gone, seen_by from task_untold
       where at_ms < ? order by at_ms limit ?""";

  private static final String TOLD = "delete from task_untold where nid = any(?)";

  /// What changed of a board after a position, of each thing its last change.
  List<News.Change> changes(Tx tx, long space, long since, int max) {
    return tx.list(
        row -> new News.Change(row.number("pos"), row.text("key")), CHANGES, space, since, max);
  }

  /// Those of these ids that are gone, and who saw them.
  Map<String, Set<String>> gone(Tx tx, long space, Collection<String> ids) {
    var gone = new HashMap<String, Set<String>>();
    if (!ids.isEmpty()) {
      tx.list(
          row -> gone.put(row.text("key"), seenBy(row.bytes("value"))),
          GONE,
          space,
          ids.toArray(String[]::new));
    }
    return gone;
  }

  private static Set<String> seenBy(byte[] json) {
    return JsonReader.read(json, JsonLimits.REQUEST) instanceof JsonArray array
        ? Set.copyOf(array.strings())
        : Set.of();
  }

  /// Notes what the log is to be told, and gives it its number.
  Note note(Tx tx, Note note, long nowMs) {
    var seenBy = note.seenBy().toArray(String[]::new);
    return tx.first(
            row -> note.numbered(row.number("nid")),
            NOTE_UNTOLD,
            note.space(),
            note.key(),
            note.gone(),
            seenBy,
            nowMs)
        .orElseThrow();
  }

  /// What was noted before a moment and is noted still, the oldest first.
  List<Note> untold(Tx tx, long beforeMs, int max) {
    return tx.list(
        row ->
            new Note(
                row.number("nid"),
                row.number("space"),
                row.text("key"),
                row.bool("gone"),
                Set.copyOf(row.texts("seen_by"))),
        UNTOLD,
        beforeMs,
        max);
  }

  void told(Tx tx, List<Long> notes) {
    if (!notes.isEmpty()) {
      tx.run(TOLD, (Object) notes.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
