package parvis.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import com.zaxxer.hikari.pool.HikariPool;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import parvis.platform.config.StartRefused;

/// An open database at this program's schema, and the server behind it when that is ours.
public final class Database implements AutoCloseable {
  private static final String NAME = "parvis";
  private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(10);

  /// What our own PostgreSQL may take: little, since a town hall runs on one small machine.
  private static final List<String> MEMORY =
      List.of(
          "max_connections=32",
          "shared_buffers=96MB",
          "work_mem=8MB",
          "maintenance_work_mem=32MB",
          "autovacuum_max_workers=2",
          "max_worker_processes=2",
          "io_method=sync",
          "max_parallel_workers=0",
          "max_parallel_workers_per_gather=0",
          "max_wal_size=1GB",
          "wal_buffers=4MB");

  private final HikariDataSource pool;
  private final Db db;
  private final @Nullable EmbeddedPostgres server;

  private Database(HikariDataSource pool, @Nullable EmbeddedPostgres server) {
    this.pool = pool;
    this.db = new Db(pool);
    this.server = server;
  }

  /// Starts or reaches the database, refuses one that is not safe, and migrates it.
  ///
  /// @param connectionsMax how many connections this process may hold
  public static Database open(DatabasePlace place, int connectionsMax, SecureRandom random) {
    return switch (place) {
      case DatabasePlace.External external -> external(external.url(), connectionsMax);
      case DatabasePlace.Embedded embedded -> {
        EmbeddedPostgres server =
            EmbeddedPostgres.start(
                embedded.folder(),
                () -> PostgresProgram.unpacked(embedded.programs()),
                MEMORY,
                random);
        try {
          createDatabase(server);
          yield opened(ours(server, connectionsMax), server);
        } catch (Throwable e) {
          server.close();
          throw e;
        }
      }
    };
  }

  private static Database external(String url, int connectionsMax) {
    return opened(theirs(url, connectionsMax), null);
  }

  private static Database opened(HikariConfig settings, @Nullable EmbeddedPostgres server) {
    HikariDataSource pool = pool(settings);
    try {
      Safety.check(new Db(pool));
      Migrations.run(pool);
      return new Database(pool, server);
    } catch (Throwable e) {
      pool.close();
      throw e;
    }
  }

  private static HikariDataSource pool(HikariConfig settings) {
    try {
      return new HikariDataSource(settings);
    } catch (HikariPool.PoolInitializationException unreachable) {
      throw new StartRefused(
          "The database "
              + settings.getJdbcUrl().replaceFirst("^jdbc:", "")
              + " cannot be reached: "
              + unreachable.getMessage());
    }
  }

  static HikariConfig ours(EmbeddedPostgres server, int connectionsMax) {
    HikariConfig settings = pool(connectionsMax);
    settings.setJdbcUrl(server.url(NAME));
    settings.setUsername("parvis");
    settings.setPassword(server.password());
    return settings;
  }

  private static HikariConfig theirs(String url, int connectionsMax) {
    HikariConfig settings = pool(connectionsMax);
    ExternalUrl parts = ExternalUrl.parse(url);
    settings.setJdbcUrl(parts.jdbc());
    parts.user().ifPresent(settings::setUsername);
    parts.password().ifPresent(settings::setPassword);
    return settings;
  }

  private static HikariConfig pool(int connectionsMax) {
    HikariConfig settings = new HikariConfig();
    settings.setPoolName("parvis");
    settings.setMaximumPoolSize(connectionsMax);
    settings.setMinimumIdle(Math.min(2, connectionsMax));
    settings.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
    settings.addDataSourceProperty("ApplicationName", "parvis");
    settings.addDataSourceProperty("tcpKeepAlive", "true");
    settings.addDataSourceProperty("logServerErrorDetail", "false");
    return settings;
  }

  private static void createDatabase(EmbeddedPostgres server) {
    Properties login = new Properties();
    login.setProperty("user", "parvis");
    login.setProperty("password", server.password());
    Databases.createWhenMissing(new Driver(), server.url("postgres"), login, NAME);
  }

  /// Counts connections, and how long they are waited for.
  public void measure(MeterRegistry registry) {
    pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
  }

  public Db db() {
    return db;
  }

  /// The process id of our own PostgreSQL, for who measures it.
  public OptionalLong serverPid() {
    return server == null ? OptionalLong.empty() : OptionalLong.of(server.pid());
  }

  /// Forgets the server without stopping it, as a killed process does.
  void abandon() {
    pool.close();
    if (server != null) server.abandon();
  }

  @Override
  public void close() {
    pool.close();
    if (server != null) server.close();
  }
}
