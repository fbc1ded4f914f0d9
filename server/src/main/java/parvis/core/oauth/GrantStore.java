package parvis.core.oauth;

import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// Which application a session was granted to, and what for.
final class GrantStore {
  private final Db db;

  GrantStore(Db db) {
    this.db = db;
  }

  static void note(Tx tx, long session, Application application, AskedScope scope) {
    tx.run(
        "insert into granted_session (session, application, scope) values (?, ?, ?)",
        session,
        application.id(),
        scope.text());
  }

  boolean owns(String application, long session) {
    return db.read(tx -> owns(tx, application, session));
  }

  static boolean owns(Tx tx, String application, long session) {
    return tx.first(
            row -> true,
            "select 1 from granted_session where session = ? and application = ?",
            session,
            application)
        .isPresent();
  }

  String scope(long session) {
    return db.read(
            tx ->
                tx.first(
                    row -> row.text("scope"),
                    "select scope from granted_session where session = ?",
                    session))
        .orElse("");
  }
}
