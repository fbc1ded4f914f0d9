package parvis.contract;

import parvis.platform.db.Db;

/// Counts what is written to the tables of a database that [Dump] tells of, by triggers of its own:
/// where nothing was written, nothing is compared.
final class Touches {
  private static final String COUNT =
      """
      create sequence touches;
      create function touch() returns trigger language plpgsql as
        $$ begin perform nextval('touches'); return null; end $$;
      """;

  private static final String WATCH =
      """
      create trigger touches after insert or update or delete or truncate on "%s"
        for each statement execute function touch()""";

  private static final String LAST = "select last_value from touches";

  private final Db db;
  private long seen = -1;

  Touches(Db db) {
    this.db = db;
    db.write(
        tx -> {
          tx.run(COUNT);
          for (String table : Dump.tables(tx)) tx.run(WATCH.formatted(table));
          return null;
        });
  }

  /// Whether something was written since this was asked last.
  boolean anew() {
    long before = seen;
    seen = db.read(tx -> tx.first(row -> row.number("last_value"), LAST)).orElseThrow();
    return seen != before;
  }
}
