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
  private static final String LOCK = "select from account where \"user\" = ? for no key update";

  private static final String DELAYED =
      """
      select id, "user", scope, room, type, state_key, content, delay_ms, due_ms, pos, txn
        from delayed_event where not done""";

  private static final String ADD =
      """
      insert into delayed_event
        (id, "user", scope, room, type, state_key, content, delay_ms, due_ms, pos, txn)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String FORGET =
      """
      delete from delayed_event where id in (
        select id from delayed_event where done and due_ms < ? order by due_ms limit ?)""";

  /// One after the other for each account, so that the bound holds for many at once too.
  void hold(Tx tx, long user) {
    tx.list(row -> true, LOCK, user);
  }

  long count(Tx tx, long user) {
    return tx.first(
            row -> row.number("n"),
            "select count(*) as n from delayed_event where \"user\" = ? and not done",
            user)
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
    return tx.list(
        DelayedStore::delayed, DELAYED + " and due_ms <= ? order by due_ms, id limit ?", now, max);
  }

  /// When the next one is due.
  Optional<Long> next(Tx tx) {
    return tx.first(
        row -> row.number("due_ms"),
        "select due_ms from delayed_event where not done order by due_ms, id limit 1");
  }

  boolean restart(Tx tx, String id, long now) {
    return tx.run(
            "update delayed_event set due_ms = ? + delay_ms where id = ? and not done", now, id)
        == 1;
  }

  /// Whether it was not done with before.
  boolean finish(Tx tx, String id) {
    var was =
        tx.run("update delayed_event set done = true, content = '' where id = ? and not done", id);
    tx.run("delete from delayed_event where id = ? and txn is null", id);
    return was == 1;
  }

  /// Forgets what was due before that and is done with.
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
