package parvis.core.openid;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.secret.MasterKey;
import parvis.protocol.json.JsonObject;

/// Browsers that were sent to a provider and are to come back, each once and soon.
final class Attempts {
  static final Duration LIFE = Duration.ofMinutes(10);

  /// Old ones that are forgotten at once.
  static final int FORGOTTEN_MAX = 1_000;

  private static final String SEALED = "attempt at a provider";

  private static final String FORGET =
      """
      delete from provider_attempt where state_hash in (
        select state_hash from provider_attempt where expires_ms <= ? limit ?)\
      """;

  private static final String ADD =
      """
      insert into provider_attempt (state_hash, server, browser_hash, "user", sealed, expires_ms)
      values (?, ?, ?, ?, ?, ?)\
      """;

  private static final String TAKE =
      """
      delete from provider_attempt
       where state_hash = ? and server = ? and browser_hash = ? and expires_ms > ?
      returning "user", sealed\
      """;

  private final Db db;
  private final Secrets secrets;
  private final MasterKey masterKey;
  private final Clock clock;

  /// What a browser was sent with.
  ///
  /// @param provider its id
  /// @param user who wants to come in by it from now on
  /// @param next a path of ours, where they go afterwards
  record Attempt(String provider, OptionalLong user, String nonce, String verifier, String next) {}

  /// An attempt and the state by which it is known when it comes back.
  record Begun(String state, Attempt attempt) {}

  Attempts(Db db, Secrets secrets, MasterKey masterKey, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.masterKey = masterKey;
    this.clock = clock;
  }

  Begun begin(Server server, Provider provider, Browser browser, OptionalLong user, String next) {
    String state = secrets.token("");
    Attempt attempt = new Attempt(provider.id(), user, secrets.token(""), secrets.token(""), next);
    JsonObject kept =
        JsonObject.of(
            "provider", attempt.provider(),
            "nonce", attempt.nonce(),
            "verifier", attempt.verifier(),
            "next", next);
    byte[] sealed = masterKey.seal(SEALED, kept.toString().getBytes(StandardCharsets.UTF_8));
    @Nullable Long who = user.isPresent() ? user.getAsLong() : null;
    db.write(
        tx -> {
          long now = clock.millis();
          tx.run(FORGET, now, FORGOTTEN_MAX);
          return tx.run(
              ADD,
              SecretHash.of(state).bytes(),
              server.nid(),
              browser.hash(),
              who,
              sealed,
              now + LIFE.toMillis());
        });
    return new Begun(state, attempt);
  }

  /// Takes the attempt that comes back; another browser than the one that left takes none.
  Optional<Attempt> take(Server server, Browser browser, String state) {
    return db.write(
        tx ->
            tx.first(
                this::attempt,
                TAKE,
                SecretHash.of(state).bytes(),
                server.nid(),
                browser.hash(),
                clock.millis()));
  }

  private Attempt attempt(Row row) {
    JsonObject kept = Providers.json(masterKey.open(SEALED, row.bytes("sealed")));
    return new Attempt(
        kept.string("provider").orElseThrow(),
        row.optionalNumber("user"),
        kept.string("nonce").orElseThrow(),
        kept.string("verifier").orElseThrow(),
        kept.string("next").orElseThrow());
  }
}
