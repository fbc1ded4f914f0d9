package parvis.core.rooms;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonWriter;

/// Delayed events in the database.
final class DelayedStore {
  private static final String DELAYED =
      """
      select id, "user", scope, room, type, state_key, content, delay_ms, due_ms, pos, txn
        from delayed_event where not done""";

  /// Of everybody's, the first that is due.
  private static final String DUE = DELAYED + " and due_ms <= ? order by due_ms, id limit ?";

  private static final String CLAIM =
      """
      update delayed_event set claimed = true, due_ms = least(due_ms, ?)
       where id = ? and not done and due_ms <= ?""";

  private static final String RESTART =
      "update delayed_event set due_ms = ? + delay_ms where id = ? and not done and not claimed";

  private static final String DONE =
      """
      update delayed_event set done = true, content = '', due_ms = ?
       where id = ? and not done""";

  private static final String ADD =
      """
      insert into delayed_event
        (id, "user", scope, room, type, state_key, content, delay_ms, due_ms, pos, txn)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String FORGET =
      """
      delete from delayed_event where id in (
        select id from delayed_event where done and due_ms < ? order by due_ms limit ?)""";

  /// How many of somebody's wait.
  long waiting(Tx tx, long user) {
    return count(tx, "\"user\" = ? and not done", user);
  }

  /// How many of somebody's are known: those that wait, and those that are done with and kept.
  long known(Tx tx, long user) {
    return count(tx, "\"user\" = ?", user);
  }

  private static long count(Tx tx, String which, long user) {
    return tx.first(
            row -> row.number("n"), "select count(*) as n from delayed_event where " + which, user)
        .orElseThrow();
  }

  void add(Tx tx, DelayedEvent event) {
    tx.run(
        ADD,
        event.id(),
        event.user(),
        event.scope(),
        event.room(),
        event.type(),
        event.stateKey().orElse(null),
        new String(JsonWriter.write(event.content()), StandardCharsets.UTF_8),
        event.delayMs(),
        event.dueMs(),
        event.pos(),
        event.txn().orElse(null));
  }

  /// The id that a transaction got the first time.
  Optional<String> used(Tx tx, long scope, long room, String type, String txn) {
    return tx.first(
        row -> row.text("id"),
        "select id from delayed_event where scope = ? and room = ? and type = ? and txn = ?",
        scope,
        room,
        type,
        txn);
  }

  Optional<DelayedEvent> find(Tx tx, String id) {
    return tx.first(DelayedStore::delayed, DELAYED + " and id = ?", id);
  }

  List<DelayedEvent> of(Tx tx, long user, int max) {
    return tx.list(
        DelayedStore::delayed,
        DELAYED + " and \"user\" = ? order by due_ms, id limit ?",
        user,
        max);
  }

  List<DelayedEvent> due(Tx tx, long now, int max) {
    return tx.list(DelayedStore::delayed, DUE, now, max);
  }

  /// When the next one is due.
  Optional<Long> next(Tx tx) {
    return tx.first(
        row -> row.number("due_ms"),
        "select due_ms from delayed_event where not done order by due_ms, id limit 1");
  }

  /// Whether it waits still and nobody began to send it.
  boolean restart(Tx tx, String id, long now) {
    return tx.run(RESTART, now, id) == 1;
  }

  /// Begins to send what is due by then, so that nobody cancels it any more. What began already may
  /// begin again: who began may be gone.
  boolean claim(Tx tx, String id, long now, long dueUntil) {
    return tx.run(CLAIM, now, id, dueUntil) == 1;
  }

  /// Lets it be tried again then, after what else is due.
  void putOff(Tx tx, String id, long until) {
    tx.run("update delayed_event set due_ms = ? where id = ? and not done", until, id);
  }

  /// Whether it waited still and nobody began to send it.
  boolean cancel(Tx tx, String id, long now) {
    return finish(tx, DONE + " and not claimed", id, now);
  }

  void finish(Tx tx, String id, long now) {
    finish(tx, DONE, id, now);
  }

  private static boolean finish(Tx tx, String done, String id, long now) {
    var was = tx.run(done, now, id);
    tx.run("delete from delayed_event where id = ? and done and txn is null", id);
    return was == 1;
  }

  /// Forgets what was done with before that.
  void forget(Tx tx, long before, int max) {
    tx.run(FORGET, before, max);
  }

  private static DelayedEvent delayed(Row row) {
    return new DelayedEvent(
        row.text("id"),
        row.number("user"),
        row.number("scope"),
        row.number("room"),
        row.text("type"),
        row.optionalText("state_key"),
        json(row.text("content")),
        row.number("delay_ms"),
        row.number("due_ms"),
        row.number("pos"),
        row.optionalText("txn"));
  }

  private static JsonObject json(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return (JsonObject) JsonReader.read(bytes, JsonLimits.REQUEST);
  }
}
