package parvis.suite.decisions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonValue;

/// What became of decisions, in the database.
final class HistoryStore {
  /// Changes of one decision that are read at once.
  static final int PAGE = 100;

  /// What the history of one decision takes.
  static final long BYTES_MAX = 8L * 1024 * 1024;

  /// What a change takes besides its values.
  private static final int CHANGE_BYTES = 100;

  private static final String NOTE =
      """
      insert into decision_change (decision, version, field, "by", at_ms, was, became)
      select ?, ?, field, ?, ?, was, became
        from unnest(?::text[], ?::text[], ?::text[]) as c (field, was, became)""";

  private static final String COUNT =
      """
      update decision set history_bytes = history_bytes + ? where nid = ?
      returning history_bytes""";

  private static final String PAGE_OF =
      """
      select version, field, "by", at_ms, was, became from decision_change
       where decision = ? and version <= ? order by version desc, field limit ?""";

  /// What became of a value.
  record Change(long version, String field, Fact fact, JsonValue was, JsonValue became) {
    private long bytes() {
      return CHANGE_BYTES + bytes(was) + bytes(became);
    }

    private static long bytes(JsonValue value) {
      return value.toString().getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /// What a decision became otherwise than it was.
  static List<Change> between(Decision before, Decision after, Fact by) {
    return Arrays.stream(Field.values())
        .filter(field -> !before.value(field).equals(after.value(field)))
        .map(
            field ->
                new Change(
                    after.version(), field.word(), by, before.value(field), after.value(field)))
        .toList();
  }

  /// Notes changes of one version; what the history of the decision takes then.
  long note(Tx tx, Decision after, List<Change> changes, Fact by) {
    tx.run(
        NOTE,
        after.key().nid(),
        after.version(),
        by.by(),
        by.atMs(),
        changes.stream().map(Change::field).toArray(String[]::new),
        changes.stream().map(change -> change.was().toString()).toArray(String[]::new),
        changes.stream().map(change -> change.became().toString()).toArray(String[]::new));
    var bytes = changes.stream().mapToLong(Change::bytes).sum();
    return tx.first(row -> row.number("history_bytes"), COUNT, bytes, after.key().nid())
        .orElseThrow();
  }

  /// The latest first, from a version on.
  List<Change> page(Tx tx, Decision.Key key, long from) {
    return tx.list(HistoryStore::change, PAGE_OF, key.nid(), from, PAGE);
  }

  private static Change change(Row row) {
    return new Change(
        row.number("version"),
        row.text("field"),
        new Fact(row.text("by"), row.number("at_ms")),
        DecisionStore.value(row.text("was")),
        DecisionStore.value(row.text("became")));
  }
}
