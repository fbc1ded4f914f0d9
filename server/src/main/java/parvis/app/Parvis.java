package parvis.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.federation.FederationFeature;
import parvis.core.identity.Announcements;
import parvis.core.identity.Devices;
import parvis.core.identity.IdentityFeature;
import parvis.core.identity.PasswordHashes;
import parvis.core.keys.KeysFeature;
import parvis.core.media.Media;
import parvis.core.push.PushFeature;
import parvis.core.rooms.RoomsFeature;
import parvis.core.search.SearchFeature;
import parvis.core.sync.Keyed;
import parvis.core.sync.Rules;
import parvis.core.sync.SyncFeature;
import parvis.platform.blob.BlobStore;
import parvis.platform.config.Config;
import parvis.platform.db.Database;
import parvis.platform.db.DatabasePlace;
import parvis.platform.db.Db;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Reach;
import parvis.platform.http.HttpServer;
import parvis.platform.http.HttpSettings;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.log.Nids;
import parvis.platform.log.Originals;
import parvis.platform.memory.Memory;
import parvis.platform.watch.Watch;
import parvis.platform.watch.WatchRoutes;
import parvis.protocol.event.RoomVersion;
import parvis.suite.demo.DemoFeature;

/// A whole running server: every part, wired by hand in the order in which they need each other.
///
/// There is no container and no reflection: to learn what a part is given, read `start`. Parts stop
/// in the opposite order, the database last.
public final class Parvis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parvis.class);
  /// Account data that says whether a device is silent; its id follows.
  private static final String SILENCED = "org.matrix.msc3890.local_notification_settings.";

  private static final Duration GRACE = Duration.ofSeconds(5);

  /// How long what somebody failed to hear is left alone.
  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

  /// How often messages are looked for whose devices went while they came.
  private static final Duration FORGET_LOST = Duration.ofHours(1);

  private final Closing closing;
  private final Database database;
  private final HttpServer http;
  private final IdentityFeature identity;
  private final List<Routes> routes;

  private Parvis(
      Closing closing,
      Database database,
      HttpServer http,
      IdentityFeature identity,
      List<Routes> routes) {
    this.closing = closing;
    this.database = database;
    this.http = http;
    this.identity = identity;
    this.routes = routes;
  }

  /// Starts everything and returns when requests are answered.
  ///
  /// @param web the folder of the built web client, if there is one
  public static Parvis start(Config config, Optional<Path> web, Clock clock, SecureRandom random) {
    return start(config, web, clock, random, Memory.ofHeap(), _ -> {});
  }

  /// The same with a memory of a chosen size, and somebody who listens.
  ///
  /// @param memory what may be kept to spare questions to the database
  /// @param says hears in sentences what takes its time
  public static Parvis start(
      Config config,
      Optional<Path> web,
      Clock clock,
      SecureRandom random,
      Memory memory,
      Consumer<String> says) {
    Closing closing = new Closing();
    try {
      return wire(config, web, clock, random, memory, says, closing);
    } catch (Throwable e) {
      closing.close();
      throw e;
    }
  }

  private static Parvis wire(
      Config config,
      Optional<Path> web,
      Clock clock,
      SecureRandom random,
      Memory memory,
      Consumer<String> says,
      Closing closing) {
    DataFolder data = closing.later(DataFolder.open(config.data(), config.demo()));
    config.writeFileWhenMissing();
    Watch watch = closing.later(new Watch());
    Database database =
        closing.later(Database.open(place(config, data), config.databaseConnections(), random));
    watch.check("database", () -> answers(database.db()));

    Db db = database.db();
    DemoFeature.check(db, config.demo());
    Nids nids = new Nids(db);
    Log log = closing.later(new Log(db, clock, random));
    watch.check("log", () -> log.trouble().isEmpty());
    RateLimits limits = new RateLimits(config.rateLimits(), System::nanoTime);
    IdentityFeature identity = closing.later(identity(config, db, nids, limits, clock, random));
    Keyed keyed = new Keyed(db, log, memory);
    Rules rules = new Rules(keyed, memory);
    RoomsFeature rooms =
        rooms(config, db, log, nids, identity, rules, limits, clock, random, memory);
    KeysFeature keys = keys(db, log, nids, identity);
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    closing.later(workers);
    SyncFeature sync =
        closing.later(
            sync(config, db, log, identity, rooms, keys, keyed, rules, clock, workers, memory));
    Egress egress = closing.later(new Egress(egress(config), watch.registry()));
    PushFeature push =
        closing.later(
            push(db, log, nids, identity, rooms, sync, rules, egress, clock, workers, memory));
    SearchFeature search = closing.later(search(db, log, identity, rooms, rules, clock));
    Media media = closing.later(media(config, data, db, limits, clock, random));
    listen(identity, rooms, keys, sync, push);
    measure(watch, database, log, rooms, sync, push, media, memory);
    watch.gauge("parvis.search.behind", "Positions that search has not read yet", search::behind);
    log.start();
    sync.start();
    push.start();
    search.start();
    closing.later(ticking(identity, rooms, sync, workers));

    var routes =
        new ArrayList<>(
            List.of(
                new WatchRoutes(watch).routes(),
                identity.routes(),
                rooms.routes(),
                keys.routes(),
                sync.routes(),
                push.routes(),
                search.routes(),
                media.routes(),
                federation(identity, clock).routes()));
    if (config.demo()) routes.add(demo(db, identity, rooms, sync, media, clock, says));
    HttpServer http = http(settings(config, web), routes, identity, limits, watch, clock, random);
    closing.later(() -> http.stop(GRACE));
    http.start();
    return new Parvis(closing, database, http, identity, routes);
  }

  private static HttpServer http(
      HttpSettings settings,
      List<Routes> routes,
      IdentityFeature identity,
      RateLimits limits,
      Watch watch,
      Clock clock,
      SecureRandom random) {
    return new HttpServer(
        settings, routes, identity.sessions(), limits, watch.registry(), clock, random);
  }

  private static SyncFeature sync(
      Config config,
      Db db,
      Log log,
      IdentityFeature identity,
      RoomsFeature rooms,
      KeysFeature keys,
      Keyed keyed,
      Rules rules,
      Clock clock,
      ExecutorService workers,
      Memory memory) {
    return new SyncFeature(
        new SyncFeature.Needs(
            db,
            config.databaseConnections(),
            log,
            identity.users(),
            rooms.rooms(),
            keys.counts(),
            keyed,
            rules,
            clock,
            workers,
            memory));
  }

  private static SearchFeature search(
      Db db, Log log, IdentityFeature identity, RoomsFeature rooms, Rules rules, Clock clock) {
    return new SearchFeature(
        new SearchFeature.Needs(
            db, log, identity.users(), rooms.rooms(), rooms.reading(), rules::ignored, clock));
  }

  private static FederationFeature federation(IdentityFeature identity, Clock clock) {
    return new FederationFeature(identity.servers(), identity.openIds(), clock, Main.VERSION);
  }

  private static PushFeature push(
      Db db,
      Log log,
      Nids nids,
      IdentityFeature identity,
      RoomsFeature rooms,
      SyncFeature sync,
      Rules rules,
      Egress egress,
      Clock clock,
      ExecutorService workers,
      Memory memory) {
    return new PushFeature(
        new PushFeature.Needs(
            db,
            log,
            nids::next,
            identity.users(),
            rooms.rooms(),
            sync.accountData(),
            rules,
            sync.counting(),
            egress,
            clock,
            workers,
            memory));
  }

  private static Egress.Policy egress(Config config) {
    return new Egress.Policy(Reach.of(config.reachableNetworks()), config.trustedAuthorities());
  }

  private static Routes demo(
      Db db,
      IdentityFeature identity,
      RoomsFeature rooms,
      SyncFeature sync,
      Media media,
      Clock clock,
      Consumer<String> says) {
    var demo =
        new DemoFeature(
            new DemoFeature.Needs(
                db,
                identity.servers().primary().name(),
                identity.accounts(),
                identity.profiles(),
                identity.sessions(),
                rooms.rooms(),
                rooms.writing(),
                sync.receipts(),
                sync.accountData(),
                media,
                clock));
    demo.fill(says);
    return demo.routes();
  }

  private static IdentityFeature identity(
      Config config, Db db, Nids nids, RateLimits limits, Clock clock, SecureRandom random) {
    return new IdentityFeature(
        new IdentityFeature.Needs(
            config,
            db,
            nids::next,
            limits,
            clock,
            random,
            PasswordHashes.Cost.ofProgram(),
            Main.VERSION));
  }

  private static RoomsFeature rooms(
      Config config,
      Db db,
      Log log,
      Nids nids,
      IdentityFeature identity,
      Rules rules,
      RateLimits limits,
      Clock clock,
      SecureRandom random,
      Memory memory) {
    return new RoomsFeature(
        new RoomsFeature.Needs(
            db,
            log,
            nids,
            identity.users(),
            identity.accounts(),
            identity.profiles(),
            identity.servers(),
            clock,
            random,
            RoomVersion.of(config.roomVersion()).orElseThrow(),
            config.peopleSearch(),
            config.directory(),
            rules::ignored,
            limits,
            config.aDay().glances(),
            memory));
  }

  private static KeysFeature keys(Db db, Log log, Nids nids, IdentityFeature identity) {
    return new KeysFeature(
        new KeysFeature.Needs(
            db,
            log,
            nids,
            identity.users(),
            identity.devices(),
            identity.unheard(),
            identity.ownerProof(),
            identity.servers().verifier()));
  }

  private static Media media(
      Config config, DataFolder data, Db db, RateLimits limits, Clock clock, SecureRandom random) {
    return new Media(
        db,
        new BlobStore(data.resolve("media")),
        new Media.Policy(
            config.uploadBytesMax(),
            config.openMedia(),
            config.aDay().downloadBytes(),
            config.aDay().uploads(),
            config.uploadBytesTotal()),
        limits,
        clock,
        random);
  }

  /// What one part does when another says that something happened.
  private static void listen(
      IdentityFeature identity,
      RoomsFeature rooms,
      KeysFeature keys,
      SyncFeature sync,
      PushFeature push) {
    Announcements said = identity.announcements();
    said.onProfileChanged(changed -> rooms.profileChanged(changed.actor()));
    said.onDeactivated(gone -> rooms.leaveAll(gone.actor()));
    said.onDeactivated(gone -> keys.removeAll(gone.actor().userNid()));
    identity.sessions().reserve(keys::isKeyNamed);
    said.onSessionEnded(ended -> sync.revoked(ended.userNid(), ended.session()));
    said.onSessionEnded(ended -> push.sessionEnded(ended.userNid()));
    Devices devices = identity.devices();
    devices.takeAlong(keys.keys()::remove);
    devices.takeAlong(sync::remove);
    said.onDeviceRemoved(gone -> keys.keys().removed(gone.userNid(), gone.deviceId()));
    said.onKeysSigned(signed -> keys.keys().announceSigned(signed.userNid()));
    said.onDevicesChanged(changed -> keys.keys().announce(changed.userNid()));
    said.onDevicesChanged(
        changed ->
            sync.accountData()
                .forget(changed.userNid(), SILENCED, () -> devices.ids(changed.userNid())));
  }

  private static AutoCloseable ticking(
      IdentityFeature identity, RoomsFeature rooms, SyncFeature sync, ExecutorService workers) {
    ScheduledExecutorService ticker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ticker").daemon().factory());
    var _ = ticker.scheduleWithFixedDelay(() -> tick(sync), 1, 1, TimeUnit.SECONDS);
    workers.execute(() -> identity.sayAgain(Duration.ZERO));
    var _ =
        ticker.scheduleWithFixedDelay(
            () -> workers.execute(() -> identity.sayAgain(SAY_AGAIN)),
            SAY_AGAIN.toSeconds(),
            SAY_AGAIN.toSeconds(),
            TimeUnit.SECONDS);
    var _ =
        ticker.scheduleWithFixedDelay(
            () -> workers.execute(rooms::wipe), 0, Originals.EVERY.toSeconds(), TimeUnit.SECONDS);
    var _ =
        ticker.scheduleWithFixedDelay(
            () -> workers.execute(sync::forgetLost), 0, FORGET_LOST.toSeconds(), TimeUnit.SECONDS);
    return () -> {
      ticker.shutdownNow();
      rooms.originals().stop();
    };
  }

  /// A schedule ends with the first exception: one bad second must not be the last.
  private static void tick(SyncFeature sync) {
    try {
      sync.tick();
    } catch (RuntimeException fault) {
      LOG.error("What happens each second failed", fault);
    }
  }

  private static DatabasePlace place(Config config, DataFolder data) {
    if (config.databaseUrl().isPresent())
      return new DatabasePlace.External(config.databaseUrl().get());
    Path folder = data.resolve("postgres");
    String programs = System.getProperty("parvis.postgres.programs");
    return new DatabasePlace.Embedded(folder, programs == null ? folder : Path.of(programs));
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

  private static void measure(
      Watch watch,
      Database database,
      Log log,
      RoomsFeature rooms,
      SyncFeature sync,
      PushFeature push,
      Media media,
      Memory memory) {
    database.measure(watch.registry());
    watch.counter("parvis.log.batches", "Statements the log has written", log::batches);
    watch.counter("parvis.log.rows", "Rows the log has told", log::rows);
    watch.gauge("parvis.log.waiting", "Writes that wait for the log", log::waiting);
    watch.gauge("parvis.log.position", "The last position that was told", log::applied);
    Originals originals = rooms.originals();
    watch.counter("parvis.redacted.wiped", "Redacted events wiped", originals::wiped);
    watch.counter("parvis.redacted.unreadable", "Redacted events not wiped", originals::failed);
    watch.counter("parvis.media.missing", "Files of media that were not there", media::missing);
    watch.gauge("parvis.rooms.loaded", "Rooms in memory", rooms.rooms()::loaded);
    memory
        .used()
        .forEach(
            (name, bytes) ->
                watch.gauge(
                    "parvis.memory." + name.replace(' ', '.'),
                    "Bytes that " + name + " take, by estimate",
                    bytes::getAsLong));
    watch.gauge("parvis.push.waiting", "Notices that wait for a gateway", push::waiting);
    watch.gauge("parvis.push.behind", "Devices whose gateway does not work", push::behind);
    watch.gauge("parvis.sync.waiting", "People who wait for something to happen", sync::waiting);
  }

  private static boolean answers(Db db) {
    return db.read(tx -> tx.first(row -> row.number("one"), "select 1 as one")).isPresent();
  }

  /// The one-time path that makes its opener the first administrator, while there is none. Each
  /// call makes a new one.
  public Optional<String> setupPath() {
    return identity.setupPath();
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
    return database.db();
  }

  @Override
  public void close() {
    closing.close();
  }
}
