package parvis.core.organisations;

import java.util.List;
import java.util.Optional;
import parvis.core.organisations.Journal.Line;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// The rows of accesses.
final class AccessStore {
  private static final String NOTE =
      """
      insert into access_line (nid, at_ms, server, organisation, "by", address, deed, about)
      values (?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String TOLD =
      """
      select 1 as one from access_line
       where server = ? and at_ms > ? and "by" = ? and address = ? and deed = ? and about = ? limit 1\
      """;

  private static final String LIST =
      """
      select a.at_ms, u.user_id, f.display_name, a.deed, a.about, a.address, o.label
        from (select nid, at_ms, "by", deed, about, address, organisation
                from access_line
               where server = ? and (?::bigint is null or organisation = ?) and at_ms < ?
               order by at_ms desc fetch first ? rows with ties) a
        join matrix_user u on u.nid = a."by"
        left join profile f on f."user" = a."by"
        left join organisation o on o.nid = a.organisation
       order by a.at_ms desc, a.nid desc\
      """;

  private static final String FORGET = "delete from access_line where at_ms < ?";

  private AccessStore() {}

  /// That somebody looked at something.
  ///
  /// @param organisation nid
  /// @param by nid
  record Seen(
      long nid,
      long atMs,
      long server,
      Optional<Long> organisation,
      long by,
      String address,
      String deed,
      String about) {}

  static void put(Tx tx, Seen seen) {
    tx.run(
        NOTE,
        seen.nid(),
        seen.atMs(),
        seen.server(),
        seen.organisation().orElse(null),
        seen.by(),
        seen.address(),
        seen.deed(),
        seen.about());
  }

  /// Whether somebody looked at the same from the same address after a moment.
  static boolean isTold(
      Tx tx, long server, long sinceMs, long by, String address, String deed, String about) {
    return tx.first(row -> row.number("one"), TOLD, server, sinceMs, by, address, deed, about)
        .isPresent();
  }

  static List<Line> of(Tx tx, Remit remit, long before, int max) {
    var organisation = remit.organisation().orElse(null);
    return tx.list(
        AccessStore::line, LIST, remit.server(), organisation, organisation, before, max);
  }

  static int forget(Tx tx, long beforeMs) {
    return tx.run(FORGET, beforeMs);
  }

  private static Line line(Row row) {
    return new Line(
        row.number("at_ms"),
        row.text("user_id"),
        row.optionalText("display_name"),
        row.text("deed"),
        row.text("about"),
        row.optionalText("label"),
        Optional.of(Ipv6.shortened(row.text("address"))));
  }
}
