package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Db;
import parvis.platform.secret.MasterKey;

/// Stages of signing in that people did on a page, and what they said there; for a while.
final class WebStages {
  private static final Duration LIFE = Duration.ofMinutes(30);
  /// Stages that are kept at a time; one more takes the place of the oldest.
  static final int KEPT_MAX = 10_000;

  private static final String MAKE_ROOM =
      """
      delete from web_stage where (session, stage) in (
        select session, stage from web_stage order by expires_ms desc offset ?)\
      """;

  private static final String PURPOSE = "stage on a page";

  private static final String FIND =
      "select stage, sealed_said from web_stage where session = ? and expires_ms > ?";

  private static final String PUT =
      """
      insert into web_stage (session, stage, sealed_said, expires_ms) values (?, ?, ?, ?)
      on conflict (session, stage) do update
        set sealed_said = excluded.sealed_said, expires_ms = excluded.expires_ms\
      """;

  private final Db db;
  private final MasterKey masterKey;
  private final Clock clock;

  WebStages(Db db, MasterKey masterKey, Clock clock) {
    this.db = db;
    this.masterKey = masterKey;
    this.clock = clock;
  }

  void put(String session, String stage, String said) {
    byte[] sealed = masterKey.seal(PURPOSE, said.getBytes(StandardCharsets.UTF_8));
    long now = clock.millis();
    db.write(
        tx -> {
          tx.run("delete from web_stage where expires_ms <= ?", now);
          tx.run(MAKE_ROOM, KEPT_MAX - 1);
          return tx.run(PUT, SecretHash.of(session).bytes(), stage, sealed, now + LIFE.toMillis());
        });
  }

  /// What was said in a session, by stage.
  Map<String, String> said(String session) {
    Map<String, String> said = new HashMap<>();
    db.read(
        tx ->
            tx.list(
                row -> said.put(row.text("stage"), opened(row.bytes("sealed_said"))) == null,
                FIND,
                SecretHash.of(session).bytes(),
                clock.millis()));
    return said;
  }

  Optional<String> said(String session, String stage) {
    return Optional.ofNullable(said(session).get(stage));
  }

  private String opened(byte[] sealed) {
    return new String(masterKey.open(PURPOSE, sealed), StandardCharsets.UTF_8);
  }
}
