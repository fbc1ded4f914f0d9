package parvis.core.rooms;

import java.util.List;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.log.Nodes;

/// The upgrades that have begun and not ended: what a kill leaves of one is known to the next
/// start.
final class Upgrades {
  /// What one start looks at: more than requests that all processes ever had at work.
  private static final int BEGUN_MAX = 10_000;

  private static final String BEGIN =
      """
      insert into room_upgrade (replacement, old, "user", node) values (?, ?, ?, ?)""";
  private static final String END = "delete from room_upgrade where replacement = ?";
  private static final String BEGUN =
      """
      select replacement, old, "user", node from room_upgrade order by replacement limit ?""";
  private static final String TAKE =
      "update room_upgrade set node = ? where replacement = ? and node = ?";
  private static final String OF = "select from room_upgrade where replacement = ? and node = ?";

  private final Db db;
  private final long node;

  /// @param node the number of this process
  Upgrades(Db db, long node) {
    this.db = db;
    this.node = node;
  }

  /// @param user who replaces the old room
  /// @param node whose work it is
  record Begun(long replacement, long old, long user, long node) {}

  void begin(Tx tx, long replacement, long old, long user) {
    tx.run(BEGIN, replacement, old, user, node);
  }

  static void end(Tx tx, long replacement) {
    tx.run(END, replacement);
  }

  List<Begun> begun() {
    return db.read(
        tx ->
            tx.list(
                row ->
                    new Begun(
                        row.number("replacement"),
                        row.number("old"),
                        row.number("user"),
                        row.number("node")),
                BEGUN,
                BEGUN_MAX));
  }

  /// Takes over what a node left that is gone; false when it lives, or somebody else took it over.
  boolean take(Tx tx, Begun begun) {
    return Nodes.isGone(tx, begun.node())
        && tx.run(TAKE, node, begun.replacement(), begun.node()) == 1;
  }

  /// Whether nobody took it over.
  boolean isOurs(long replacement) {
    return db.read(tx -> tx.first(row -> true, OF, replacement, node)).isPresent();
  }
}
