package parvis.core.openid;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;
import parvis.protocol.json.JsonObject;

/// What providers said of people who are not in yet, on its way through their browser: whoever
/// shows the ticket, in that browser, is who was told of. It lives as long as a mailed code takes.
final class Tickets {
  static final Duration LIFE = Duration.ofMinutes(15);

  private static final String SEALED = "ticket of a provider";

  private static final String FORGET =
      """
      delete from provider_ticket where hash in (
        select hash from provider_ticket where expires_ms <= ? limit ?)\
      """;

  private static final String ADD =
      """
      insert into provider_ticket (hash, server, browser_hash, sealed, expires_ms)
      values (?, ?, ?, ?, ?)\
      """;

  private static final String FIND =
      """
      select sealed from provider_ticket
       where hash = ? and server = ? and browser_hash = ? and expires_ms > ?\
      """;

  private static final String USE = "delete from provider_ticket where hash = ? and expires_ms > ?";

  private final Db db;
  private final Secrets secrets;
  private final MasterKey masterKey;
  private final Clock clock;

  /// @param hash of what the browser shows
  /// @param next a path of ours, where they go afterwards
  record Ticket(byte[] hash, Told told, String next) {}

  Tickets(Db db, Secrets secrets, MasterKey masterKey, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.masterKey = masterKey;
    this.clock = clock;
  }

  /// A new ticket, which is shown this once.
  String create(Server server, Browser browser, Told told, String next) {
    String ticket = secrets.token("pvt_");
    JsonObject kept = JsonObject.of("told", told.json(), "next", next);
    byte[] sealed = masterKey.seal(SEALED, kept.toString().getBytes(StandardCharsets.UTF_8));
    db.write(
        tx -> {
          long now = clock.millis();
          tx.run(FORGET, now, Attempts.FORGOTTEN_MAX);
          return tx.run(
              ADD,
              SecretHash.of(ticket).bytes(),
              server.nid(),
              browser.hash(),
              sealed,
              now + LIFE.toMillis());
        });
    return ticket;
  }

  Optional<Ticket> find(Server server, Browser browser, String ticket) {
    byte[] hash = SecretHash.of(ticket).bytes();
    return db.read(
            tx ->
                tx.first(
                    row -> row.bytes("sealed"),
                    FIND,
                    hash,
                    server.nid(),
                    browser.hash(),
                    clock.millis()))
        .map(bytes -> Providers.json(masterKey.open(SEALED, bytes)))
        .map(
            kept ->
                new Ticket(
                    hash,
                    Told.of(kept.object("told").orElseThrow()),
                    kept.string("next").orElseThrow()));
  }

  /// Uses one up.
  ///
  /// @throws Refused notFound when it was used meanwhile
  void use(Tx tx, Ticket ticket) {
    if (tx.run(USE, ticket.hash(), clock.millis()) == 0) throw over();
  }

  static Refused over() {
    return Refused.notFound("This way in is over; begin again");
  }
}
