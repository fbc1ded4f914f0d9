package parvis.core.organisations;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// What administrators did: each deed is noted in the transaction that does it, so that none is
/// done and not noted.
final class Journal {
  /// Rows of one page; those of its last moment are all in it, since the next one begins before
  /// it.
  static final int PAGE_MAX = 200;

  private static final String NOTE =
      """
      insert into journal (nid, at_ms, server, organisation, "by", deed, about)
      values (?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String NOTE_OWN =
      """
      insert into journal (nid, at_ms, server, organisation, "by", deed, about)
      select nextval('nid'), ?, ?, ?, nid, ?, user_id from matrix_user where nid = ?\
      """;

  private static final String LIST =
      """
      select j.at_ms, u.user_id, f.display_name, j.deed, j.about
        from (select nid, at_ms, "by", deed, about
                from journal
               where server = ? and organisation = ? and at_ms < ?
               order by at_ms desc fetch first ? rows with ties) j
        join matrix_user u on u.nid = j."by"
        left join profile f on f."user" = j."by"
       order by j.at_ms desc, j.nid desc\
      """;

  private final LongSupplier nids;
  private final Clock clock;

  /// What somebody did, and whom or what it was about.
  record Line(long atMs, String by, Optional<String> name, String deed, String about) {}

  Journal(LongSupplier nids, Clock clock) {
    this.nids = nids;
    this.clock = clock;
  }

  /// A number for a row, to be taken before a transaction begins.
  long next() {
    return nids.getAsLong();
  }

  void note(Tx tx, long nid, Organisation of, Actor by, String deed, String about) {
    note(tx, nid, of.server(), Optional.of(of.nid()), by, deed, about);
  }

  /// @param organisation nid; absent: it was done for the whole server
  void note(
      Tx tx,
      long nid,
      long server,
      Optional<Long> organisation,
      Actor by,
      String deed,
      String about) {
    tx.run(NOTE, nid, clock.millis(), server, organisation.orElse(null), by.userNid(), deed, about);
  }

  /// Notes what somebody did about themselves, by nid.
  void noteOwn(Tx tx, Organisation of, long by, String deed) {
    tx.run(NOTE_OWN, clock.millis(), of.server(), of.nid(), deed, by);
  }

  /// What was done in an organisation, the latest first.
  List<Line> of(Tx tx, Organisation organisation, Optional<Long> before) {
    return tx.list(
        Journal::line,
        LIST,
        organisation.server(),
        organisation.nid(),
        before.orElse(Long.MAX_VALUE),
        PAGE_MAX);
  }

  private static Line line(Row row) {
    return new Line(
        row.number("at_ms"),
        row.text("user_id"),
        row.optionalText("display_name"),
        row.text("deed"),
        row.text("about"));
  }
}
