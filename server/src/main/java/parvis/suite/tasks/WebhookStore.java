package parvis.suite.tasks;

import java.net.URI;
import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Webhooks in the database, and what they are to be told.
final class WebhookStore {
  private static final String OF =
      """
      select nid, id, uri, sealed_secret, "by", at_ms, answered, failed from task_hook
       where space = ? order by nid limit ?\
      """;

  private static final String ADD =
      """
      insert into task_hook (nid, id, space, uri, sealed_secret, "by", at_ms)
      values (?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String REMOVE = "delete from task_hook where space = ? and id = ?";

  /// The oldest, and few of each program at once. Who takes one has it for a while.
  private static final String TAKE =
      """
      with taken as (
        update task_delivery set tries = tries + 1, due_ms = ?
         where nid in (select nid from task_delivery
                        where nid in (select nid from
                                        (select nid, row_number() over (partition by hook order by due_ms) n
                                           from (select nid, hook, due_ms from task_delivery
                                                  where due_ms <= ? order by due_ms limit ?) d) o
                                       where n <= ?)
                        order by due_ms limit ? for update skip locked)
        returning nid, hook, key, version, at_ms, tries)
      select t.nid, t.key, t.version, t.at_ms, t.tries, h.nid as hook, h.space, h.uri,
             h.sealed_secret
        from taken t join task_hook h on h.nid = t.hook\
      """;

  private static final String LATER =
      "update task_delivery set due_ms = greatest(due_ms, ?) where hook = ?";

  private static final String DONE = "delete from task_delivery where nid = ?";

  private static final String ANSWERED =
      "update task_hook set answered = ? where nid = ? and answered is distinct from ?";

  private static final String FAILED = "update task_hook set failed = failed + ? where nid = ?";

  private static final String TOO_MANY =
      """
      with old as (
        delete from task_delivery
         where nid in (select nid from
                         (select nid, row_number() over (partition by hook order by nid desc) n
                            from task_delivery) d
                        where n > ?)
        returning hook)
      update task_hook h set failed = failed + o.n
        from (select hook, count(*) as n from old group by hook) o where h.nid = o.hook\
      """;

  /// Something that a program is to be told.
  ///
  /// @param tries how often it was tried, this time among them
  record Delivery(
      long nid,
      long hook,
      long space,
      URI uri,
      byte[] sealedSecret,
      String key,
      long version,
      long atMs,
      long tries) {}

  List<Webhook> of(Tx tx, long space, int max) {
    return tx.list(WebhookStore::hook, OF, space, max);
  }

  void add(Tx tx, long space, Webhook hook) {
    tx.run(
        ADD,
        hook.nid(),
        hook.id(),
        space,
        hook.uri().toString(),
        hook.sealedSecret(),
        hook.made().by(),
        hook.made().atMs());
  }

  /// Whether there was one.
  boolean remove(Tx tx, long space, String id) {
    return tx.run(REMOVE, space, id) == 1;
  }

  /// Takes what is due until a moment, when it is due again.
  List<Delivery> take(Tx tx, long nowMs, long againMs, int ofOneMax, int max) {
    int looked = max * ofOneMax;
    return tx.first(row -> true, "select from task_delivery where due_ms <= ? limit 1", nowMs)
            .isEmpty()
        ? List.of()
        : tx.list(WebhookStore::delivery, TAKE, againMs, nowMs, looked, ofOneMax, max);
  }

  /// Puts off all that a program is to be told that does not answer: it holds up nobody else.
  void later(Tx tx, Delivery delivery, long dueMs) {
    tx.run(LATER, dueMs, delivery.hook());
  }

  void done(Tx tx, Delivery delivery) {
    tx.run(DONE, delivery.nid());
  }

  void answered(Tx tx, long hook, int status) {
    tx.run(ANSWERED, status, hook, status);
  }

  void failed(Tx tx, long hook) {
    tx.run(FAILED, 1, hook);
  }

  /// Leaves of what each is to be told the latest.
  void cut(Tx tx, int max) {
    tx.run(TOO_MANY, max);
  }

  private static Webhook hook(Row row) {
    return new Webhook(
        row.number("nid"),
        row.text("id"),
        URI.create(row.text("uri")),
        row.bytes("sealed_secret"),
        new Fact(row.text("by"), row.number("at_ms")),
        row.optionalNumber("answered"),
        row.number("failed"));
  }

  private static Delivery delivery(Row row) {
    return new Delivery(
        row.number("nid"),
        row.number("hook"),
        row.number("space"),
        URI.create(row.text("uri")),
        row.bytes("sealed_secret"),
        row.text("key"),
        row.number("version"),
        row.number("at_ms"),
        row.number("tries"));
  }
}
