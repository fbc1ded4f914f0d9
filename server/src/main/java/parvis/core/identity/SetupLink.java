package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// The one-time link whose opener becomes the first administrator of a server.
///
/// Each start without an administrator makes a new one, and the one before is worthless.
final class SetupLink {
  static final Duration LIFE = Duration.ofHours(24);

  private final Db db;
  private final Secrets secrets;
  private final Clock clock;

  SetupLink(Db db, Secrets secrets, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.clock = clock;
  }

  String create(Server server) {
    String token = secrets.link();
    db.write(
        tx ->
            tx.run(
                """
                insert into setup_link (server, hash, expires_ms) values (?, ?, ?)
                on conflict (server) do update
                set hash = excluded.hash, expires_ms = excluded.expires_ms
                """,
                server.nid(),
                SecretHash.of(token).bytes(),
                clock.millis() + LIFE.toMillis()));
    return token;
  }

  boolean valid(Server server, String token) {
    return db.read(
            tx ->
                tx.first(
                    row -> true,
                    "select 1 from setup_link where server = ? and hash = ? and expires_ms > ?",
                    server.nid(),
                    SecretHash.of(token).bytes(),
                    clock.millis()))
        .isPresent();
  }

  /// Whether somebody may still become the first administrator by a link.
  boolean waits(Server server) {
    return db.read(
            tx -> tx.first(row -> true, "select 1 from setup_link where server = ?", server.nid()))
        .isPresent();
  }

  /// Uses the link up; false when somebody else did.
  boolean use(Tx tx, Server server, String token) {
    return tx.run(
            "delete from setup_link where server = ? and hash = ? and expires_ms > ?",
            server.nid(),
            SecretHash.of(token).bytes(),
            clock.millis())
        == 1;
  }
}
