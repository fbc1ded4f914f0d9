package parvis.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The server that the databases of tests live in, and the migrated one they are copied from.
public final class TestServer implements AutoCloseable {
  private static final String TEMPLATE = "migrated";

  /// The version that the build has brought.
  public static final String OLDEST =
      Objects.requireNonNull(System.getProperty("postgres.oldest.version"));

  private static final List<String> MEMORY =
      List.of(
          "max_connections=200",
          "shared_buffers=128MB",
          "max_wal_size=256MB",
          "max_worker_processes=2",
          "max_parallel_workers_per_gather=0",
          "autovacuum_max_workers=2",
          // In each minute every database would be looked at, of which there are hundreds.
          "autovacuum_naptime=1h");

  private final EmbeddedPostgres server;
  private final HikariDataSource maintenance;

  private TestServer(EmbeddedPostgres server) {
    this.server = server;
    this.maintenance = new HikariDataSource(settings("postgres", 1));
  }

  /// Unpacks the PostgreSQL that Parvis carries into this folder, once, and gives it back.
  public static Path unpacked(Path folder) {
    PostgresProgram.unpacked(folder);
    return folder;
  }

  /// The PostgreSQL that Parvis carries. Its password is proven as in production, by one step
  /// instead of 4,096: of so many connections each would take longer to prove than to make.
  public static TestServer start(Path folder, Path programs) {
    List<String> settings = new ArrayList<>(MEMORY);
    settings.add("io_method=sync");
    settings.add("scram_iterations=1");
    TestServer started = started(folder, () -> PostgresProgram.unpacked(programs), settings);
    started.execute("alter role parvis password '" + started.server.password() + "'");
    return started;
  }

  /// The oldest PostgreSQL that an operator may bring; the build lays its archive into `programs`.
  public static TestServer startOldest(Path folder, Path programs) {
    return started(folder, () -> oldest(programs), MEMORY);
  }

  private static Path oldest(Path programs) {
    Path home = programs.resolve("program-" + OLDEST);
    if (!Files.isDirectory(home))
      PostgresProgram.unpackWhole(archive(programs.resolve("oldest-" + OLDEST)), home);
    return home;
  }

  private static InputStream archive(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Predicate<Path> packed = file -> file.toString().endsWith(".txz");
      return Files.newInputStream(files.filter(packed).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestServer started(Path folder, Supplier<Path> program, List<String> settings) {
    TestServer started =
        new TestServer(EmbeddedPostgres.start(folder, program, settings, new SecureRandom()));
    started.execute("create database " + TEMPLATE);
    try (HikariDataSource template = new HikariDataSource(started.settings(TEMPLATE, 3))) {
      Migrations.run(template);
    }
    return started;
  }

  /// A copy of the migrated database.
  public void create(String name) {
    execute("create database " + name + " template " + TEMPLATE);
  }

  /// A database without any table.
  public void createEmpty(String name) {
    execute("create database " + name);
  }

  public Db open(String name) {
    return new Db(new HikariDataSource(settings(name, 8)));
  }

  /// The address with user and password, as an operator would write it.
  public String url(String name) {
    return server
        .url(name)
        .replace("jdbc:postgresql://", "postgresql://parvis:" + server.password() + "@");
  }

  private void execute(String sql) {
    new Db(maintenance)
        .read(
            tx -> {
              try (var statement = tx.connection().createStatement()) {
                return statement.execute(sql);
              } catch (SQLException e) {
                throw new DatabaseFault(e);
              }
            });
  }

  private HikariConfig settings(String name, int connectionsMax) {
    HikariConfig settings = Database.ours(server, connectionsMax);
    settings.setJdbcUrl(server.url(name));
    settings.setMinimumIdle(0);
    settings.setIdleTimeout(10_000);
    return settings;
  }

  @Override
  public void close() {
    maintenance.close();
    server.close();
  }
}
