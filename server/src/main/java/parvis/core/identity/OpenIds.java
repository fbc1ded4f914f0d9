package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Tokens by which people prove to another service who they are. The service asks us whose a token
/// is; it opens nothing here.
///
/// spec: cs-api#openid, server-server-api#openid
public final class OpenIds {
  static final Duration LIFE = Duration.ofHours(1);

  /// Tokens of one person at a time; one more ends the oldest.
  static final int OF_PERSON_MAX = 100;

  /// Tokens whose time is over that are deleted with the making of one.
  private static final int FORGOTTEN_MAX = 1_000;

  private static final String PREFIX = "pvo_";

  private final Db db;
  private final Secrets secrets;
  private final Clock clock;

  OpenIds(Db db, Secrets secrets, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// A new token, which is shown this once.
  String create(Actor actor) {
    String token = secrets.token(PREFIX);
    long now = clock.millis();
    return db.write(
        tx -> {
          if (!hold(tx, actor.userNid())) throw Refused.userDeactivated();
          forget(tx, actor.userNid(), now);
          tx.run(
              "insert into openid_token (hash, \"user\", expires_ms) values (?, ?, ?)",
              SecretHash.of(token).bytes(),
              actor.userNid(),
              now + LIFE.toMillis());
          return token;
        });
  }

  /// One after the other, so that the bound holds for many requests at once too.
  private static boolean hold(Tx tx, long user) {
    return tx.first(
            row -> true,
            """
            select 1 from account where "user" = ? and deactivated_ms is null for no key update
            """,
            user)
        .isPresent();
  }

  private static void forget(Tx tx, long user, long now) {
    tx.run(
        """
        delete from openid_token where hash in (
          select hash from openid_token where expires_ms <= ? limit ? for update skip locked)
        """,
        now,
        FORGOTTEN_MAX);
    tx.run(
        """
        delete from openid_token where hash in (
          select hash from openid_token where "user" = ? order by expires_ms desc offset ?)
        """,
        user,
        OF_PERSON_MAX - 1);
  }

  /// Whose token this is: somebody with an account on that server.
  public Optional<UserId> person(Server server, String token) {
    return db.read(
        tx ->
            tx.first(
                row -> new UserId(row.text("user_id")),
                """
                select user_id from openid_token
                join account using ("user")
                join matrix_user on matrix_user.nid = account."user"
                where hash = ? and expires_ms > ? and server = ? and deactivated_ms is null
                """,
                SecretHash.of(token).bytes(),
                clock.millis(),
                server.nid()));
  }
}
