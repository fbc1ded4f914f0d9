package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import parvis.base.Actor;
import parvis.platform.db.Db;

/// Who said, here and with their password, that an application may replace their keys for
/// cross-signing: once and soon.
///
/// spec: cs-api#oauth-authentication
final class KeyResets {
  static final Duration LIFE = Duration.ofMinutes(10);

  /// Those whose time is over that are deleted with the making of one.
  private static final int FORGOTTEN_MAX = 1_000;

  private final Db db;
  private final Clock clock;
  private final String page;

  KeyResets(Db db, Clock clock, String publicAddress) {
    this.db = db;
    this.clock = clock;
    this.page = publicAddress + "/account?action=org.matrix.cross_signing_reset";
  }

  /// Where they say so.
  String page() {
    return page;
  }

  void allow(Actor actor) {
    long now = clock.millis();
    db.write(
        tx -> {
          tx.run(
              """
              delete from key_reset where "user" in (
                select "user" from key_reset where expires_ms <= ? limit ?)
              """,
              now,
              FORGOTTEN_MAX);
          return tx.run(
              """
              insert into key_reset ("user", expires_ms) values (?, ?)
              on conflict ("user") do update set expires_ms = excluded.expires_ms
              """,
              actor.userNid(),
              now + LIFE.toMillis());
        });
  }

  /// Whether it was allowed; it is no more.
  boolean use(Actor actor) {
    return db.write(
        tx ->
            tx.run(
                    "delete from key_reset where \"user\" = ? and expires_ms > ?",
                    actor.userNid(),
                    clock.millis())
                == 1);
  }
}
