package parvis.suite.tasks;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// What people keep of boards, in the database.
final class ShelfStore {
  private static final String COLUMNS =
      "select id, kind, owner, name, content from task_shelf where space = ? and kind = ?";

  private static final String ALL =
      COLUMNS + " and (owner is null or owner = ?) order by owner nulls first, nid limit ?";

  private static final String FIND = COLUMNS + " and id = ? and (owner is null or owner = ?)";

  private static final String COUNT =
      """
      select count(*) as n, coalesce(sum(octet_length(content)), 0)::bigint as bytes from task_shelf
       where space = ? and kind = ? and owner is not distinct from ? and id <> ?""";

  private static final String ADD =
      """
      insert into task_shelf (nid, id, space, kind, owner, name, content, at_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String CHANGE =
      "update task_shelf set owner = ?, name = ?, content = ?, at_ms = ? where id = ?";

  private static final String REMOVE = "delete from task_shelf where id = ?";

  private static final String COPY =
      """
      insert into task_shelf (nid, id, space, kind, owner, name, content, at_ms)
      select nextval('nid'), t.id, ?, s.kind, null, s.name, s.content, ?
        from (select *, row_number() over (order by nid) as n,
                     sum(octet_length(content)) over (order by nid) as bytes from task_shelf
               where space = ? and owner is null) s
        join unnest(?::text[]) with ordinality as t (id, n) on t.n = s.n
       where s.bytes <= ?""";

  /// Those of all, and somebody's own.
  List<Kept> all(Tx tx, long space, Kept.Kind kind, String user, int max) {
    return tx.list(ShelfStore::kept, ALL, space, kind.word(), user, max);
  }

  Optional<Kept> find(Tx tx, long space, Kept.Kind kind, String id, String user) {
    return tx.first(ShelfStore::kept, FIND, space, kind.word(), id, user);
  }

  /// How many there are, and what they take.
  record Held(long count, long bytes) {}

  /// What there is of all, or of somebody's own, besides one.
  Held held(Tx tx, long space, Kept.Kind kind, Optional<String> owner, String but) {
    return tx.first(
            row -> new Held(row.number("n"), row.number("bytes")),
            COUNT,
            space,
            kind.word(),
            owner.orElse(null),
            but)
        .orElseThrow();
  }

  void add(Tx tx, long nid, long space, Kept kept, long nowMs) {
    tx.run(
        ADD,
        nid,
        kept.id(),
        space,
        kept.kind().word(),
        kept.owner().orElse(null),
        kept.name(),
        kept.content().toString(),
        nowMs);
  }

  void change(Tx tx, Kept kept, long nowMs) {
    tx.run(
        CHANGE,
        kept.owner().orElse(null),
        kept.name(),
        kept.content().toString(),
        nowMs,
        kept.id());
  }

  void remove(Tx tx, String id) {
    tx.run(REMOVE, id);
  }

  /// Keeps in one space what all have in another one.
  void copy(Tx tx, long from, long to, String[] ids, long bytesMax, long nowMs) {
    tx.run(COPY, to, nowMs, from, ids, bytesMax);
  }

  private static Kept kept(Row row) {
    return new Kept(
        row.text("id"),
        Kept.Kind.of(row.text("kind")),
        row.optionalText("owner"),
        row.text("name"),
        TaskStore.json(row.text("content")));
  }
}
