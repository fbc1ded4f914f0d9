package parvis.suite.decisions;

import java.util.Arrays;
import java.util.List;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Who is to hear of decisions, in the database.
final class CallStore {
  private static final String ADD =
      """
      insert into decision_call (nid, decision, kind, "to", "by", at_ms)
      select nextval('nid'), ?, ?, one, ?, ? from unnest(?::text[]) as one""";

  /// Of a kind that a later version has this one knows nothing: it leaves them to that one.
  private static final String DUE =
      """
      select c.nid, c.kind, d.id as decision, c."to", c."by", c.at_ms
        from decision_call c join decision d on d.nid = c.decision
       where c.due_ms <= ? and c.kind = any(?) order by c.due_ms, c.nid limit ?""";

  private static final String PUT_OFF = "update decision_call set due_ms = ? where nid = any(?)";

  private static final String FORGET = "delete from decision_call where \"to\" = ?";

  private static final String FORGET_UNKNOWN =
      "delete from decision_call where at_ms < ? and not kind = any(?)";

  private static final String DONE = "delete from decision_call where nid = any(?)";

  private static final String[] KINDS =
      Arrays.stream(Calling.Kind.values()).map(Calling.Kind::name).toArray(String[]::new);

  /// Notes whom a change calls, but for who made it.
  void changed(Tx tx, Decision before, Decision after, Fact by) {
    Calling.reasons(before, after)
        .forEach(
            (kind, people) -> {
              var others = people.stream().filter(to -> !to.equals(by.by())).toArray(String[]::new);
              if (others.length > 0) {
                tx.run(ADD, after.key().nid(), kind.name(), by.by(), by.atMs(), others);
              }
            });
  }

  /// Those that are due, the longest first.
  List<Calling> due(Tx tx, long nowMs, int max) {
    return tx.list(CallStore::calling, DUE, nowMs, KINDS, max);
  }

  /// Has them tried again later, behind all that wait by then.
  void putOff(Tx tx, List<Long> nids, long dueMs) {
    tx.run(PUT_OFF, dueMs, nids.stream().mapToLong(Long::longValue).toArray());
  }

  /// Forgets what somebody is to hear.
  void forget(Tx tx, String user) {
    tx.run(FORGET, user);
  }

  /// Forgets those of whom nobody has known since a moment why they are called.
  void forgetUnknown(Tx tx, long beforeMs) {
    tx.run(FORGET_UNKNOWN, beforeMs, KINDS);
  }

  void done(Tx tx, List<Long> nids) {
    tx.run(DONE, (Object) nids.stream().mapToLong(Long::longValue).toArray());
  }

  private static Calling calling(Row row) {
    return new Calling(
        row.number("nid"),
        Calling.Kind.valueOf(row.text("kind")),
        row.text("decision"),
        row.text("to"),
        new Fact(row.text("by"), row.number("at_ms")));
  }
}
