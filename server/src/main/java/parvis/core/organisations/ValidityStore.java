package parvis.core.organisations;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Language;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// How long accounts are let in, and the links that renew them, in the database.
final class ValidityStore {
  private static final int FORGOTTEN_MAX = 1_000;

  private static final String COLUMNS =
      """
      select p.nid, p."user", u.user_id, f.display_name, p.ends_ms, p.reminded, p.sponsor,
             o.nid as organisation, o.name, s.name as server, a.language,
             (select t.language from account t where t."user" = p.sponsor) as sponsor_language
        from post p join matrix_user u on u.nid = p."user"
        join account a on a."user" = p."user" and a.deactivated_ms is null
        join organisation o on o.nid = p.organisation
        join server s on s.nid = o.server
        left join profile f on f."user" = p."user"\
      """;

  /// Those of whom the next reminder is due. Who runs the server is let in for ever.
  private static final String DUE =
      COLUMNS
          + """

           where p.until_ms is null and not p.over and p.ends_ms > ? and p.ends_ms <= ?
             and (p.sponsor is not null or not a.admin)
             and p.reminded < case when p.sponsor is not null
                   then case when p.ends_ms <= ? then 1 else 0 end
                   else case when p.ends_ms <= ? then 3 when p.ends_ms <= ? then 2 else 1 end end
           order by p.ends_ms limit ?\
          """;

  private static final String PUT_OFF =
      """
      update post p set ends_ms = ? from account a
       where p.until_ms is null and not p.over and p.ends_ms <= ? and p.sponsor is null
         and p.reminded = 0 and a."user" = p."user" and not a.admin
         and a.deactivated_ms is null\
      """;

  private static final String OF = COLUMNS + " where p.\"user\" = ? and p.until_ms is null";

  private static final String BY_LINK =
      COLUMNS
          + """

            join renewal r on r.post = p.nid
           where r.hash = ? and r.expires_ms > ? and p.until_ms is null and p.sponsor is null\
          """;

  private static final String REMIND =
      """
      update post set reminded = ?
       where nid = ? and ends_ms = ? and reminded < ? and until_ms is null and not over\
      """;

  private static final String RENEW =
      """
      update post p set over = false, reminded = 0,
             ends_ms = (select ?::bigint + nullif(validity_days, 0)::bigint * 86400000
                          from organisation o where o.nid = p.organisation)
       where p.nid = ? returning p.ends_ms\
      """;

  private static final String BEGIN =
      """
      update post set ends_ms = ?, reminded = 0
       where organisation = ? and sponsor is null and until_ms is null and ends_ms is null\
      """;

  private static final String STOP =
      """
      update post set ends_ms = null
       where organisation = ? and sponsor is null and until_ms is null and not over\
      """;

  private static final String FORGET =
      """
      delete from renewal where hash in (select hash from renewal where expires_ms <= ? limit ?)\
      """;

  /// Somebody whose account ends on a day.
  ///
  /// @param reminded the last reminder of that day that was written
  /// @param in the language in which they read, if that is known; `sponsorIn` of who answers for
  /// them
  record Ending(
      long post,
      long user,
      String userId,
      String name,
      Optional<Long> endsMs,
      int reminded,
      Optional<Long> sponsor,
      long organisation,
      String organisationName,
      ServerName server,
      Optional<Language> in,
      Optional<Language> sponsorIn) {

    boolean external() {
      return sponsor.isPresent();
    }
  }

  /// Lets those ask for links to an address follow one another, so that they are counted.
  void hold(Tx tx, Address address) {
    tx.list(
        row -> true, "select pg_advisory_xact_lock(hashtext('renewal of ' || ?))", address.value());
  }

  /// Gives those another day whose day has gone by without a word.
  int putOff(Tx tx, long now, long endsMs) {
    return tx.run(PUT_OFF, endsMs, now);
  }

  List<Ending> due(Tx tx, long now, int max) {
    return tx.list(
        ValidityStore::ending,
        DUE,
        now,
        now + Validity.FIRST.toMillis(),
        now + Validity.EXTERNAL.toMillis(),
        now + Validity.LAST.toMillis(),
        now + Validity.SECOND.toMillis(),
        max);
  }

  Optional<Ending> of(Tx tx, long user) {
    return tx.first(ValidityStore::ending, OF, user);
  }

  Optional<Ending> linked(Tx tx, byte[] hash, long now) {
    return tx.first(ValidityStore::ending, BY_LINK, hash, now);
  }

  /// Notes that a reminder is written; false when it was before, or the day is another one.
  boolean remind(Tx tx, Ending of, int reminder) {
    return tx.run(REMIND, reminder, of.post(), of.endsMs().orElseThrow(), reminder) == 1;
  }

  void link(Tx tx, byte[] hash, long post, long now, Duration life) {
    tx.run(FORGET, now, FORGOTTEN_MAX);
    tx.run(
        "insert into renewal (hash, post, expires_ms) values (?, ?, ?)",
        hash,
        post,
        now + life.toMillis());
  }

  /// Takes all links of a post away; false when this one was not among them.
  boolean use(Tx tx, byte[] hash, long post) {
    var was = tx.run("delete from renewal where hash = ? and post = ?", hash, post) == 1;
    tx.run("delete from renewal where post = ?", post);
    return was;
  }

  /// Lets an agent in from now on for as long as their organisation says.
  ///
  /// @return until when; empty: for ever
  Optional<Long> renew(Tx tx, long post, long now) {
    return tx.first(row -> number(row, "ends_ms"), RENEW, now, post).orElseThrow();
  }

  /// Lets the agents of an organisation in until a day who were let in for ever.
  void begin(Tx tx, long organisation, long endsMs) {
    tx.run(BEGIN, endsMs, organisation);
  }

  /// Lets its agents in for ever; who is not let in any more stays so.
  void stop(Tx tx, long organisation) {
    tx.run(STOP, organisation);
  }

  private static Ending ending(Row row) {
    return new Ending(
        row.number("nid"),
        row.number("user"),
        row.text("user_id"),
        row.optionalText("display_name").orElse(row.text("user_id")),
        number(row, "ends_ms"),
        (int) row.number("reminded"),
        number(row, "sponsor"),
        row.number("organisation"),
        row.text("name"),
        new ServerName(row.text("server")),
        row.optionalText("language").flatMap(Language::named),
        row.optionalText("sponsor_language").flatMap(Language::named));
  }

  private static Optional<Long> number(Row row, String column) {
    var number = row.optionalNumber(column);
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
