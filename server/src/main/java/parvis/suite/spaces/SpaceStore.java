package parvis.suite.spaces;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.Nodes;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// Which rooms are spaces, and the wishes that are being made true.
final class SpaceStore {
  /// Spaces of the house; with more their list needs an index of its own.
  static final int ALL_MAX = 5_000;

  private static final int BEGUN_MAX = 1_000;

  private static final String COLUMNS =
      "select nid, room, feed, \"by\", request, wish, node, whole from space";

  private static final String ASKED = COLUMNS + " where \"by\" = ? and request = ?";
  private static final String BEGUN = COLUMNS + " where not whole order by nid limit ?";

  private static final String BEGIN =
      """
      insert into space (nid, room, feed, "by", request, wish, node, created_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?) on conflict ("by", request) do nothing\
      """;

  private static final String TAKE =
      "update space set node = ? where nid = ? and node = ? and not whole";

  private static final String WHOLE = "update space set whole = true where nid = ?";
  private static final String REMOVE = "delete from space where nid = ? and not whole";
  private static final String ALL = "select room from space where whole order by nid limit ?";
  private static final String NAMED =
      """
      select room from space
       where whole and (folded is null or position(? in folded) > 0) order by nid limit ?\
      """;

  private static final String NAMES =
      "select room, folded from space where whole order by nid limit ?";

  private static final String NAME = "update space set folded = ? where room = ?";
  private static final String COUNT = "select count(*) as n from space";

  private static final String IS = "select from space where room = ? and whole";

  /// A space that was wished for.
  ///
  /// @param by nid of who makes it
  /// @param request the maker's name for this one wish
  /// @param node the process that makes it
  /// @param whole whether both rooms are there
  record Begun(
      long nid,
      String room,
      String feed,
      long by,
      String request,
      JsonObject wish,
      long node,
      boolean whole) {}

  /// Notes a wish, unless it was noted before.
  ///
  /// @return the wish as it stands
  Begun begin(Tx tx, Begun wished, long now) {
    tx.run(
        BEGIN,
        wished.nid(),
        wished.room(),
        wished.feed(),
        wished.by(),
        wished.request(),
        wished.wish().toString(),
        wished.node(),
        now);
    return asked(tx, wished.by(), wished.request()).orElseThrow();
  }

  Optional<Begun> asked(Tx tx, long by, String request) {
    return tx.first(SpaceStore::begun, ASKED, by, request);
  }

  List<Begun> begun(Tx tx) {
    return tx.list(SpaceStore::begun, BEGUN, BEGUN_MAX);
  }

  /// Takes over what a node left that is gone; false when it lives, or somebody else took it over.
  boolean take(Tx tx, Begun left, long node) {
    return left.node() == node
        || (Nodes.isGone(tx, left.node()) && tx.run(TAKE, node, left.nid(), left.node()) == 1);
  }

  void whole(Tx tx, long nid) {
    tx.run(WHOLE, nid);
  }

  void remove(Tx tx, long nid) {
    tx.run(REMOVE, nid);
  }

  List<String> all(Tx tx) {
    return tx.list(row -> row.text("room"), ALL, ALL_MAX);
  }

  /// Those whose name holds a text, and those of whom that is not known yet.
  List<String> named(Tx tx, String folded) {
    return tx.list(row -> row.text("room"), NAMED, folded, ALL_MAX);
  }

  /// What all are called where they are searched, by their rooms; empty where that is not known
  /// yet.
  Map<String, String> names(Tx tx) {
    var names = new HashMap<String, String>();
    tx.list(
        row -> names.put(row.text("room"), row.optionalText("folded").orElse("")), NAMES, ALL_MAX);
    return names;
  }

  boolean name(Tx tx, String room, String folded) {
    return tx.run(NAME, folded, room) == 1;
  }

  boolean isSpace(Tx tx, String room) {
    return tx.first(row -> true, IS, room).isPresent();
  }

  long count(Tx tx) {
    return tx.first(row -> row.number("n"), COUNT).orElseThrow();
  }

  private static Begun begun(Row row) {
    return new Begun(
        row.number("nid"),
        row.text("room"),
        row.text("feed"),
        row.number("by"),
        row.text("request"),
        json(row.text("wish")),
        row.number("node"),
        row.bool("whole"));
  }

  static JsonObject json(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject json) {
      return json;
    }
    throw new IllegalStateException("a wish is no object");
  }
}
