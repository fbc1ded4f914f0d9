package parvis.suite.copies;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.Nodes;

/// Copies in the database, one for each person who asked.
final class CopyStore {
  /// Copies that are looked at in one round of tidying.
  private static final int TIDIED_MAX = 1_000;

  private static final String COLUMNS =
      """
      select "user", id, node, state, done, total, created_ms, size_bytes
        from data_copy\
      """;

  private static final String OF = COLUMNS + " where \"user\" = ?";
  private static final String LINKED = COLUMNS + " where link_hash = ? and link_expires_ms > ?";
  private static final String MAKING = COLUMNS + " where state = 'making' limit ?";

  private static final String BEGIN =
      """
      insert into data_copy ("user", id, node, state, done, total, created_ms)
      values (?, ?, ?, 'making', 0, 1, ?)
      on conflict ("user") do update
        set id = excluded.id, node = excluded.node, state = excluded.state, done = 0, total = 1,
            created_ms = excluded.created_ms, size_bytes = null, link_hash = null,
            link_expires_ms = null\
      """;

  private static final String STEP =
      "update data_copy set done = ?, total = ? where id = ? and state = 'making'";

  private static final String READY =
      "update data_copy set state = 'ready', size_bytes = ? where id = ? and state = 'making'";

  private static final String FAILED =
      "update data_copy set state = 'failed' where id = ? and state = 'making'";

  private static final String LINK =
      "update data_copy set link_hash = ?, link_expires_ms = ? where id = ? and state = 'ready'";

  private static final String REMOVE = "delete from data_copy where \"user\" = ?";
  private static final String OLD = "delete from data_copy where created_ms < ?";
  private static final String KNOWN = "select id from data_copy where id = any(?)";

  /// How far a copy is.
  enum State {
    MAKING,
    READY,
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param user nid of whose it is
  /// @param node the process that makes it
  /// @param done steps of `total`
  record Copy(
      long user,
      String id,
      long node,
      State state,
      long done,
      long total,
      long createdMs,
      long sizeBytes) {}

  Optional<Copy> of(Tx tx, long user) {
    return tx.first(CopyStore::copy, OF, user);
  }

  /// One whose link is good at that time.
  Optional<Copy> linked(Tx tx, byte[] hash, long nowMs) {
    return tx.first(CopyStore::copy, LINKED, hash, nowMs);
  }

  /// Notes a new one in the place of the one before.
  void begin(Tx tx, long user, String id, long node, long nowMs) {
    tx.run(BEGIN, user, id, node, nowMs);
  }

  /// Whether it is still wanted.
  boolean step(Tx tx, String id, int done, int total) {
    return tx.run(STEP, done, total, id) == 1;
  }

  /// Whether it is still wanted.
  boolean ready(Tx tx, String id, long sizeBytes) {
    return tx.run(READY, sizeBytes, id) == 1;
  }

  void failed(Tx tx, String id) {
    tx.run(FAILED, id);
  }

  void link(Tx tx, String id, byte[] hash, long expiresMs) {
    tx.run(LINK, hash, expiresMs, id);
  }

  void remove(Tx tx, long user) {
    tx.run(REMOVE, user);
  }

  /// Forgets those from before that time, and lets those fail whose process is gone.
  void tidy(Tx tx, long beforeMs) {
    tx.run(OLD, beforeMs);
    for (var copy : tx.list(CopyStore::copy, MAKING, TIDIED_MAX)) {
      if (Nodes.isGone(tx, copy.node())) {
        failed(tx, copy.id());
      }
    }
  }

  /// Those of some ids that there are.
  Set<String> known(Tx tx, List<String> ids) {
    return tx.list(row -> row.text("id"), KNOWN, (Object) ids.toArray(String[]::new)).stream()
        .collect(Collectors.toSet());
  }

  private static Copy copy(Row row) {
    return new Copy(
        row.number("user"),
        row.text("id"),
        row.number("node"),
        State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.number("done"),
        row.number("total"),
        row.number("created_ms"),
        row.optionalNumber("size_bytes").orElse(0));
  }
}
