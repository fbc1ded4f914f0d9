package parvis.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.harness.World;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// Everything that a server keeps, at one moment: each table of its database as a hash of its
/// ordered rows, and the names of its media files.
///
/// Some things change by themselves and are left out: when and from where a device was last seen
/// (`device.seen_ms`, `device.seen_address`) or a token of a directory (`scim_token.used_ms`),
/// since when a gateway is silent (`pusher.behind`, `pusher.failing_ms`), how far a mail or a copy
/// of somebody's data has come (`mail` and `data_copy`, but for whose they are and their ids), what
/// upkeep notes about the time (`log_mark`), how many wrong codes were tried for one that was
/// mailed (`sign_in_code.tries`), handed over (`mailbox_reset.tries`) or in a step
/// (`mailbox_step.tries`, `factor_step.tries`, `.network`), what a browser was asked to sign, once
/// (`passkey_request`), who is told a moment later (`space_request.untold`, `report.untold`,
/// `.undone`), whose rooms are looked at a moment later (`unlooked_host`, `hostless_room`), what
/// the log is told a moment later (`task_untold`, `thing_untold`) and what follows it
/// (`log_consumer`, `service_feed` and the tables of search). Sequences are no tables: a number
/// that nobody got is no trace.
record Dump(Map<String, String> tables, Set<String> files) {
  private static final Set<String> BY_THEMSELVES =
      Set.of(
          "log_mark",
          "log_consumer",
          "service_feed",
          "task_untold",
          "thing_untold",
          "unlooked_host",
          "hostless_room",
          "search_text",
          "search_backlog",
          "search_word",
          "passkey_request");

  private static final String TABLES =
      """
      select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
       order by relname""";

  private static final String HASH =
      """
      select '%1$s' as name,
             md5(coalesce(string_agg(line, E'\\n' order by line), '')) as hash
        from (select %2$s as line from "%1$s" t) lines""";

  /// The statement that dumps the tables of a database.
  static String statement(Db db) {
    return db.read(Dump::tables).stream()
        .map(table -> HASH.formatted(table, line(table)))
        .collect(Collectors.joining("\nunion all\n"));
  }

  static List<String> tables(Tx tx) {
    List<String> tables = tx.list(row -> row.text("name"), TABLES);
    return tables.stream().filter(table -> !BY_THEMSELVES.contains(table)).toList();
  }

  private static String line(String table) {
    return switch (table) {
      case "device" -> "(to_jsonb(t) - 'seen_ms' - 'seen_address')::text";
      case "scim_token" -> "(to_jsonb(t) - 'used_ms')::text";
      case "sign_in_code" -> "(to_jsonb(t) - 'tries')::text";
      case "mailbox_step", "mailbox_reset" -> "(to_jsonb(t) - 'tries')::text";
      case "factor_step" -> "(to_jsonb(t) - 'tries' - 'network')::text";
      case "space_request" -> "(to_jsonb(t) - 'untold')::text";
      case "report" -> "(to_jsonb(t) - 'untold' - 'undone')::text";
      case "pusher" -> "(to_jsonb(t) - 'behind' - 'failing_ms')::text";
      case "data_copy" -> "t.\"user\" || ' ' || t.id";
      case "mail" -> "t.nid || ' ' || t.id";
      default -> "t::text";
    };
  }

  static Dump of(World world, String statement) {
    Map<String, String> tables = new TreeMap<>();
    world
        .db()
        .snapshot(
            tx ->
                tx.list(row -> tables.put(row.text("name"), row.text("hash")) == null, statement));
    return new Dump(tables, files(world.data().resolve("media")));
  }

  /// As it is when no table was written to since.
  Dump withFilesOf(World world) {
    return new Dump(tables, files(world.data().resolve("media")));
  }

  private static Set<String> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The tables, and the files, that are others in `later`.
  Set<String> changed(Dump later) {
    Set<String> changed = new TreeSet<>();
    tables.forEach(
        (table, hash) -> {
          if (!hash.equals(later.tables().get(table))) changed.add(table);
        });
    for (String file : later.files()) if (!files.contains(file)) changed.add("file " + file);
    return changed;
  }
}
