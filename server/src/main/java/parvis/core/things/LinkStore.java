package parvis.core.things;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// The links of one leaf's things in the database: those of `task` are in the table `task_link`, of
/// which the constraint `task_link_once` keeps that nothing is tied twice to the same.
public final class LinkStore<K extends Enum<K>> {
  private final Class<K> kinds;
  private final String of;
  private final String same;
  private final String add;
  private final String remove;
  private final String count;
  private final String ofRoom;

  /// @param table the table of the things, whose word begins the names of all of these
  public LinkStore(String table, Class<K> kinds) {
    this.kinds = kinds;
    this.of =
        named("select id, kind, target, way from $_link where $ = ? order by nid limit ?", table);
    this.same =
        named(
            "select id, kind, target, way from $_link where $ = ? and kind = ? and target = ?",
            table);
    this.add =
        named(
            """
            insert into $_link (nid, id, $, kind, target, way, room, event, "by", at_ms)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint $_link_once do nothing""",
            table);
    this.remove =
        named("delete from $_link where $ = ? and id = ? returning id, kind, target, way", table);
    this.count = named("select count(*) as n from $_link where $ = ?", table);
    this.ofRoom =
        named(
            """
            select l.nid, l.event, t.id as thing
              from $_link l join $ t on t.nid = l.$
             where l.room = ? and l.nid < ? order by l.nid desc limit ?""",
            table);
  }

  private static String named(String sql, String table) {
    return sql.replace("$", table);
  }

  public List<Link<K>> of(Tx tx, long thing, int max) {
    return tx.list(this::link, of, thing, max);
  }

  /// Ties a thing to something; whether it was not tied to that already.
  ///
  /// @param nid the link's own
  public boolean add(Tx tx, long nid, long thing, Link<K> link, String by, long atMs) {
    return tx.run(
            add,
            nid,
            link.id(),
            thing,
            link.kind().name(),
            link.target().toString(),
            link.way() == Way.NONE ? null : link.way().name(),
            link.target().string("room").orElse(null),
            link.target().string("event").orElse(null),
            by,
            atMs)
        == 1;
  }

  /// The link of a thing to that.
  public Optional<Link<K>> same(Tx tx, long thing, Link<K> link) {
    return tx.first(this::link, same, thing, link.kind().name(), link.target().toString());
  }

  /// Unties it; what it was tied to.
  public Optional<Link<K>> remove(Tx tx, long thing, String id) {
    return tx.first(this::link, remove, thing, id);
  }

  public long count(Tx tx, long thing) {
    return tx.first(row -> row.number("n"), count, thing).orElseThrow();
  }

  /// The messages of a room to which things are tied, the latest first, of those before one.
  public List<Traces.Tie> ofRoom(Tx tx, String room, long before, int max) {
    return tx.list(
        row -> new Traces.Tie(row.number("nid"), row.text("event"), row.text("thing")),
        ofRoom,
        room,
        before,
        max);
  }

  private Link<K> link(Row row) {
    return new Link<>(
        row.text("id"),
        Enum.valueOf(kinds, row.text("kind")),
        target(row.text("target")),
        row.optionalText("way").map(Way::valueOf).orElse(Way.NONE));
  }

  private static JsonObject target(String text) {
    if (JsonReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST)
        instanceof JsonObject target) {
      return target;
    }
    throw new IllegalStateException("what is kept of a link is no object");
  }
}
