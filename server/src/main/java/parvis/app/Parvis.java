package parvis.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.platform.config.Config;
import parvis.platform.db.Db;
import parvis.platform.http.HttpServer;
import parvis.platform.http.HttpSettings;
import parvis.platform.http.OpenApiRoutes;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.platform.watch.WatchRoutes;
import parvis.protocol.id.UserId;

/// A whole running server: every part, wired by hand in the order in which they need each other.
///
/// There is no container and no reflection: to learn what a part is given, read `Ground`,
/// `Core` and `Leaves`. Parts stop in the opposite order, the database last.
public final class Parvis implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Closing closing;
  private final Ground ground;
  private final Core core;
  private final List<Routes> routes;
  private final HttpServer http;

  private Parvis(Given given, Closing closing) {
    this.closing = closing;
    this.ground = Ground.laid(given, closing);
    this.core = Core.made(ground, closing);
    Leaves leaves = Leaves.made(ground, closing, core);
    Ties.tie(core, leaves, ground);
    Figures.measure(ground, core);
    ground.log().start();
    core.sync().start();
    core.push().start();
    core.search().start();
    core.rooms().start();
    leaves.spaces().resume();
    core.appservice().start();
    core.mail().start();
    ground.collector().start();
    closing.later(new Ticker(core, leaves, ground.workers()));
    this.routes = new ArrayList<>(core.routes());
    routes.addAll(leaves.routes());
    routes.add(new WatchRoutes(ground.watch()).routes());
    routes.add(new AwaitingRoutes(core, leaves).routes());
    routes.add(new LimitRoutes(given.config()).routes());
    routes.add(new HealthRoutes(new Health(ground, core)).routes());
    routes.add(new OpenApiRoutes(this::routes).table());
    if (given.config().demo()) routes.add(leaves.demo(ground, core).routes());
    this.http = http();
    http.witness(core.organisations()::saw);
    closing.later(() -> http.stop(GRACE));
    http.start();
  }

  /// Starts everything and returns when requests are answered.
  public static Parvis start(Given given) {
    Closing closing = new Closing();
    try {
      return new Parvis(given, closing);
    } catch (Throwable e) {
      closing.close();
      throw e;
    }
  }

  private HttpServer http() {
    return new HttpServer(
        settings(ground.config(), ground.given().web()),
        routes,
        core.identity().authenticator(),
        ground.limits(),
        ground.watch().registry(),
        ground.clock(),
        ground.random());
  }

  private static HttpSettings settings(Config config, Optional<Path> web) {
    String host = config.host().isEmpty() ? everywhere() : config.host();
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

  /// All addresses of this machine; one without IPv6 has no `::`.
  private static String everywhere() {
    return Files.exists(Path.of("/proc/net/if_inet6")) ? "::" : "0.0.0.0";
  }

  /// The one-time path that makes its opener the first administrator, while there is none. Each
  /// call makes a new one.
  public Optional<String> setupPath() {
    return core.identity().setupPath();
  }

  /// Takes all second factors from somebody who has lost them, on the word of who starts the
  /// process: who runs the house has nobody else to ask. They learn it by mail.
  ///
  /// @param name as `marie`, of the first server, or `@marie:ville.example`
  /// @return whether there were any
  public boolean loseFactors(String name) {
    var identity = core.identity();
    var id = name.startsWith("@") ? name : "@" + name + ":" + identity.servers().primary().name();
    var account = UserId.parse(id).flatMap(identity.accounts()::find);
    return account.isPresent()
        && core.factors().factors().lost(account.get().user(), account.get().userNid());
  }

  /// The port that is open, also where the system chose it.
  public int port() {
    return http.port();
  }

  /// Everything that can be asked of it, feature by feature.
  public List<Route> routes() {
    return routes.stream().flatMap(feature -> feature.all().stream()).toList();
  }

  /// The database, for who looks behind the scenes: tests and tools.
  public Db db() {
    return ground.db();
  }

  @Override
  public void close() {
    closing.close();
  }
}
