package parvis.suite.arrivals;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import parvis.base.Language;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.ServerName;

/// Imports in the database, and their lines.
final class ImportStore {
  /// Lines of one page.
  static final int PAGE_MAX = 500;

  private static final String COLUMNS =
      """
      select i.nid, i.id, i.server, i.organisation, i.organisation_id, i."by", i.state, i.invites,
             i.language, i.total, i.created_ms, i.stopped
        from account_import i\
      """;

  private static final String FIND = COLUMNS + " where i.id = ?";
  private static final String HOLD = FIND + " for update";
  private static final String OF =
      COLUMNS + " where i.organisation = ? order by i.nid desc limit ?";

  private static final String RUNNING =
      COLUMNS + " where i.state = 'running' order by i.nid limit 1 for update skip locked";

  private static final String INVITING =
      COLUMNS + " where i.nid = (select min(import) from import_line where due) for update";

  private static final String WORK =
      """
      select exists (select from account_import where state = 'running') as making,
             exists (select from import_line where due) as inviting\
      """;

  private static final String ADD =
      """
      insert into account_import
        (nid, id, server, organisation, organisation_id, "by", state, total, created_ms)
      values (?, ?, ?, ?, ?, ?, 'ready', ?, ?)\
      """;

  private static final String ADD_LINES =
      """
      insert into import_line (import, line, address, name, function, outcome, reason)
      select ?, * from unnest(?::integer[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])\
      """;

  private static final String NEW =
      """
      select line, address, name, function, outcome, reason, "user" from import_line
       where import = ? and outcome = 'new' order by line limit ?\
      """;

  private static final String DUE =
      """
      select line, address, name, function, outcome, reason, "user" from import_line
       where import = ? and due order by line limit ?\
      """;

  private static final String PAGE =
      """
      select line, address, name, function, outcome, reason, "user" from import_line
       where import = ? and line > ? and (? = '' or outcome = ?) order by line limit ?\
      """;

  private static final String MADE =
      """
      update import_line l set outcome = 'made', "user" = p."user", due = ?
        from unnest(?::integer[], ?::bigint[]) as p (line, "user")
       where l.import = ? and l.line = p.line\
      """;

  private static final String BECAME =
      "update import_line set outcome = ? where import = ? and line = ?";

  private static final String TOLD =
      "update import_line set due = false where import = ? and line = any(?)";

  private static final String UNDUE = "update import_line set due = false where import = ? and due";

  private static final String DONE = "update account_import set state = 'done' where nid = ?";

  private static final String CANCEL =
      "update account_import set state = 'cancelled' where nid = ? and state <> 'done'";

  private static final String STOP =
      "update account_import set state = 'cancelled', stopped = ? where nid = ? and state <> 'done'";

  private static final String START =
      """
      update account_import set state = 'running', invites = ?, language = ?, stopped = null
       where nid = ?\
      """;

  private static final String COUNTS =
      """
      select outcome, count(*) as n, count(*) filter (where due) as due from import_line
       where import = ? group by outcome\
      """;

  private static final String REMOVE = "delete from account_import where nid = ?";

  private static final String FORGET =
      """
      delete from account_import where nid in (
        select nid from account_import where created_ms < ? and state <> 'running'
         order by nid limit ?)\
      """;

  private static final int FORGOTTEN_MAX = 100;

  /// How far an import has come.
  enum State {
    READY,
    RUNNING,
    CANCELLED,
    DONE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Why an import was stopped by nobody.
  enum Stop {
    /// The organisation has as many people as it may have.
    FULL,
    /// Whoever read it in decides there no more.
    UNDECIDED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What is, or will be, of a line.
  enum Outcome {
    NEW,
    MADE,
    KNOWN,
    ELSEWHERE,
    DOUBLED,
    /// Several people read the address: each opens their own account.
    SHARED,
    INVALID;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// @param organisation nid
  /// @param organisationId what others call it
  /// @param by nid of who read it in
  /// @param total lines that make somebody
  /// @param stopped why nobody more is made, as a word, where nobody said so
  record Import(
      long nid,
      String id,
      ServerName server,
      long organisation,
      String organisationId,
      long by,
      State state,
      boolean invites,
      Language language,
      int total,
      long createdMs,
      Optional<String> stopped) {}

  /// @param user nid of who was made
  record Line(
      int number,
      String address,
      String name,
      String function,
      Outcome outcome,
      String reason,
      Optional<Long> user) {}

  /// What there is to do.
  record Work(boolean making, boolean inviting) {}

  /// How many lines became what.
  ///
  /// @param due people to whom a mail is still to be written
  record Counts(Map<String, Long> outcomes, long due) {
    long of(Outcome outcome) {
      return outcomes.getOrDefault(outcome.word(), 0L);
    }
  }

