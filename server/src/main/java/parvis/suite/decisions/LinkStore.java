package parvis.suite.decisions;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Links of decisions in the database.
final class LinkStore {
  private static final String OF =
      "select id, kind, target from decision_link where decision = ? order by nid limit ?";

  private static final String SAME =
      "select id, kind, target from decision_link where decision = ? and kind = ? and target = ?";

  private static final String ADD =
      """
      insert into decision_link (nid, id, decision, kind, target, room, event, "by", at_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint decision_link_once do nothing""";

  private static final String REMOVE =
      "delete from decision_link where decision = ? and id = ? returning id, kind, target";

  private static final String COUNT = "select count(*) as n from decision_link where decision = ?";

  private static final String OF_ROOM =
      """
      select l.nid, l.event, d.id as decision
        from decision_link l join decision d on d.nid = l.decision
       where l.room = ? and l.nid < ? order by l.nid desc limit ?""";

  /// A message of a room, and the decision that is tied to it.
  record Trace(long nid, String event, String decision) {}

  /// The latest first, of those before one.
  List<Trace> ofRoom(Tx tx, String room, long before, int max) {
    return tx.list(
        row -> new Trace(row.number("nid"), row.text("event"), row.text("decision")),
        OF_ROOM,
        room,
        before,
        max);
  }

  List<Link> of(Tx tx, Decision.Key decision, int max) {
    return tx.list(LinkStore::link, OF, decision.nid(), max);
  }

  /// Ties a decision to something; whether it was not tied to that already.
  boolean add(Tx tx, long nid, Decision.Key decision, Link link, Fact by) {
    return tx.run(
            ADD,
            nid,
            link.id(),
            decision.nid(),
            link.kind().name(),
            link.target().toString(),
            link.target().string("room").orElse(null),
            link.target().string("event").orElse(null),
            by.by(),
            by.atMs())
        == 1;
  }

  /// The link of a decision to that.
  Optional<Link> same(Tx tx, Decision.Key decision, Link link) {
    return tx.first(
        LinkStore::link, SAME, decision.nid(), link.kind().name(), link.target().toString());
  }

  /// Unties it; what it was tied to.
  Optional<Link> remove(Tx tx, Decision.Key decision, String id) {
    return tx.first(LinkStore::link, REMOVE, decision.nid(), id);
  }

  long count(Tx tx, Decision.Key decision) {
    return tx.first(row -> row.number("n"), COUNT, decision.nid()).orElseThrow();
  }

  private static Link link(Row row) {
    return new Link(
        row.text("id"),
        Link.Kind.valueOf(row.text("kind")),
        DecisionStore.json(row.text("target")));
  }
}
