package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;

/// Tokens by which somebody who is signed in signs in on another device: each of them once, and
/// soon.
/// spec: cs-api#post_matrixclientv1loginget_token
final class LoginTokens {
  static final Duration LIFE = Duration.ofMinutes(2);

  /// Tokens of one account that wait at the same time.
  static final int WAITING_MAX = 20;

  private static final String PREFIX = "pvl_";

  private static final String COUNT = "select count(*) as n from login_token where \"user\" = ?";

  private static final String ADD =
      "insert into login_token (hash, \"user\", device_id, expires_ms) values (?, ?, ?, ?)";

  private static final String TAKE =
      """
      with taken as (
        delete from login_token where hash = ? and expires_ms > ? returning "user")
      select user_id from matrix_user where nid in (select "user" from taken)\
      """;

  private final Db db;
  private final Accounts accounts;
  private final Secrets secrets;
  private final Clock clock;

  LoginTokens(Db db, Accounts accounts, Secrets secrets, Clock clock) {
    this.db = db;
    this.accounts = accounts;
    this.secrets = secrets;
    this.clock = clock;
  }

  String create(Actor actor) {
    String token = secrets.token(PREFIX);
    long now = clock.millis();
    db.write(
        tx -> {
          Accounts.hold(tx, actor.userNid());
          tx.run("delete from login_token where expires_ms <= ?", now);
          if (tx.first(row -> row.number("n"), COUNT, actor.userNid()).orElseThrow()
              >= WAITING_MAX) {
            throw Refused.limitExceeded(LIFE);
          }
          return tx.run(
              ADD,
              SecretHash.of(token).bytes(),
              actor.userNid(),
              actor.deviceId(),
              now + LIFE.toMillis());
        });
    return token;
  }

  /// The account that a token signs in to; the token is used up.
  Optional<Account> take(String token) {
    return db.write(
            tx ->
                tx.first(
                    row -> new UserId(row.text("user_id")),
                    TAKE,
                    SecretHash.of(token).bytes(),
                    clock.millis()))
        .flatMap(accounts::find)
        .filter(Account::active);
  }
}
