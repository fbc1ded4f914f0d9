package parvis.platform.db;

import java.util.List;
import parvis.platform.config.StartRefused;

/// What a server must promise before Parvis answers "stored" on its word.
final class Safety {
  private static final long VERSION_LEAST = 150_000;

  private Safety() {}

  static void check(Db db) {
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit"))
      if (setting(db, setting).equals("off"))
        throw new StartRefused(
            "PostgreSQL runs with " + setting + "=off and would lose messages: turn it on.");
    if (Long.parseLong(setting(db, "server_version_num")) < VERSION_LEAST)
      throw new StartRefused(
          "Parvis needs PostgreSQL 15 or newer; this one is "
              + setting(db, "server_version")
              + ".");
    if (!setting(db, "server_encoding").equals("UTF8"))
      throw new StartRefused("Parvis needs a database with encoding UTF8: make another one.");
  }

  private static String setting(Db db, String name) {
    return db.read(
        tx ->
            tx.first(row -> row.text("value"), "select current_setting(?) as value", name)
                .orElseThrow());
  }
}
