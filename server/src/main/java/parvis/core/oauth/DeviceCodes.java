package parvis.core.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import parvis.base.Refused;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Consents for applications that have no browser: such a one shows a word, which its person types
/// on a page of ours, and asks meanwhile what came of it.
///
/// spec: cs-api#device-authorisation-flow, RFC 8628
final class DeviceCodes {
  static final Duration LIFE = Duration.ofMinutes(15);

  /// How long an application waits between two questions; who is a little early is told nothing.
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Duration EARLY = Duration.ofSeconds(4);

  /// Words that wait at a time; one more takes the place of the oldest.
  static final int WAITING_MAX = 10_000;

  /// Letters of a word: as many words as there are people on earth, three times over.
  private static final int WORD_LETTERS = 8;

  private static final String PREFIX = "pvd_";

  private final Db db;
  private final Applications applications;
  private final Secrets secrets;
  private final Clock clock;
  private final Cache<SecretHash, Boolean> asked;

  /// What an application is handed out, once.
  record Made(String code, String word) {}

  /// What waits for somebody's decision.
  record Waiting(String application, AskedScope scope) {}

  /// What somebody agreed to.
  record Agreed(SecretHash hash, long userNid, AskedScope scope) {}

  private record Stored(
      String application,
      AskedScope scope,
      long expiresMs,
      OptionalLong userNid,
      boolean refused) {}

  DeviceCodes(Db db, Applications applications, Secrets secrets, Clock clock) {
    this.db = db;
    this.applications = applications;
    this.secrets = secrets;
    this.clock = clock;
    this.asked =
        Caffeine.newBuilder()
            .maximumSize(WAITING_MAX)
            .expireAfterWrite(EARLY)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  Made make(Application application, AskedScope scope) {
    Made made = new Made(secrets.token(PREFIX), secrets.word(WORD_LETTERS));
    db.write(
        tx -> {
          applications.used(tx, application.id());
          makeRoom(tx);
          return tx.run(
              """
              insert into device_code
                (hash, word_hash, application, scope, device_id, expires_ms)
              values (?, ?, ?, ?, ?, ?)
              """,
              SecretHash.of(made.code()).bytes(),
              secrets.hashOfWord(made.word()),
              application.id(),
              scope.text(),
              scope.deviceId(),
              clock.millis() + LIFE.toMillis());
        });
    return made;
  }

  private static void makeRoom(Tx tx) {
    tx.run(
        """
        delete from device_code where hash in (
          select hash from device_code order by expires_ms desc offset ?)
        """,
        WAITING_MAX - 1);
  }

  /// As people read a word, and type it: in two halves.
  static String shown(String word) {
    return word.substring(0, WORD_LETTERS / 2) + "-" + word.substring(WORD_LETTERS / 2);
  }

  /// What waits behind a word that somebody typed, however they write it.
  Optional<Waiting> find(String typed) {
    return db.read(
        tx ->
            tx.first(
                row -> new Waiting(row.text("application"), scope(row)),
                """
                select application, scope, device_id from device_code
                where word_hash = ? and expires_ms > ? and "user" is null and not refused
                """,
                hashOf(typed),
                clock.millis()));
  }

  private byte[] hashOf(String typed) {
    return secrets.hashOfWord(typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", ""));
  }

  private static AskedScope scope(Row row) {
    return new AskedScope(row.text("scope"), row.text("device_id"));
  }

  /// Notes that somebody agrees; false when nothing waits any more.
  boolean agree(String typed, long userNid) {
    return decide("\"user\" = ?", userNid, typed);
  }

  boolean refuse(String typed) {
    return decide("refused = ?", true, typed);
  }

  private boolean decide(String what, Object value, String typed) {
    return db.write(
        tx ->
            tx.run(
                    "update device_code set "
                        + what
                        + " where word_hash = ? and expires_ms > ?"
                        + " and \"user\" is null and not refused",
                    value,
                    hashOf(typed),
                    clock.millis())
                == 1);
  }

  /// What an application that asks again is told.
  Agreed agreed(Application application, String code) throws GeneralException {
    SecretHash hash = SecretHash.of(code);
    Stored stored =
        stored(hash)
            .filter(found -> found.application().equals(application.id()))
            .orElseThrow(() -> wrong(OAuth2Error.INVALID_GRANT, "The code is not known"));
    if (stored.expiresMs() <= clock.millis()) {
      throw wrong(DeviceAuthorizationGrantError.EXPIRED_TOKEN, "The code is over");
    }
    if (stored.refused()) {
      throw wrong(
          OAuth2Error.ACCESS_DENIED.setHTTPStatusCode(HTTPResponse.SC_BAD_REQUEST),
          "The person said no");
    }
    if (stored.userNid().isPresent()) {
      return new Agreed(hash, stored.userNid().getAsLong(), stored.scope());
    }
    if (asked.asMap().putIfAbsent(hash, true) != null) {
      throw wrong(DeviceAuthorizationGrantError.SLOW_DOWN, "This was asked a moment ago");
    }
    throw wrong(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING, "Nobody decided yet");
  }

  private Optional<Stored> stored(SecretHash hash) {
    return db.read(
        tx ->
            tx.first(
                row ->
                    new Stored(
                        row.text("application"),
                        scope(row),
                        row.number("expires_ms"),
                        row.optionalNumber("user"),
                        row.bool("refused")),
                """
                select application, scope, device_id, expires_ms, "user", refused
                from device_code where hash = ?
                """,
                (Object) hash.bytes()));
  }

  /// Uses up what was agreed to.
  ///
  /// @throws Refused forbidden when it was used before
  static void use(Tx tx, Agreed agreed) {
    int used = tx.run("delete from device_code where hash = ?", (Object) agreed.hash().bytes());
    if (used == 0) throw Refused.forbidden("The code was used");
  }

  /// Takes back what somebody agreed to, as they sign devices out.
  static void takeBack(Tx tx, long userNid) {
    tx.run("delete from device_code where \"user\" = ?", userNid);
  }

  private static GeneralException wrong(ErrorObject error, String sentence) {
    return Protocol.refused(error, sentence);
  }
}
