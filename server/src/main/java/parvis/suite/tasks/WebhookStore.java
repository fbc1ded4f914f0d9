package parvis.suite.tasks;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Webhooks in the database, and what they are to be told.
final class WebhookStore {
  private static final String OF =
      """
      select nid, id, uri, sealed_secret, "by", at_ms, kinds, paused, answered, failed
        from task_hook
       where space = ? order by nid limit ?\
      """;

  private static final String ADD =
      """
      insert into task_hook (nid, id, space, uri, sealed_secret, "by", at_ms, kinds, paused)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String CHANGE = "update task_hook set kinds = ?, paused = ? where nid = ?";

  private static final String KEEP_TOLD =
      """
      with old as (
        delete from task_told
         where hook = ? and nid in (select nid from task_told where hook = ?
                                     order by nid desc offset ?))
      insert into task_told (nid, hook, kind, at_ms, status, outcome)
      select nextval('nid'), nid, ?, ?, ?, ? from task_hook where nid = ? for key share""";

  private static final String LAST_TOLD =
      """
      select kind, at_ms, status, outcome from task_told where hook = ?
       order by nid desc limit ?""";

  private static final String REMOVE = "delete from task_hook where space = ? and id = ?";

  /// Those for which something waits and whose turn has come, whoever was asked longest ago first,
  /// and the oldest of what each is to be told. Who takes one has it for a while.
  private static final String TAKE =
      """
      with recursive waiting as (
        (select hook from task_delivery order by hook limit 1)
        union all
        select (select d.hook from task_delivery d where d.hook > w.hook order by d.hook limit 1)
          from waiting w where w.hook is not null),
      taken as (
        update task_hook set due_ms = ?
         where nid in (select h.nid from task_hook h
                        where h.nid in (select hook from waiting) and h.due_ms <= ?
                          and not h.paused
                        order by h.due_ms, h.nid limit ? for no key update skip locked)
        returning nid, space, uri, sealed_secret, failing)
      select d.nid, d.key, d.version, d.at_ms, t.nid as hook, t.space, t.uri, t.sealed_secret,
             t.failing
        from taken t
       cross join lateral (select nid, key, version, at_ms from task_delivery
                            where hook = t.nid order by nid limit ?) d
       order by t.nid, d.nid""";

  private static final String DONE = "delete from task_delivery where nid = ?";

  private static final String GIVE_UP =
      """
      delete from task_delivery
       where at_ms < ?
         and nid in (select nid from task_delivery where hook = ? order by nid limit ?)""";

  private static final String ANSWERED =
      """
      update task_hook set answered = ?, failing = 0
       where nid = ? and (answered is distinct from ? or failing > 0)""";

  private static final String FAILED =
      """
      update task_hook
         set answered = ?, failing = failing + 1, failed = failed + ?, due_ms = ? where nid = ?""";

  private static final String NEXT = "update task_hook set due_ms = ? where nid = ?";

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
  /// @param failing how often in a row the program did not answer
  record Delivery(
      long nid,
      long hook,
      long space,
      URI uri,
      byte[] sealedSecret,
      String key,
      long version,
      long atMs,
      long failing) {}

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
        hook.made().atMs(),
        hook.wish().kinds().toArray(String[]::new),
        hook.wish().paused());
  }

  /// Keeps what a program is to be told from now on.
  void change(Tx tx, Webhook hook) {
    tx.run(CHANGE, hook.wish().kinds().toArray(String[]::new), hook.wish().paused(), hook.nid());
  }

  /// Keeps what a program was told, and of what it was told before the latest.
  void told(Tx tx, long hook, Webhook.Told told, int max) {
    tx.run(
        KEEP_TOLD,
        hook,
        hook,
        max - 1,
        told.kind(),
        told.atMs(),
        told.status(),
        told.outcome().word(),
        hook);
  }

  /// What it was told last, the latest first.
  List<Webhook.Told> told(Tx tx, long hook, int max) {
    return tx.list(WebhookStore::became, LAST_TOLD, hook, max);
  }

  private static Webhook.Told became(Row row) {
    return new Webhook.Told(
        row.text("kind"),
        row.number("at_ms"),
        (int) row.number("status"),
        Webhook.Outcome.valueOf(row.text("outcome").toUpperCase(Locale.ROOT)));
  }

  /// Whether there was one.
  boolean remove(Tx tx, long space, String id) {
    return tx.run(REMOVE, space, id) == 1;
  }

  /// Takes programs that are due at a moment, each of which is due again at another one, and some
  /// of what each is to be told, in its order.
  List<Delivery> take(Tx tx, long nowMs, long againMs, int hooksMax, int ofOneMax) {
    return tx.list(WebhookStore::delivery, TAKE, againMs, nowMs, hooksMax, ofOneMax);
  }

  /// That a program has answered: what it was told waits no longer.
  void answered(Tx tx, Delivery delivery, int status) {
    tx.run(DONE, delivery.nid());
    tx.run(ANSWERED, status, delivery.hook(), status);
  }

  /// That a program has not answered, and is asked again at a moment. What is older than another
  /// one it is told no more.
  void failed(Tx tx, Delivery delivery, int status, long dueMs, long oldMs, int max) {
    int old = tx.run(GIVE_UP, oldMs, delivery.hook(), max);
    tx.run(FAILED, status, old, dueMs, delivery.hook());
  }

  /// Lets a program be asked from a moment on.
  void next(Tx tx, long hook, long dueMs) {
    tx.run(NEXT, dueMs, hook);
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
        new Webhook.Wish(row.texts("kinds"), row.bool("paused")),
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
        row.number("failing"));
  }
}
