package parvis.core.moderation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Reports in the database.
final class ReportStore {
  private static final String COLUMNS =
      """
      select nid, received_ms, "user", room, event, person, reason, organisation, decided_ms,
             decided_by, decision, decided_why
        from report
       where\s""";

  private static final String OF = COLUMNS + "\"user\" = ? order by nid";

  private static final String FIND = COLUMNS + "server = ? and nid = ?";

  /// Who says again what was decided says it anew.
  private static final String PUT =
      """
      insert into report (nid, received_ms, server, "user", room, event, person, reason,
                          organisation)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict on constraint report_once
        do update set received_ms = excluded.received_ms, reason = excluded.reason,
                      organisation = excluded.organisation, decided_ms = null,
                      decided_by = null, decision = null, decided_why = ''""";

  private static final String COUNT =
      "select count(*) as n from report where \"user\" = ? and decided_ms is null";

  private static final String DECIDE =
      """
      update report set decided_ms = ?, decided_by = ?, decision = ?, decided_why = ?
       where nid = ? and decided_ms is null""";

  private static final String REOPEN =
      """
      update report set decided_ms = null, decided_by = null, decision = null, decided_why = ''
       where nid = ? and decided_ms = ?""";

  private static final String FORGET = "delete from report where decided_ms < ?";

  /// What a report is about; one of room and person, and an event only in a room.
  record Target(@Nullable Long room, @Nullable Long event, @Nullable Long person) {}

  long count(Tx tx, long user) {
    return tx.first(row -> row.number("n"), COUNT, user).orElseThrow();
  }

  /// @param organisation nid of the one whose administrators decide on it, too
  void put(
      Tx tx,
      long nid,
      long now,
      Actor by,
      Target target,
      String reason,
      Optional<Long> organisation) {
    tx.run(
        PUT,
        nid,
        now,
        by.user().server().value(),
        by.userNid(),
        target.room(),
        target.event(),
        target.person(),
        reason,
        organisation.orElse(null));
  }

  /// Notes what was decided; whether nobody else had.
  boolean decide(Tx tx, long id, Report.Decided decided) {
    return tx.run(
            DECIDE, decided.atMs(), decided.by(), decided.decision().word(), decided.why(), id)
        == 1;
  }

  /// Takes a decision back that could not be carried out.
  void reopen(Tx tx, long id, Report.Decided decided) {
    tx.run(REOPEN, id, decided.atMs());
  }

  /// Forgets what was decided before a moment.
  void forget(Tx tx, long beforeMs) {
    tx.run(FORGET, beforeMs);
  }

  /// Some of those that administrators have.
  ///
  /// @param organisation nid of the one whose they are; absent: all of the server
  /// @param state `open`, `decided` or `all`
  /// @param events whether only those of events are wanted
  record Wanted(
      String server,
      Optional<Long> organisation,
      String state,
      boolean events,
      boolean oldestFirst,
      long skip,
      int limit) {
    private static final String OF =
        "server = ? and (?::bigint is null or organisation = ?)"
            + " and (? = 'all' or (decided_ms is null) = (? = 'open'))"
            + " and (not ? or event is not null)";

    private List<@Nullable Object> values() {
      var of = organisation.orElse(null);
      return Arrays.asList(server, of, of, state, state, events);
    }
  }

  /// What one person reported; [Reports#OF_ACCOUNT_MAX] bounds how much that is.
  List<Report> of(Tx tx, long user) {
    return tx.list(ReportStore::report, OF, user);
  }

  List<Report> list(Tx tx, Wanted wanted) {
    var values = new ArrayList<@Nullable Object>(wanted.values());
    values.add(wanted.skip());
    values.add(wanted.limit());
    return tx.list(
        ReportStore::report,
        COLUMNS
            + Wanted.OF
            + " order by nid "
            + (wanted.oldestFirst() ? "asc" : "desc")
            + " offset ? limit ?",
        values.toArray());
  }

  long count(Tx tx, Wanted wanted) {
    return tx.first(
            row -> row.number("n"),
            "select count(*) as n from report where " + Wanted.OF,
            wanted.values().toArray())
        .orElseThrow();
  }

  Optional<Report> find(Tx tx, String server, long id) {
    return tx.first(ReportStore::report, FIND, server, id);
  }

  boolean remove(Tx tx, String server, long id) {
    return tx.run("delete from report where server = ? and nid = ?", server, id) == 1;
  }

  private static Report report(Row row) {
    return new Report(
        row.number("nid"),
        row.number("received_ms"),
        row.number("user"),
        boxed(row.optionalNumber("room")),
        boxed(row.optionalNumber("event")),
        boxed(row.optionalNumber("person")),
        row.text("reason"),
        boxed(row.optionalNumber("organisation")),
        row.optionalText("decision")
            .flatMap(Decision::of)
            .map(
                decision ->
                    new Report.Decided(
                        decision,
                        row.number("decided_ms"),
                        row.number("decided_by"),
                        row.text("decided_why"))));
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
