package parvis.core.identity;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// Proofs that somebody reads the mails to an address: by a code that is typed where it was asked
/// for, or by a link, once. What acts on an account that is there already is proven by the code
/// alone: a link would also prove what somebody else asked for.
///
/// Whether an account has the address changes what the mail says, and nothing else: not the answer,
/// not the time it takes, not how often one may ask.
///
/// spec: cs-api#adding-account-administrative-contact-information
final class AddressProofs {
  /// How long a mail may be used, and what was proven by it.
  static final Duration LIFE = Duration.ofHours(1);

  /// Codes that are tried on one mail.
  static final int TRIES_MAX = 5;

  /// Mails to one address within an hour, whoever asks for them.
  static final int MAILS_AN_HOUR = 5;

  /// Mails to one address within a day, and so a day's tries: they begin anew with each mail.
  static final int MAILS_A_DAY = 10;

  /// Mails within an hour to all addresses: nobody uses the house to mail the world.
  static final int HOUSE_MAILS_AN_HOUR = 2_000;

  private static final String KIND = "proof-";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int FORGOTTEN_MAX = 1_000;
  private static final long NEVER = 0;

  /// Lets those who ask for mails to one address follow one another, so that they are counted.
  private static final String ONE_BY_ONE =
      "select pg_advisory_xact_lock(hashtext('mail to ' || ?))";

  /// What a proof is good for.
  enum Purpose {
    REGISTER,
    PASSWORD,
    ADD;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a client asks for.
  ///
  /// @param attempt a mail is sent for each higher one
  record Wish(
      Purpose purpose, Address address, String secret, long attempt, Optional<String> next) {}

  /// What was proven.
  record Proof(String sid, Address address, long provenMs) {}

  /// What a page shows of a proof.
  record Shown(Address address, Purpose purpose, Optional<String> next) {}

  private final Db db;
  private final Addresses addresses;
  private final Outbox outbox;
  private final ProofLetters letters;
  private final Secrets secrets;
  private final Clock clock;

  AddressProofs(
      Db db,
      Addresses addresses,
      Outbox outbox,
      ProofLetters letters,
      Secrets secrets,
      Clock clock) {
    this.db = db;
    this.addresses = addresses;
    this.outbox = outbox;
    this.letters = letters;
    this.secrets = secrets;
    this.clock = clock;
  }

  private record Begun(String sid, long attempt) {}

  /// Sends a mail, unless it was sent for this attempt.
  ///
  /// @return what the proof is called
  String begin(Server server, Wish wish, Language language) {
    String fresh = outbox.fresh();
    String code = secrets.digits();
    String link = secrets.link();
    byte[] secret = SecretHash.of(wish.secret()).bytes();
    String sid =
        db.write(
            tx -> {
              tx.list(row -> true, ONE_BY_ONE, wish.address().value());
              forget(tx);
              Optional<Begun> begun = begun(tx, server, wish, secret);
              if (begun.filter(one -> one.attempt() >= wish.attempt()).isPresent())
                return begun.get().sid();
              bound(tx, server.name(), wish.address());
              String called = begun.map(Begun::sid).orElse(fresh);
              put(tx, server, wish, called, secret, code, link);
              Whose whose = whose(tx, server, wish.address());
              send(tx, server.name(), wish, called, whose, code, link, language);
              return called;
            });
    outbox.wake();
    return sid;
  }

  /// To whom an address leads.
  enum Whose {
    SOMEBODYS,
    NOBODYS,
    /// Several people read its mails, so that it proves nothing of any of them.
    SHARED
  }

  private Whose whose(Tx tx, Server server, Address address) {
    boolean shared = addresses.isShared(tx, server, address);
    boolean known = addresses.find(tx, server, address).isPresent();
    return shared ? Whose.SHARED : known ? Whose.SOMEBODYS : Whose.NOBODYS;
  }

  /// Only what was asked for here counts: what else is written to an address tells of its account.
  private void bound(Tx tx, ServerName server, Address to) {
    if (outbox.writtenTo(tx, server, KIND, to, HOUR) >= MAILS_AN_HOUR
        || outbox.written(tx, server, KIND, HOUR) >= HOUSE_MAILS_AN_HOUR)
      throw Refused.limitExceeded(HOUR);
    if (outbox.writtenTo(tx, server, KIND, to, DAY) >= MAILS_A_DAY)
      throw Refused.limitExceeded(DAY);
  }

  private void forget(Tx tx) {
    tx.run(
        """
        delete from address_proof where sid in (
          select sid from address_proof where expires_ms <= ? limit ?)
        """,
        clock.millis(),
        FORGOTTEN_MAX);
  }

  private static Optional<Begun> begun(Tx tx, Server server, Wish wish, byte[] secret) {
    return tx.first(
        row -> new Begun(row.text("sid"), row.number("attempt")),
        """
        select sid, attempt from address_proof
         where server = ? and purpose = ? and address = ? and secret_hash = ?
        """,
        server.nid(),
        wish.purpose().word(),
        wish.address().value(),
        secret);
  }

  private void put(
      Tx tx, Server server, Wish wish, String sid, byte[] secret, String code, String link) {
    @Nullable String next = wish.next().orElse(null);
    tx.run(
        """
        insert into address_proof (sid, server, purpose, address, secret_hash, attempt, code_hash,
                                   link_hash, tries, next_link, proven_ms, expires_ms)
        values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, null, ?)
        on conflict (sid) do update
          set attempt = excluded.attempt, code_hash = excluded.code_hash,
              link_hash = excluded.link_hash, tries = 0, next_link = excluded.next_link,
              proven_ms = null, expires_ms = excluded.expires_ms
        """,
        sid,
        server.nid(),
        wish.purpose().word(),
        wish.address().value(),
        secret,
        wish.attempt(),
        secrets.hashOfWord(code),
        SecretHash.of(link).bytes(),
        next,
        clock.millis() + LIFE.toMillis());
  }

