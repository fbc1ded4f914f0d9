package parvis.core.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;

/// Who said, here and with their password, that an application may replace their keys for
/// cross-signing: the one that asked, once and soon.
///
/// spec: cs-api#oauth-authentication
final class KeyResets {
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final String GRANTED =
      "select device_id from session where \"user\" = ? and granted limit " + Sessions.DEVICES_MAX;

  private static final String USE =
      "delete from key_reset where \"user\" = ? and device_id = ? and expires_ms > ?";

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

  /// Where they say so to an application that asks.
  String page(Actor application) {
    return page + "&device_id=" + URLEncoder.encode(application.deviceId(), StandardCharsets.UTF_8);
  }

  /// @param device of the application; absent: of their only one
  /// @throws Refused invalidParam when it is of none
  void allow(Actor actor, Optional<String> device) {
    long now = clock.millis();
    db.write(
        tx -> {
          List<String> of = tx.list(row -> row.text("device_id"), GRANTED, actor.userNid());
          Optional<String> meant = device.or(() -> only(of)).filter(of::contains);
          if (meant.isEmpty()) {
            throw Refused.invalidParam("\"device_id\" is of no application that you let in");
          }
          tx.run(
              """
              delete from key_reset where "user" in (
                select "user" from key_reset where expires_ms <= ? limit ?)
              """,
              now,
              FORGOTTEN_MAX);
          return tx.run(
              """
              insert into key_reset ("user", expires_ms, device_id) values (?, ?, ?)
              on conflict ("user") do update
                set expires_ms = excluded.expires_ms, device_id = excluded.device_id
              """,
              actor.userNid(),
              now + LIFE.toMillis(),
              meant.get());
        });
  }

  private static Optional<String> only(List<String> all) {
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /// Whether it was allowed; it is no more.
  boolean use(Actor actor) {
    return db.write(tx -> tx.run(USE, actor.userNid(), actor.deviceId(), clock.millis()) == 1);
  }
}
