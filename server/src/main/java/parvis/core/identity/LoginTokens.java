package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Tokens by which somebody signs in on another device, or in a client that sent them to a page
/// of ours: each of them once, and soon.
/// spec: cs-api#token-based-user-login
public final class LoginTokens {
  static final String TYPE = "m.login.token";

  /// Who signs people in on a page, by the name that clients know: this house itself.
  public static final String PROVIDER = "parvis";

  static final Duration LIFE = Duration.ofMinutes(2);

  /// Tokens of one account that wait at the same time.
  static final int WAITING_MAX = 20;

  private static final String PREFIX = "pvl_";

  private static final String COUNT = "select count(*) as n from login_token where \"user\" = ?";

  private static final String ADD =
      """
      insert into login_token (hash, "user", device_id, expires_ms)
      select ?, ?, ?, ?
       where ?::text is null
          or exists (select from device where "user" = ? and device_id = ?)\
      """;

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
    return create(
        actor.userNid(), Optional.of(actor.deviceId()).filter(device -> !device.isEmpty()));
  }

  /// A token for somebody.
  ///
  /// @param deviceId of theirs, with which it goes; absent: it goes with any device of theirs
  /// @throws Refused unknownToken when that device went meanwhile
  public String create(long userNid, Optional<String> deviceId) {
    String token = secrets.token(PREFIX);
    long now = clock.millis();
    db.write(
        tx -> {
          Accounts.hold(tx, userNid);
          tx.run("delete from login_token where expires_ms <= ?", now);
          if (tx.first(row -> row.number("n"), COUNT, userNid).orElseThrow() >= WAITING_MAX) {
            throw Refused.limitExceeded(LIFE);
          }
          String device = deviceId.orElse(null);
          int added =
              tx.run(
                  ADD,
                  SecretHash.of(token).bytes(),
                  userNid,
                  device,
                  now + LIFE.toMillis(),
                  device,
                  userNid,
                  device);
          if (added == 0) throw Refused.unknownToken(false);
          return added;
        });
    return token;
  }

  /// Takes back what is of no device, as somebody signs devices out.
  static void takeBack(Tx tx, long userNid) {
    tx.run("delete from login_token where \"user\" = ? and device_id is null", userNid);
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
