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
             decided_by, decision, decided_why, undone
        from report
       where\s""";

  /// What one person reads of their own reports.
  private static final int OWN_MAX = 10_000;

  /// Decisions that one look carries on.
  private static final int AHEAD_MAX = 100;

  private static final String OF = COLUMNS + "\"user\" = ? order by nid desc limit ?";

  private static final String AHEAD =
      COLUMNS + "(undone or untold) and decided_ms < ? order by nid limit ?";

  private static final String FIND = COLUMNS + "server = ? and nid = ?";

  /// Who says again what waits says it anew; what was decided stands.
  private static final String PUT =
      """
      insert into report (nid, received_ms, server, "user", room, event, person, reason,
                          organisation)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict on constraint report_once
        do update set received_ms = excluded.received_ms, reason = excluded.reason,
                      organisation = excluded.organisation""";

  private static final String COUNT =
      "select count(*) as n from report where \"user\" = ? and decided_ms is null";

  private static final String WAITING =
      """
      select count(*) as n from report
       where server = ? and (?::bigint is null or organisation = ?) and decided_ms is null
         and person is distinct from ?
         and not exists (select from event e where e.nid = report.event and e.sender = ?)""";

  private static final String DECIDE =
      """
      update report
         set decided_ms = ?, decided_by = ?, decision = ?, decided_why = ?, undone = true,
             untold = true
       where nid = ? and decided_ms is null""";

  private static final String DONE =
      "update report set undone = false where nid = ? and decided_ms = ?";

  private static final String TOLD =
      "update report set untold = false where nid = ? and decided_ms = ?";

  private static final String GIVE_UP =
      "update report set untold = false where untold and not undone and decided_ms < ?";

  /// One that was made anew meanwhile is open in its place.
  private static final String REOPEN =
      """
      update report
         set decided_ms = null, decided_by = null, decision = null, decided_why = '',
             undone = false, untold = false
       where nid = ? and decided_ms = ? and undone
         and not exists (select from report anew
                          where anew."user" = report."user"
                            and anew.room is not distinct from report.room
                            and anew.event is not distinct from report.event
                            and anew.person is not distinct from report.person
                            and anew.decided_ms is null)""";

  private static final String DROP =
      "delete from report where nid = ? and decided_ms = ? and undone";

  private static final String FORGET = "delete from report where decided_ms < ?";

  /// What a report is about; one of room and person, and an event only in a room.
  record Target(@Nullable Long room, @Nullable Long event, @Nullable Long person) {}

  long count(Tx tx, long user) {
    return tx.first(row -> row.number("n"), COUNT, user).orElseThrow();
  }

  /// How many wait for somebody, without those about themselves.
  ///
  /// @param organisation nid of the one in which they decide; absent: in all
  long waiting(Tx tx, String server, Optional<Long> organisation, long user) {
    var of = organisation.orElse(null);
    return tx.first(row -> row.number("n"), WAITING, server, of, of, user, user).orElseThrow();
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

  /// Takes a decision back that was not carried out; whether it still was one.
  boolean reopen(Tx tx, long id, Report.Decided decided) {
    return tx.run(REOPEN, id, decided.atMs()) == 1 || tx.run(DROP, id, decided.atMs()) == 1;
  }

  /// Notes that a decision was carried out.
  int done(Tx tx, long id, Report.Decided decided) {
    return tx.run(DONE, id, decided.atMs());
  }

  /// Notes that all were told whom a decision concerns.
  int told(Tx tx, long id, Report.Decided decided) {
    return tx.run(TOLD, id, decided.atMs());
  }

  /// Decisions of before a moment that are not carried out, or that somebody is to be told of.
  List<Report> ahead(Tx tx, long beforeMs) {
    return tx.list(ReportStore::report, AHEAD, beforeMs, AHEAD_MAX);
  }

  /// Has nobody told any more of what was decided before a moment.
  int giveUp(Tx tx, long beforeMs) {
    return tx.run(GIVE_UP, beforeMs);
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

  /// What one person reported, the latest first.
  List<Report> of(Tx tx, long user) {
    return tx.list(ReportStore::report, OF, user, OWN_MAX);
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
                        row.text("decided_why"))),
        row.bool("undone"));
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
