package parvis.platform.db;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import parvis.platform.config.StartRefused;

/// The schema's way forward: the files of `db/` in the order of their timestamps.
///
/// Programs of several versions may share a database while nodes are replaced one by one, so
/// migrations that this program does not know are left alone. What it may not touch is a database
/// whose `min_program` lies above it: there, a column that it needs may be gone.
final class Migrations {
  /// The number of this program; raised with each migration that takes something away.
  static final int PROGRAM = 2;

  private Migrations() {}

  static void run(DataSource connections) {
    refuseWhenTooOld(new Db(connections));
    Flyway.configure()
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .dataSource(connections)
        .locations("classpath:db")
        .outOfOrder(true)
        .ignoreMigrationPatterns("*:missing", "*:future")
        .validateMigrationNaming(true)
        .table("migration")
        .load()
        .migrate();
  }

  private static void refuseWhenTooOld(Db db) {
    boolean known =
        db.read(
            tx ->
                tx.first(
                        row -> row.bool("known"),
                        "select to_regclass('program') is not null as known")
                    .orElse(false));
    if (!known) return;
    long least =
        db.read(tx -> tx.first(row -> row.number("min_program"), "select min_program from program"))
            .orElse(0L);
    if (least > PROGRAM)
      throw new StartRefused(
          "This database needs a newer Parvis (program "
              + least
              + " or above; this is "
              + PROGRAM
              + "): update Parvis, or use another database.");
  }
}