  Work work(Tx tx) {
    return tx.first(row -> new Work(row.bool("making"), row.bool("inviting")), WORK).orElseThrow();
  }

  void add(Tx tx, Import made) {
    tx.run(
        ADD,
        made.nid(),
        made.id(),
        made.server().value(),
        made.organisation(),
        made.organisationId(),
        made.by(),
        made.total(),
        made.createdMs());
  }

  void add(Tx tx, long nid, List<Line> lines) {
    tx.run(
        ADD_LINES,
        nid,
        lines.stream().mapToInt(Line::number).toArray(),
        lines.stream().map(Line::address).toArray(String[]::new),
        lines.stream().map(Line::name).toArray(String[]::new),
        lines.stream().map(Line::function).toArray(String[]::new),
        lines.stream().map(line -> line.outcome().word()).toArray(String[]::new),
        lines.stream().map(Line::reason).toArray(String[]::new));
  }

  Optional<Import> find(Tx tx, String id) {
    return tx.first(ImportStore::read, FIND, id);
  }

  /// The same, which nobody else changes until the transaction ends.
  Optional<Import> hold(Tx tx, String id) {
    return tx.first(ImportStore::read, HOLD, id);
  }

  List<Import> of(Tx tx, long organisation, int max) {
    return tx.list(ImportStore::read, OF, organisation, max);
  }

  /// One that is to go on, and that nobody goes on with at this moment.
  Optional<Import> running(Tx tx) {
    return tx.first(ImportStore::read, RUNNING);
  }

  /// The oldest one whose people are still to be written to; who else wants it waits.
  Optional<Import> inviting(Tx tx) {
    return tx.first(ImportStore::read, INVITING);
  }

  List<Line> fresh(Tx tx, long nid, int max) {
    return tx.list(ImportStore::line, NEW, nid, max);
  }

  List<Line> due(Tx tx, long nid, int max) {
    return tx.list(ImportStore::line, DUE, nid, max);
  }

  /// Lines behind one, of one outcome or, where none is named, of all.
  List<Line> page(Tx tx, long nid, int after, Optional<Outcome> outcome, int max) {
    var word = outcome.map(Outcome::word).orElse("");
    return tx.list(ImportStore::line, PAGE, nid, after, word, word, max);
  }

  void made(Tx tx, Import of, int[] lines, long[] users) {
    tx.run(MADE, of.invites(), lines, users, of.nid());
  }

  void became(Tx tx, Import of, int line, Outcome outcome) {
    tx.run(BECAME, outcome.word(), of.nid(), line);
  }

  void told(Tx tx, Import of, List<Line> lines) {
    tx.run(TOLD, of.nid(), lines.stream().mapToInt(Line::number).toArray());
  }

  void start(Tx tx, Import of, boolean invites, Language language) {
    tx.run(START, invites, language.code(), of.nid());
  }

  /// Ends it before its last line, unless that was made; nobody more is written to.
  void cancel(Tx tx, Import of) {
    tx.run(CANCEL, of.nid());
    tx.run(UNDUE, of.nid());
  }

  /// The same where nobody said so. Those who were made are written to, as long as whoever read it
  /// in decides.
  void stop(Tx tx, Import of, Stop why) {
    tx.run(STOP, why.word(), of.nid());
    if (why == Stop.UNDECIDED) {
      tx.run(UNDUE, of.nid());
    }
  }

  void done(Tx tx, Import of) {
    tx.run(DONE, of.nid());
  }

  Counts counts(Tx tx, long nid) {
    var outcomes = new TreeMap<String, Long>();
    long due =
        tx
            .list(
                row -> {
                  outcomes.put(row.text("outcome"), row.number("n"));
                  return row.number("due");
                },
                COUNTS,
                nid)
            .stream()
            .mapToLong(Long::longValue)
            .sum();
    return new Counts(outcomes, due);
  }

  /// Its lines go with it.
  void remove(Tx tx, Import of) {
    tx.run(REMOVE, of.nid());
  }

  int forget(Tx tx, long before) {
    return tx.run(FORGET, before, FORGOTTEN_MAX);
  }

  private static Import read(Row row) {
    return new Import(
        row.number("nid"),
        row.text("id"),
        new ServerName(row.text("server")),
        row.number("organisation"),
        row.text("organisation_id"),
        row.number("by"),
        State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.bool("invites"),
        Language.of(row.text("language")),
        (int) row.number("total"),
        row.number("created_ms"),
        row.optionalText("stopped"));
  }

  private static Line line(Row row) {
    var user = row.optionalNumber("user");
    return new Line(
        (int) row.number("line"),
        row.text("address"),
        row.text("name"),
        row.text("function"),
        Outcome.of(row.text("outcome")),
        row.text("reason"),
        user.isPresent() ? Optional.of(user.getAsLong()) : Optional.empty());
  }
}
