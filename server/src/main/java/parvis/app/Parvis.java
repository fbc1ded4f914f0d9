package parvis.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.config.Config;
import parvis.platform.db.Database;
import parvis.platform.db.DatabasePlace;
import parvis.platform.db.Db;
import parvis.platform.http.HttpServer;
import parvis.platform.http.HttpSettings;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Routes;
import parvis.platform.watch.Watch;
import parvis.platform.watch.WatchRoutes;

/// A whole running server: every part, wired by hand in the order in which they need each other.
///
/// There is no container and no reflection: to learn what a part is given, read `start`. Parts stop
/// in the opposite order, the database last.
public final class Parvis implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Closing closing;
  private final Database database;
  private final HttpServer http;

  private Parvis(Closing closing, Database database, HttpServer http) {
    this.closing = closing;
    this.database = database;
    this.http = http;
  }

  /// Starts everything and returns when requests are answered.
  ///
  /// @param web the folder of the built web client, if there is one
  public static Parvis start(Config config, Optional<Path> web, Clock clock, SecureRandom random) {
    Closing closing = new Closing();
    try {
      return wire(config, web, clock, random, closing);
    } catch (Throwable e) {
      closing.close();
      throw e;
    }
  }

  private static Parvis wire(
      Config config, Optional<Path> web, Clock clock, SecureRandom random, Closing closing) {
    DataFolder data = closing.later(DataFolder.open(config.data(), config.demo()));
    config.writeFileWhenMissing();
    Watch watch = closing.later(new Watch());
    Database database =
        closing.later(Database.open(place(config, data), config.databaseConnections(), random));
    watch.check("database", () -> answers(database.db()));

    List<Routes> routes = new ArrayList<>();
    routes.add(new WatchRoutes(watch).routes());

    HttpServer http =
        new HttpServer(
            settings(config, web),
            routes,
            (token, call) -> {
              throw Refused.unknownToken(false);
            },
            new RateLimits(config.rateLimits(), System::nanoTime),
            watch.registry(),
            clock,
            random);
    closing.later(() -> http.stop(GRACE));
    http.start();
    return new Parvis(closing, database, http);
  }

  private static DatabasePlace place(Config config, DataFolder data) {
    if (config.databaseUrl().isPresent())
      return new DatabasePlace.External(config.databaseUrl().get());
    Path folder = data.resolve("postgres");
    String programs = System.getProperty("parvis.postgres.programs");
    return new DatabasePlace.Embedded(folder, programs == null ? folder : Path.of(programs));
  }

  private static HttpSettings settings(Config config, Optional<Path> web) {
    String host = config.host().isEmpty() ? "::" : config.host();
    HttpSettings settings =
        HttpSettings.on(host, config.port()).withTrustedProxies(config.trustedProxies());
    if (config.tls().isPresent()) {
      Config.Tls tls = config.tls().get();
      settings = settings.withTls(new HttpSettings.Tls(tls.certificate(), tls.key()));
    }
    return web.filter(folder -> Files.exists(folder.resolve("index.html")))
        .map(settings::withWeb)
        .orElse(settings);
  }

  private static boolean answers(Db db) {
    return db.read(tx -> tx.first(row -> row.number("one"), "select 1 as one")).isPresent();
  }

  /// The port that is open, also where the system chose it.
  public int port() {
    return http.port();
  }

  /// The database, for who looks behind the scenes: tests and tools.
  public Db db() {
    return database.db();
  }

  @Override
  public void close() {
    closing.close();
  }
}
