package parvis.suite.demo;

import parvis.platform.db.Db;

/// Whether this database is a demonstration, and whether all of it is there.
final class DemoStore {
  enum Stage {
    NONE,
    BEGUN,
    FILLED
  }

  private final Db db;

  DemoStore(Db db) {
    this.db = db;
  }

  Stage stage() {
    return db.read(
            tx ->
                tx.first(
                    row -> row.optionalNumber("filled_ms").isPresent() ? Stage.FILLED : Stage.BEGUN,
                    "select filled_ms from demo"))
        .orElse(Stage.NONE);
  }

  void begin(long now) {
    db.write(tx -> tx.run("insert into demo (begun_ms) values (?)", now));
  }

  void filled(long now) {
    db.write(tx -> tx.run("update demo set filled_ms = ?", now));
  }
}
