package parvis.suite.bulletins;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Bulletins in the database.
final class BulletinStore {
  /// Bulletins of one list, the latest first, and banners that somebody is shown at once.
  static final int LIST_MAX = 200;

  static final int SHOWN_MAX = 5;

  private static final String COLUMNS =
      """
      select b.nid, b.id, b.server, b.organisation, u.user_id, b.french, b.english, b.created_ms,
             b.until_ms, b.withdrawn_ms, b.after, b.told
        from bulletin b join matrix_user u on u.nid = b."by"
      """;

  private static final String FIND = COLUMNS + " where b.server = ? and b.id = ?";
  private static final String MADE = COLUMNS + " where b.\"by\" = ? and b.request = ?";

  private static final String LIST =
      COLUMNS
          + """
             where b.server = ? and (?::bigint is null or b.organisation = ?)
             order by b.nid desc limit ?""";

  private static final String SHOWN =
      COLUMNS
          + """
             where b.server = ? and b.until_ms > ? and b.withdrawn_ms is null
               and (b.organisation is null or b.organisation = ?)
               and not exists (select from bulletin_closed c where c.bulletin = b.nid and c."user" = ?)
             order by b.nid desc limit ?""";

  private static final String GOING =
      COLUMNS
          + """
             where b.after is not null order by b.nid limit 1""";

  private static final String PUT =
      """
      insert into bulletin (nid, id, server, organisation, "by", request, french, english,
                            created_ms, until_ms, after)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint bulletin_once do nothing""";

  private static final String WITHDRAW =
      """
      update bulletin set withdrawn_ms = ?, after = null where nid = ? and withdrawn_ms is null""";

  private static final String CLOSE =
      """
      insert into bulletin_closed (bulletin, "user") values (?, ?) on conflict do nothing""";

  private static final String TOLD =
      "update bulletin set after = ?, told = told + ? where nid = ? and after = ?";

  private static final String FORGET = "delete from bulletin where until_ms < ? and after is null";

  /// One that is written.
  ///
  /// @param after 0 when everybody is to get a notice; absent: the banner is all
  record Written(
      long nid,
      String id,
      String request,
      String french,
      String english,
      long createdMs,
      long untilMs,
      OptionalLong after) {}

  /// Makes one; the one that is there when its author has asked for it before.
  Bulletin put(Tx tx, Remit of, long by, Written written) {
    tx.run(
        PUT,
        written.nid(),
        written.id(),
        of.server(),
        of.organisation().orElse(null),
        by,
        written.request(),
        written.french(),
        written.english(),
        written.createdMs(),
        written.untilMs(),
        written.after().isPresent() ? written.after().getAsLong() : null);
    return tx.first(BulletinStore::bulletin, MADE, by, written.request()).orElseThrow();
  }

  Optional<Bulletin> find(Tx tx, long server, String id) {
    return tx.first(BulletinStore::bulletin, FIND, server, id);
  }

  List<Bulletin> list(Tx tx, Remit of) {
    var organisation = of.organisation().orElse(null);
    return tx.list(
        BulletinStore::bulletin, LIST, of.server(), organisation, organisation, LIST_MAX);
  }

  /// Those that somebody has before them now.
  List<Bulletin> shown(Tx tx, Remit of, long user, long nowMs) {
    return tx.list(
        BulletinStore::bulletin,
        SHOWN,
        of.server(),
        nowMs,
        of.organisation().orElse(null),
        user,
        SHOWN_MAX);
  }

  boolean withdraw(Tx tx, Bulletin bulletin, long nowMs) {
    return tx.run(WITHDRAW, nowMs, bulletin.nid()) == 1;
  }

  void close(Tx tx, Bulletin bulletin, long user) {
    tx.run(CLOSE, bulletin.nid(), user);
  }

  /// One that goes to people still.
  Optional<Bulletin> going(Tx tx) {
    return tx.first(BulletinStore::bulletin, GOING);
  }

  /// Notes to whom it went last, absent: to all, unless another node has meanwhile.
  void told(Tx tx, Bulletin bulletin, Optional<Long> after, int people) {
    tx.run(TOLD, after.orElse(null), people, bulletin.nid(), bulletin.after().orElse(null));
  }

  void forget(Tx tx, long beforeMs) {
    tx.run(FORGET, beforeMs);
  }

  private static Bulletin bulletin(Row row) {
    return new Bulletin(
        row.number("nid"),
        row.text("id"),
        row.number("server"),
        boxed(row.optionalNumber("organisation")),
        row.text("user_id"),
        row.text("french"),
        row.text("english"),
        row.number("created_ms"),
        row.number("until_ms"),
        boxed(row.optionalNumber("withdrawn_ms")),
        boxed(row.optionalNumber("after")),
        row.number("told"));
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
