package parvis.core.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Consents on their way to applications: codes that are changed into tokens once, within a minute,
/// by whoever asked.
final class Codes {
  static final Duration LIFE = Duration.ofSeconds(60);

  /// How long a code is known that is used or over: who shows it again meanwhile has stolen it.
  static final Duration KEPT = Duration.ofMinutes(10);

  private static final String PREFIX = "pvc_";

  private final Db db;
  private final Applications applications;
  private final Secrets secrets;
  private final Clock clock;

  /// A code as it was found.
  ///
  /// @param session what it was changed into, if it was
  record Code(
      SecretHash hash,
      String application,
      long userNid,
      String redirect,
      String challenge,
      AskedScope scope,
      long expiresMs,
      OptionalLong session) {}

  Codes(Db db, Applications applications, Secrets secrets, Clock clock) {
    this.db = db;
    this.applications = applications;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// A new code, which is shown this once.
  String make(Request.Fit request, long userNid) {
    String code = secrets.token(PREFIX);
    db.write(
        tx -> {
          applications.used(tx, request.application().id());
          return tx.run(
              """
              insert into authorization_code
                (hash, application, "user", redirect_uri, challenge, scope, device_id, expires_ms)
              values (?, ?, ?, ?, ?, ?, ?, ?)
              """,
              SecretHash.of(code).bytes(),
              request.application().id(),
              userNid,
              request.redirect().toString(),
              request.challenge(),
              request.scope().text(),
              request.scope().deviceId(),
              clock.millis() + LIFE.toMillis());
        });
    return code;
  }

  Optional<Code> find(String code) {
    SecretHash hash = SecretHash.of(code);
    return db.read(
        tx ->
            tx.first(
                row -> code(hash, row),
                """
                select application, "user", redirect_uri, challenge, scope, device_id,
                  expires_ms, session
                from authorization_code where hash = ?
                """,
                (Object) hash.bytes()));
  }

  private static Code code(SecretHash hash, Row row) {
    return new Code(
        hash,
        row.text("application"),
        row.number("user"),
        row.text("redirect_uri"),
        row.text("challenge"),
        new AskedScope(row.text("scope"), row.text("device_id")),
        row.number("expires_ms"),
        row.optionalNumber("session"));
  }

  /// Changes it into a session.
  ///
  /// @throws Refused forbidden when it was changed before
  static void use(Tx tx, Code code, long session) {
    int used =
        tx.run(
            "update authorization_code set session = ? where hash = ? and session is null",
            session,
            code.hash().bytes());
    if (used == 0) throw Refused.forbidden("The code was used");
  }

  /// Takes back what somebody consented to, as they sign devices out.
  static void takeBack(Tx tx, long userNid) {
    tx.run("delete from authorization_code where \"user\" = ? and session is null", userNid);
  }

  /// Forgets those that are over, and those of applications without a browser.
  static void forget(Db db, long nowMs) {
    for (String table : List.of("authorization_code", "device_code")) {
      String over = "select hash from " + table + " where expires_ms < ? limit ?";
      db.write(
          tx ->
              tx.run(
                  "delete from " + table + " where hash in (" + over + ")",
                  nowMs - KEPT.toMillis(),
                  Applications.FORGOTTEN_MAX));
    }
  }
}
