package parvis.core.identity;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
///
/// Anybody may ask for any address, so what an address may be mailed and how often its codes may be
/// wrong is shared out: a part is for browsers in which it came in before, whose secret is
/// remembered, and of the part for strangers one network has a part alone. Who asks for the address
/// of another uses up what strangers have, and not what its owner has.
final class SignInCodes {
  static final Duration LIFE = Duration.ofMinutes(10);

  /// Wrong codes that are tried for one that was mailed.
  static final int TRIES_MAX = 5;

  /// What may be asked for or tried for one address.
  ///
  /// @param anHour codes that are mailed within an hour
  /// @param aDay and within a day
  /// @param wrong codes within a day
  record Budget(int anHour, int aDay, int wrong) {
    private void ask(List<Asked> before) {
      if (before.stream().filter(Asked::late).count() >= anHour) throw Refused.limitExceeded(HOUR);
      if (before.size() >= aDay) throw Refused.limitExceeded(DAY);
    }

    private boolean leaves(List<Asked> before) {
      return before.stream().mapToLong(Asked::wrong).sum() < wrong;
    }
  }

  /// Of everybody together, as far as mails are concerned, and of browsers in which it came in.
  static final Budget ALL = new Budget(5, 20, 20);

  /// Of those in which it did not.
  static final Budget STRANGERS = new Budget(4, 16, 20);

  /// Of those of one network.
  static final Budget NETWORK = new Budget(3, 12, 10);

