package parvis.core.identity;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;

/// Codes by mail, by which whoever reads the mails of an address signs in.
///
/// A code is good in the browser that asked for it alone, which made up a secret for that. Whether
/// anybody has the address, or may get an account by it, changes what the mail says and nothing
/// else: not the answer, not the time it takes, not how often one may ask or try.
final class SignInCodes {
  static final Duration LIFE = Duration.ofMinutes(10);

  /// Wrong codes that are tried for one that was mailed.
  static final int TRIES_MAX = 5;

  /// Codes to one address within an hour and within a day, whoever asks for them.
  static final int CODES_AN_HOUR = 5;

  static final int CODES_A_DAY = 20;

  /// Wrong codes for one address within a day, in however many browsers they are tried.
  static final int WRONG_A_DAY = 20;

  /// Mails within an hour to addresses that lead nowhere: nobody uses the house to mail the world.
  /// Beyond it none is sent, and nobody is told.
  static final int DECLINED_AN_HOUR = 500;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int FORGOTTEN_MAX = 1_000;

  /// Lets those who ask or try for one address follow one another, so that they are counted.
  private static final String ONE_BY_ONE =
      "select pg_advisory_xact_lock(hashtext('code to ' || ?))";

  private static final String FORGET =
      """
      delete from sign_in_code where nid in (
        select nid from sign_in_code where created_ms <= ? order by created_ms limit ?)\
      """;

  private static final String ASKED =
      """
      select count(*) filter (where created_ms > ?) as an_hour, count(*) as a_day
        from sign_in_code where server = ? and address = ? and created_ms > ?\
      """;

  private static final String DECLINED =
      """
      select count(*) as n from (
        select 1 from sign_in_code where server = ? and declined and created_ms > ? limit ?) as all_\
      """;

  private static final String ADD =
      """
      insert into sign_in_code (server, address, secret_hash, code_hash, declined, created_ms,
                                expires_ms)
      values (?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String LAST =
      """
      select nid, code_hash, expires_ms > ? and tries < ? and not used as good
        from sign_in_code where server = ? and address = ? and secret_hash = ?
       order by nid desc limit 1\
      """;

  private static final String WRONG =
      """
      select coalesce(sum(tries), 0) as n from sign_in_code
       where server = ? and address = ? and created_ms > ?\
      """;

  private static final String USE =
      "update sign_in_code set used = true where nid = ? and not used and expires_ms > ?";

  private final Db db;
  private final Addresses addresses;
  private final Admission admission;
  private final Outbox outbox;
  private final SignInLetters letters;
  private final Secrets secrets;
  private final Clock clock;

  SignInCodes(
      Db db,
      Addresses addresses,
      Admission admission,
      Outbox outbox,
      SignInLetters letters,
      Secrets secrets,
      Clock clock) {
    this.db = db;
    this.addresses = addresses;
    this.admission = admission;
    this.outbox = outbox;
    this.letters = letters;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// Mails a code, or why there is none.
  ///
  /// @param secret that the browser made up
  void ask(Server server, Address to, String secret, Language in) {
    String id = "code-" + outbox.fresh();
    String code = secrets.digits();
    byte[] hash = secrets.hashOfWord(code);
    byte[] browser = SecretHash.of(secret).bytes();
    Admission.Rules rules = admission.rules(server);
    db.write(
        tx -> {
          hold(tx, to);
          long now = clock.millis();
          tx.run(FORGET, now - DAY.toMillis(), FORGOTTEN_MAX);
          bound(tx, server, to, now);
          boolean known = addresses.find(tx, server, to).isPresent();
          boolean admitted = admission.admits(tx, server, rules, to);
          boolean declined = !known && !admitted;
          long others = declined(tx, server, now);
          tx.run(
              ADD, server.nid(), to.value(), browser, hash, declined, now, now + LIFE.toMillis());
          var letter =
              declined ? letters.declining(in, to, rules.mode()) : letters.code(in, to, code);
          if (declined && others >= DECLINED_AN_HOUR) return false;
          return outbox.put(tx, Mail.urgent(id, server.name(), to, letter, LIFE));
        });
    outbox.wake();
  }

  private static void hold(Tx tx, Address address) {
    tx.list(row -> true, ONE_BY_ONE, address.value());
  }

  private static void bound(Tx tx, Server server, Address to, long now) {
    record Asked(long anHour, long aDay) {}
    Asked asked =
        tx.first(
                row -> new Asked(row.number("an_hour"), row.number("a_day")),
                ASKED,
                now - HOUR.toMillis(),
                server.nid(),
                to.value(),
                now - DAY.toMillis())
            .orElseThrow();
    if (asked.anHour() >= CODES_AN_HOUR) throw Refused.limitExceeded(HOUR);
    if (asked.aDay() >= CODES_A_DAY) throw Refused.limitExceeded(DAY);
  }

  private static long declined(Tx tx, Server server, long now) {
    return tx.first(
            row -> row.number("n"), DECLINED, server.nid(), now - HOUR.toMillis(), DECLINED_AN_HOUR)
        .orElseThrow();
  }

  /// What a code is that somebody tells.
  sealed interface Verdict {
    /// It is right.
    ///
    /// @param code to be used up with what comes of it
    record Right(long code) implements Verdict {}

    record Wrong() implements Verdict {}

    /// There is none, or none any more: whatever was told is worth nothing.
    record Over() implements Verdict {}

    /// Too many were wrong today.
    record TooMany() implements Verdict {}
  }

  /// Looks at a code, and counts it when it is wrong.
  ///
  /// @throws Refused forbidden when it is wrong; threepidAuthFailed when another one must be asked
  ///     for
  long check(Server server, Address address, String secret, String code) {
    byte[] told = secrets.hashOfWord(code);
    byte[] browser = SecretHash.of(secret).bytes();
    Verdict verdict = db.write(tx -> verdict(tx, server, address, browser, told));
    return switch (verdict) {
      case Verdict.Right(long right) -> right;
      case Verdict.Wrong() -> throw wrong();
      case Verdict.Over() -> throw over();
      case Verdict.TooMany() -> throw Refused.limitExceeded(DAY);
    };
  }

  private Verdict verdict(Tx tx, Server server, Address address, byte[] browser, byte[] told) {
    record Last(long nid, byte[] hash, boolean good) {}
    hold(tx, address);
    long now = clock.millis();
    long wrong =
        tx.first(row -> row.number("n"), WRONG, server.nid(), address.value(), now - DAY.toMillis())
            .orElseThrow();
    Optional<Last> last =
        tx.first(
            row -> new Last(row.number("nid"), row.bytes("code_hash"), row.bool("good")),
            LAST,
            now,
            TRIES_MAX,
            server.nid(),
            address.value(),
            browser);
    if (wrong >= WRONG_A_DAY) return new Verdict.TooMany();
    if (last.isEmpty() || !last.get().good()) return new Verdict.Over();
    if (MessageDigest.isEqual(last.get().hash(), told)) return new Verdict.Right(last.get().nid());
    tx.run("update sign_in_code set tries = tries + 1 where nid = ?", last.get().nid());
    return new Verdict.Wrong();
  }

  /// Uses a code up.
  ///
  /// @throws Refused threepidAuthFailed when somebody else did
  void use(Tx tx, long code) {
    if (tx.run(USE, code, clock.millis()) == 0) throw over();
  }

  static Refused wrong() {
    return Refused.forbidden("This code is wrong");
  }

  private static Refused over() {
    return Refused.of(
        Refused.Kind.THREEPID_AUTH_FAILED, "This code is not good any more; ask for another one");
  }
}