  /// Who has an account is not sent a proof for another one, and who has none no way into one.
  private void send(
      Tx tx,
      ServerName server,
      Wish wish,
      String sid,
      Whose whose,
      String code,
      String link,
      Language language) {
    Whose wanted = wish.purpose() == Purpose.PASSWORD ? Whose.SOMEBODYS : Whose.NOBODYS;
    boolean proves = whose == wanted;
    var letter =
        proves
            ? letters.proving(language, wish.purpose(), code, sid, link)
            : whose == Whose.SHARED
                ? letters.shared(language, wish.purpose())
                : letters.declining(language, wish.purpose());
    if (!proves) tx.run("update address_proof set tries = ? where sid = ?", TRIES_MAX, sid);
    outbox.put(
        tx, Mail.urgent(KIND + sid + "-" + wish.attempt(), server, wish.address(), letter, LIFE));
  }

  private static final String OPEN =
      """
      select sid, address, purpose, code_hash, link_hash, next_link, tries, proven_ms
        from address_proof where sid = ? and server = ? and expires_ms > ? and proven_ms is null
      """;

  /// Whether a code, or the word of a link, proves it, told by who asked for it.
  boolean prove(Server server, String sid, String secret, String token) {
    byte[] secretHash = SecretHash.of(secret).bytes();
    long now = clock.millis();
    return db.write(
        tx -> {
          int tried =
              tx.run(
                  """
                  update address_proof set tries = tries + 1
                   where sid = ? and server = ? and secret_hash = ? and expires_ms > ?
                     and proven_ms is null and tries < ?
                  """,
                  sid,
                  server.nid(),
                  secretHash,
                  now,
                  TRIES_MAX);
          if (tried == 0) return proven(tx, server, sid, secretHash).isPresent();
          boolean right =
              tx.first(
                      row ->
                          MessageDigest.isEqual(row.bytes("code_hash"), secrets.hashOfWord(token))
                              || isLink(row, token),
                      OPEN,
                      sid,
                      server.nid(),
                      now)
                  .orElse(false);
          if (right) settle(tx, sid);
          return right;
        });
  }

  private static boolean isLink(Row row, String token) {
    return MessageDigest.isEqual(row.bytes("link_hash"), SecretHash.of(token).bytes());
  }

  private void settle(Tx tx, String sid) {
    tx.run(
        "update address_proof set proven_ms = ?, expires_ms = ? where sid = ? and proven_ms is null",
        clock.millis(),
        clock.millis() + LIFE.toMillis(),
        sid);
  }

  /// What a link that was mailed is about, while it is good.
  Optional<Shown> linked(Server server, String sid, String link) {
    return db.read(tx -> linked(tx, server, sid, link));
  }

  private Optional<Shown> linked(Tx tx, Server server, String sid, String link) {
    return tx.first(
            row ->
                isLink(row, link) && row.number("tries") < TRIES_MAX
                    ? Optional.of(
                        new Shown(
                            new Address(row.text("address")),
                            Purpose.valueOf(row.text("purpose").toUpperCase(Locale.ROOT)),
                            row.optionalText("next_link")))
                    : Optional.<Shown>empty(),
            OPEN,
            sid,
            server.nid(),
            clock.millis())
        .flatMap(shown -> shown);
  }

  /// Proves it by the link that was mailed.
  Optional<Shown> follow(Server server, String sid, String link) {
    return db.write(
        tx -> {
          Optional<Shown> shown = linked(tx, server, sid, link);
          if (shown.isPresent()) settle(tx, sid);
          return shown;
        });
  }

  /// What was proven for a purpose, told by who asked for it.
  Optional<Proof> proven(Server server, Purpose purpose, Credentials told) {
    return db.read(tx -> proven(tx, server, purpose, told));
  }

  Optional<Proof> proven(Tx tx, Server server, Purpose purpose, Credentials told) {
    return tx.first(
        AddressProofs::proof,
        """
        select sid, address, proven_ms from address_proof
         where sid = ? and secret_hash = ? and server = ? and purpose = ?
           and expires_ms > ? and proven_ms is not null
        """,
        told.sid(),
        SecretHash.of(told.secret()).bytes(),
        server.nid(),
        purpose.word(),
        clock.millis());
  }

  private Optional<Proof> proven(Tx tx, Server server, String sid, byte[] secretHash) {
    return tx.first(
        AddressProofs::proof,
        """
        select sid, address, proven_ms from address_proof
         where sid = ? and secret_hash = ? and server = ? and expires_ms > ?
           and proven_ms is not null
        """,
        sid,
        secretHash,
        server.nid(),
        clock.millis());
  }

  private static Proof proof(Row row) {
    return new Proof(
        row.text("sid"),
        new Address(row.text("address")),
        row.optionalNumber("proven_ms").orElse(NEVER));
  }

  /// Uses a proof up.
  ///
  /// @throws Refused threepidAuthFailed when somebody else did
  void use(Tx tx, Proof proof) {
    int used =
        tx.run(
            "delete from address_proof where sid = ? and expires_ms > ?",
            proof.sid(),
            clock.millis());
    if (used == 0) throw failed();
  }

  static Refused failed() {
    return Refused.of(
        Refused.Kind.THREEPID_AUTH_FAILED, "This address is not proven, or not any more");
  }

  /// By what a client names its proof.
  ///
  /// @param secret that it made up itself
  record Credentials(String sid, String secret) {}
}
