package parvis.suite.decisions;

import java.util.List;
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

  private static final String REMOVE = "delete from decision_link where decision = ? and id = ?";

  private static final String COUNT = "select count(*) as n from decision_link where decision = ?";

  private static final String OF_ROOM =
      """
      select l.event, d.id as decision from decision_link l join decision d on d.nid = l.decision
       where l.room = ? order by l.nid desc limit ?""";

  /// A message of a room, and the decision that is tied to it.
  record Trace(String event, String decision) {}

  /// The latest first.
  List<Trace> ofRoom(Tx tx, String room, int max) {
    return tx.list(row -> new Trace(row.text("event"), row.text("decision")), OF_ROOM, room, max);
  }

  List<Link> of(Tx tx, Decision.Key decision, int max) {
    return tx.list(LinkStore::link, OF, decision.nid(), max);
  }

  /// Ties a decision to something; the link that is there, where it is tied to that already.
  Link add(Tx tx, long nid, Decision.Key decision, Link link, Fact by) {
    var kind = link.kind().name();
    var target = link.target().toString();
    tx.run(
        ADD,
        nid,
        link.id(),
        decision.nid(),
        kind,
        target,
        link.target().string("room").orElse(null),
        link.target().string("event").orElse(null),
        by.by(),
        by.atMs());
    return tx.first(LinkStore::link, SAME, decision.nid(), kind, target).orElseThrow();
  }

  void remove(Tx tx, Decision.Key decision, String id) {
    tx.run(REMOVE, decision.nid(), id);
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
