package parvis.suite.papers;

import java.util.List;
import java.util.Optional;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Papers in the database.
final class PaperStore {
  /// Versions of terms that are told to who accepted them.
  private static final int ACCEPTED_MAX = 1_000;

  private static final String COLUMNS =
      """
      select distinct on (p.organisation, p.kind) p.nid, p.organisation, p.kind, p.version,
             p.french, p.english, u.user_id, p.at_ms
        from paper p join matrix_user u on u.nid = p."by"
       where p.server = ?\s""";

  private static final String LAST = " order by p.organisation, p.kind, p.version desc";

  /// Of an organisation and of its server.
  private static final String FOUND =
      COLUMNS + "and p.kind = ? and (p.organisation is null or p.organisation = ?)" + LAST;

  private static final String ALL =
      COLUMNS + "and p.organisation is not distinct from ?::bigint" + LAST;

  private static final String PUT =
      """
      insert into paper (nid, server, organisation, kind, version, french, english, "by", at_ms)
      select ?, ?, ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ? from paper
       where server = ? and organisation is not distinct from ?::bigint and kind = ?""";

  private static final String LAST_TERMS =
      "select coalesce(max(nid), 0) as last from paper where kind = 'terms'";

  private static final String ACCEPT =
      """
      insert into paper_accepted ("user", paper, at_ms) values (?, ?, ?) on conflict do nothing""";

  private static final String OF_PERSON =
      """
      select p.version, a.at_ms from paper_accepted a join paper p on p.nid = a.paper
       where a."user" = ? order by a.at_ms limit ?""";

  private static final String ACCEPTED =
      "select from paper_accepted where \"user\" = ? and paper = ?";

  long lastTerms(Tx tx) {
    return tx.first(row -> row.number("last"), LAST_TERMS).orElse(0L);
  }

  /// The last versions of a page: of an organisation first, then of its server.
  List<Paper> found(Tx tx, Remit of, Paper.Kind kind) {
    return tx.list(
        PaperStore::paper, FOUND, of.server(), kind.word(), of.organisation().orElse(null));
  }

  /// What an organisation, or a server, says itself.
  List<Paper> all(Tx tx, Remit of) {
    return tx.list(PaperStore::paper, ALL, of.server(), of.organisation().orElse(null));
  }

  /// What is written of a page.
  record Written(Paper.Kind kind, String french, String english) {}

  void put(Tx tx, long nid, Remit of, Written written, long by, long nowMs) {
    var organisation = of.organisation().orElse(null);
    tx.run(
        PUT,
        nid,
        of.server(),
        organisation,
        written.kind().word(),
        written.french(),
        written.english(),
        by,
        nowMs,
        of.server(),
        organisation,
        written.kind().word());
  }

  void accept(Tx tx, long user, Paper paper, long nowMs) {
    tx.run(ACCEPT, user, paper.nid(), nowMs);
  }

  boolean isAccepted(Tx tx, long user, Paper paper) {
    return tx.first(_ -> true, ACCEPTED, user, paper.nid()).isPresent();
  }

  /// Which versions of terms somebody accepted, and when.
  record Accepted(long version, long atMs) {}

  List<Accepted> accepted(Tx tx, long user) {
    return tx.list(
        row -> new Accepted(row.number("version"), row.number("at_ms")),
        OF_PERSON,
        user,
        ACCEPTED_MAX);
  }

  private static Paper paper(Row row) {
    var organisation = row.optionalNumber("organisation");
    return new Paper(
        row.number("nid"),
        organisation.isPresent() ? Optional.of(organisation.getAsLong()) : Optional.empty(),
        Paper.Kind.of(row.text("kind")).orElseThrow(),
        row.number("version"),
        row.text("french"),
        row.text("english"),
        row.text("user_id"),
        row.number("at_ms"));
  }
}
