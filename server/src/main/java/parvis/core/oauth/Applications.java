package parvis.core.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// The applications that registered. Those that say the same of themselves are one, so that a
/// thousand people with one application are one row.
///
/// spec: cs-api#client-registration
final class Applications {
  /// How long an application is kept that nobody lets in.
  static final Duration KEPT = Duration.ofDays(1);

  /// Applications of one server that nobody let in; one more takes the place of the one that asked
  /// first.
  static final int WITHOUT_SESSION_MAX = 10_000;

  /// Rows that go in one statement.
  static final int FORGOTTEN_MAX = 10_000;

  private static final String PREFIX = "pva_";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Db db;
  private final Secrets secrets;
  private final Clock clock;

  Applications(Db db, Secrets secrets, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// The application that says this of itself, from now on.
  Application register(Server server, JsonObject metadata) {
    String text = metadata.toString();
    byte[] digest = SecretHash.of(text).bytes();
    String fresh = secrets.token(PREFIX);
    long now = clock.millis();
    return db.write(
        tx -> {
          String id =
              tx.first(
                      row -> row.text("id"),
                      """
                      insert into application (id, server, digest, metadata, used_ms)
                      values (?, ?, ?, ?, ?)
                      on conflict (server, digest) do update set used_ms = excluded.used_ms
                      returning id
                      """,
                      fresh,
                      server.nid(),
                      digest,
                      text,
                      now)
                  .orElseThrow();
          if (id.equals(fresh)) makeRoom(tx, server);
          return new Application(id, metadata);
        });
  }

  private static void makeRoom(Tx tx, Server server) {
    tx.run(
        """
        delete from application where id in (
          select id from application a where server = ? and not exists (
            select from granted_session where application = a.id)
          order by used_ms desc, id offset ?)
        """,
        server.nid(),
        WITHOUT_SESSION_MAX);
  }

  Optional<Application> find(Server server, String id) {
    if (!ID.matcher(id).matches()) return Optional.empty();
    return db.read(
        tx ->
            tx.first(
                Applications::application,
                "select id, metadata from application where id = ? and server = ?",
                id,
                server.nid()));
  }

  private static Application application(Row row) {
    byte[] text = row.text("metadata").getBytes(StandardCharsets.UTF_8);
    if (JsonReader.read(text, JsonLimits.REQUEST) instanceof JsonObject metadata) {
      return new Application(row.text("id"), metadata);
    }
    throw new IllegalStateException("the metadata of an application is an object");
  }

  /// Notes that somebody let it in.
  void used(Tx tx, String id) {
    tx.run("update application set used_ms = ? where id = ?", clock.millis(), id);
  }

  /// Forgets those that nobody lets in.
  static void forget(Db db, long nowMs) {
    db.write(
        tx ->
            tx.run(
                """
                delete from application where id in (
                  select id from application a where used_ms < ? and not exists (
                    select from granted_session where application = a.id)
                  limit ?)
                """,
                nowMs - KEPT.toMillis(),
                FORGOTTEN_MAX));
  }
}
