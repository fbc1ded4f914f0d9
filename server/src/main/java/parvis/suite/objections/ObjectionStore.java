package parvis.suite.objections;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Objections in the database.
final class ObjectionStore {
  /// Objections of one page.
  static final int PAGE_MAX = 100;

  /// What somebody is told of their own.
  static final int OWN_MAX = 50;

  /// Answers that one look tells, and objections that it forgets.
  private static final int LOOK_MAX = 100;

  private static final String COLUMNS =
      """
      select b.id, b."user", u.user_id, f.display_name, b.organisation, o.label, b.text, b.created_ms,
             b.answer, b.decided_ms, b.decided_by
        from objection b join matrix_user u on u.nid = b."user"
        left join profile f on f."user" = b."user"
        left join organisation o on o.nid = b.organisation\
      """;

  private static final String PUT =
      """
      with before as (
        select organisation from objection where "user" = ? and decided_ms is null)
      insert into objection (id, server, organisation, "user", text, created_ms)
      values (?, ?, ?, ?, ?, ?)
      on conflict ("user") where decided_ms is null
        do update set text = excluded.text, organisation = excluded.organisation
      returning id = ? or organisation is distinct from (select organisation from before) as arrived\
      """;

  private static final String REACHED =
      " where b.server = ? and (?::bigint is null or b.organisation = ?)";

  private static final String OPEN =
      COLUMNS
          + REACHED
          + """
             and b.decided_ms is null and (b.created_ms, b.id) > (?, ?)
             order by b.created_ms, b.id limit ?\
            """;

  private static final String COUNT =
      "select count(*) as n from objection b"
          + REACHED
          + " and b.decided_ms is null and b.\"user\" <> ?";

  private static final String FIND = COLUMNS + REACHED + " and b.id = ? for update of b";

  private static final String MINE =
      COLUMNS + " where b.\"user\" = ? order by b.created_ms desc, b.id limit ?";

  private static final String WITHDRAW =
      "delete from objection where \"user\" = ? and decided_ms is null";

  private static final String ANSWER =
      """
      update objection set answer = ?, decided_ms = ?, decided_by = ?, untold = true where id = ?\
      """;

  private static final String UNTOLD =
      COLUMNS + " where b.untold and b.decided_ms < ? order by b.decided_ms, b.id limit ?";

  private static final String TOLD = "update objection set untold = false where id = ?";

  private static final String FORGET = "delete from objection where \"user\" = ?";

  private static final String FORGET_OLD =
      """
      delete from objection where id in (
        select id from objection where decided_ms < ? order by decided_ms limit ?)\
      """;

  /// Notes what somebody objects to, in the place of what waits of theirs.
  ///
  /// @return whether others answer it than answered what waited, if anything did
  boolean put(Tx tx, String id, Remit to, long user, String text, long nowMs) {
    return tx.first(
            row -> row.bool("arrived"),
            PUT,
            user,
            id,
            to.server(),
            to.organisation().orElse(null),
            user,
            text,
            nowMs,
            id)
        .orElseThrow();
  }

  /// The next ones that wait, the oldest first.
  List<Objection> open(Tx tx, Remit remit, After after) {
    var organisation = remit.organisation().orElse(null);
    return tx.list(
        ObjectionStore::objection,
        OPEN,
        remit.server(),
        organisation,
        organisation,
        after.createdMs(),
        after.id(),
        PAGE_MAX);
  }

  /// Where a page ended.
  ///
  /// @param id of the last one
  record After(long createdMs, String id) {
    /// Where all begin.
    static final After NONE = new After(0, "");

    private static final Pattern SAID = Pattern.compile("(\\d{1,18})-(\\S{1,64})");

    static Optional<After> parse(String said) {
      var parts = SAID.matcher(said);
      return parts.matches()
          ? Optional.of(new After(Long.parseLong(parts.group(1)), parts.group(2)))
          : Optional.empty();
    }

    static After of(Objection last) {
      return new After(last.atMs(), last.id());
    }

    String said() {
      return createdMs + "-" + id;
    }
  }

  /// How many wait, without what somebody objects to themselves: others answer that.
  long count(Tx tx, Remit remit, long but) {
    var organisation = remit.organisation().orElse(null);
    return tx.first(row -> row.number("n"), COUNT, remit.server(), organisation, organisation, but)
        .orElseThrow();
  }

  /// One that a remit reaches, and that nobody else answers before the transaction ends.
  Optional<Objection> find(Tx tx, Remit remit, String id) {
    var organisation = remit.organisation().orElse(null);
    return tx.first(
        ObjectionStore::objection, FIND, remit.server(), organisation, organisation, id);
  }

  /// The last ones of somebody.
  List<Objection> mine(Tx tx, long user) {
    return tx.list(ObjectionStore::objection, MINE, user, OWN_MAX);
  }

  /// Whether one waited.
  boolean withdraw(Tx tx, long user) {
    return tx.run(WITHDRAW, user) == 1;
  }

  void answer(Tx tx, String id, String answer, long by, long nowMs) {
    tx.run(ANSWER, answer, nowMs, by, id);
  }

  /// Those whose answer was to be told before a moment, and may not have been.
  List<Objection> untold(Tx tx, long beforeMs) {
    return tx.list(ObjectionStore::objection, UNTOLD, beforeMs, LOOK_MAX);
  }

  int told(Tx tx, String id) {
    return tx.run(TOLD, id);
  }

  int forget(Tx tx, long user) {
    return tx.run(FORGET, user);
  }

  int forgetOld(Tx tx, long beforeMs) {
    return tx.run(FORGET_OLD, beforeMs, LOOK_MAX);
  }

  private static Objection objection(Row row) {
    var organisation = row.optionalNumber("organisation");
    var decided = row.optionalNumber("decided_ms");
    return new Objection(
        row.text("id"),
        row.number("user"),
        new UserId(row.text("user_id")),
        row.optionalText("display_name").filter(name -> !name.isEmpty()),
        organisation.isPresent() ? Optional.of(organisation.getAsLong()) : Optional.empty(),
        row.optionalText("label"),
        row.text("text"),
        row.number("created_ms"),
        decided.isPresent()
            ? Optional.of(
                new Objection.Answer(
                    row.text("answer"), decided.getAsLong(), row.number("decided_by")))
            : Optional.empty());
  }
}