  /// Browsers that are remembered of an address.
  static final int BROWSERS_MAX = 10;

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
      select created_ms > ? as late, known, network = ? as near, tries from sign_in_code
       where server = ? and address = ? and created_ms > ?\
      """;

  private static final String IS_KNOWN =
      """
      select exists(select from sign_in_browser
                     where server = ? and address = ? and secret_hash = ?) as known\
      """;

  private static final String KNOW =
      """
      insert into sign_in_browser (server, address, secret_hash, used_ms)
      select server, address, secret_hash, ? from sign_in_code where nid = ?
          on conflict (server, address, secret_hash) do update set used_ms = excluded.used_ms\
      """;

  private static final String FORGET_BROWSERS =
      """
      delete from sign_in_browser b using sign_in_code c
       where c.nid = ? and b.server = c.server and b.address = c.address
         and b.secret_hash not in (
           select secret_hash from sign_in_browser
            where server = c.server and address = c.address order by used_ms desc limit ?)\
      """;

  private static final String DECLINED =
      """
      select count(*) as n from (
        select 1 from sign_in_code where server = ? and declined and created_ms > ? limit ?) as all_\
      """;

  private static final String ADD =
      """
      insert into sign_in_code (server, address, secret_hash, code_hash, declined, created_ms,
                                expires_ms, known, network)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String LAST =
      """
      select nid, code_hash, expires_ms > ? and tries < ? and not used as good, known, network
        from sign_in_code where server = ? and address = ? and secret_hash = ?
       order by nid desc limit 1\
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
  /// @param network from which it asks
  /// @param invited whether an invitation lets whoever reads the address make an account
  void ask(Server server, Address to, String secret, String network, Language in, boolean invited) {
    ask(server, to, secret, network, in, invited, false);
  }

  /// Mails a code that shows whose an address is, and lets nobody in, whether it leads anywhere or
  /// not.
  void askProof(Server server, Address to, String secret, String network, Language in) {
    ask(server, to, secret, network, in, false, true);
  }

  private void ask(
      Server server,
      Address to,
      String secret,
      String network,
      Language in,
      boolean invited,
      boolean whoever) {
    String id = "code-" + outbox.fresh();
    String code = secrets.digits();
    byte[] hash = secrets.hashOfWord(code);
    byte[] browser = SecretHash.of(secret).bytes();
    byte[] from = secrets.hashOfWord(network);
    Admission.Rules rules = admission.rules(server);
    db.write(
        tx -> {
          hold(tx, to);
          long now = clock.millis();
          tx.run(FORGET, now - DAY.toMillis(), FORGOTTEN_MAX);
          boolean came = isKnown(tx, server, to, browser);
          bound(asked(tx, server, to, from, now), came);
          boolean shared = addresses.isShared(tx, server, to);
          boolean known = addresses.find(tx, server, to).isPresent() || shared;
          boolean admitted = admission.admits(tx, server, rules, to);
          boolean declined = !known && !admitted && !invited;
          boolean ended = !known && Partings.isOf(tx, server, to, now);
          long others = declined(tx, server, now);
          tx.run(
              ADD,
              server.nid(),
              to.value(),
              browser,
              hash,
              declined,
              now,
              now + LIFE.toMillis(),
              came,
              from);
          var letter =
              whoever
                  ? letters.proof(in, to, code)
                  : declined
                      ? ended ? letters.ended(in, to) : letters.declining(in, to, rules.mode())
                      : letters.code(in, to, code, ended);
          if (declined && others >= DECLINED_AN_HOUR) return false;
          return outbox.put(tx, Mail.urgent(id, server.name(), to, letter, LIFE));
        });
    outbox.wake();
  }

  private static void hold(Tx tx, Address address) {
    tx.list(row -> true, ONE_BY_ONE, address.value());
  }

  private static boolean isKnown(Tx tx, Server server, Address address, byte[] browser) {
    return tx.first(row -> row.bool("known"), IS_KNOWN, server.nid(), address.value(), browser)
        .orElseThrow();
  }

  /// A code that was asked for within a day.
  ///
  /// @param late within an hour
  /// @param known by a browser in which its address came in before
  /// @param near from the network in question
  private record Asked(boolean late, boolean known, boolean near, long wrong) {}

  private static List<Asked> asked(
      Tx tx, Server server, Address address, byte[] network, long now) {
    return tx.list(
        row ->
            new Asked(row.bool("late"), row.bool("known"), row.bool("near"), row.number("tries")),
        ASKED,
        now - HOUR.toMillis(),
        network,
        server.nid(),
        address.value(),
        now - DAY.toMillis());
  }

  private static void bound(List<Asked> all, boolean known) {
    ALL.ask(all);
    if (known) return;
    STRANGERS.ask(strangers(all));
    NETWORK.ask(near(all));
  }

  private static boolean mayTry(List<Asked> all, boolean known) {
    return known
        ? ALL.leaves(all.stream().filter(Asked::known).toList())
        : STRANGERS.leaves(strangers(all)) && NETWORK.leaves(near(all));
  }

  private static List<Asked> strangers(List<Asked> all) {
    return all.stream().filter(one -> !one.known()).toList();
  }

  private static List<Asked> near(List<Asked> all) {
    return strangers(all).stream().filter(Asked::near).toList();
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
    record Last(long nid, byte[] hash, boolean good, boolean known, byte[] network) {}
    hold(tx, address);
    long now = clock.millis();
    Optional<Last> found =
        tx.first(
            row ->
                new Last(
                    row.number("nid"),
                    row.bytes("code_hash"),
                    row.bool("good"),
                    row.bool("known"),
                    row.bytes("network")),
            LAST,
            now,
            TRIES_MAX,
            server.nid(),
            address.value(),
            browser);
    if (found.isEmpty()) return new Verdict.Over();
    Last last = found.get();
    if (!mayTry(asked(tx, server, address, last.network(), now), last.known())) {
      return new Verdict.TooMany();
    }
    if (!last.good()) return new Verdict.Over();
    if (MessageDigest.isEqual(last.hash(), told)) return new Verdict.Right(last.nid());
    tx.run("update sign_in_code set tries = tries + 1 where nid = ?", last.nid());
    return new Verdict.Wrong();
  }

  /// Uses a code up, and remembers the browser in which that was.
  ///
  /// @throws Refused threepidAuthFailed when somebody else did
  void use(Tx tx, long code) {
    useUp(tx, code);
    tx.run(KNOW, clock.millis(), code);
    tx.run(FORGET_BROWSERS, code, BROWSERS_MAX);
  }

  /// Uses a code up that lets nobody in.
  ///
  /// @throws Refused threepidAuthFailed when somebody else did
  void useUp(Tx tx, long code) {
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
