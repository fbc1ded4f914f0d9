package parvis.core.moderation;

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
      select nid, received_ms, "user", room, event, person, reason from report where server = ?""";

  private static final String OF =
      """
      select nid, received_ms, "user", room, event, person, reason from report
       where "user" = ? order by nid""";

  private static final String PUT =
      """
      insert into report (nid, received_ms, server, "user", room, event, person, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict on constraint report_once
        do update set received_ms = excluded.received_ms, reason = excluded.reason""";

  /// What a report is about; one of room and person, and an event only in a room.
  record Target(@Nullable Long room, @Nullable Long event, @Nullable Long person) {}

  long count(Tx tx, long user) {
    return tx.first(
            row -> row.number("n"), "select count(*) as n from report where \"user\" = ?", user)
        .orElseThrow();
  }

  void put(Tx tx, long nid, long now, Actor by, Target target, String reason) {
    tx.run(
        PUT,
        nid,
        now,
        by.user().server().value(),
        by.userNid(),
        target.room(),
        target.event(),
        target.person(),
        reason);
  }

  /// Some of those that administrators of one server have.
  ///
  /// @param events whether only those of events are wanted
  record Wanted(String server, boolean events, boolean oldestFirst, long skip, int limit) {
    private String clause() {
      return events ? " and event is not null" : "";
    }
  }

  /// What one person reported; [Reports#OF_ACCOUNT_MAX] bounds how much that is.
  List<Report> of(Tx tx, long user) {
    return tx.list(ReportStore::report, OF, user);
  }

  List<Report> list(Tx tx, Wanted wanted) {
    return tx.list(
        ReportStore::report,
        COLUMNS
            + wanted.clause()
            + " order by nid "
            + (wanted.oldestFirst() ? "asc" : "desc")
            + " offset ? limit ?",
        wanted.server(),
        wanted.skip(),
        wanted.limit());
  }

  long count(Tx tx, Wanted wanted) {
    return tx.first(
            row -> row.number("n"),
            "select count(*) as n from report where server = ?" + wanted.clause(),
            wanted.server())
        .orElseThrow();
  }

  Optional<Report> find(Tx tx, String server, long id) {
    return tx.first(ReportStore::report, COLUMNS + " and nid = ?", server, id);
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
        row.text("reason"));
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
