package parvis.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import parvis.platform.config.Config;
import parvis.platform.db.Database;
import parvis.platform.db.DatabasePlace;
import parvis.platform.db.Db;
import parvis.platform.egress.Authorities;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Reach;
import parvis.platform.http.RateLimits;
import parvis.platform.log.Log;
import parvis.platform.log.Nids;
import parvis.platform.mail.Outbox;
import parvis.platform.memory.Memory;
import parvis.platform.secret.MasterKey;
import parvis.platform.watch.Collector;
import parvis.platform.watch.Faults;
import parvis.platform.watch.JournalLine;
import parvis.platform.watch.Watch;
import parvis.suite.demo.DemoFeature;

/// What all features stand on: the machinery of `platform`, once for the whole server.
///
/// @param workers runs many short pieces of blocking work
record Ground(
    Given given,
    DataFolder data,
    Watch watch,
    Faults faults,
    Database database,
    Nids nids,
    Log log,
    RateLimits limits,
    MasterKey masterKey,
    Outbox outbox,
    Collector collector,
    ExecutorService workers,
    Egress egress) {

  static Ground laid(Given given, Closing closing) {
    Config config = given.config();
    DataFolder data = closing.later(DataFolder.open(config.data(), config.demo()));
    config.writeFileWhenMissing();
    Watch watch = closing.later(new Watch());
    Faults faults = closing.later(Faults.heard(given.clock()));
    int connections = config.databaseConnections();
    Database database =
        closing.later(Database.open(place(config, data), connections, given.random()));
    Db db = database.db();
    watch.check("database", () -> answers(db));
    DemoFeature.check(db, config.demo());
    Log log = closing.later(new Log(db, given.clock(), given.random()));
    log.whenDead(given.end());
    watch.check("log", () -> log.trouble().isEmpty());
    MasterKey masterKey = MasterKey.of(data.resolve(MasterKey.FILE), given.random());
    return new Ground(
        given,
        data,
        watch,
        faults,
        database,
        new Nids(db),
        log,
        new RateLimits(config.rateLimits(), given.nanos()),
        masterKey,
        new Outbox(db, masterKey, given.clock(), given.random()),
        closing.later(collector(given, db)),
        closing.later(new Workers()),
        closing.later(new Egress(egress(config, Set.of()), watch.registry())));
  }

  private static Collector collector(Given given, Db db) {
    Config config = given.config();
    return new Collector(
        db,
        config.collector(),
        Authorities.sockets(config.trustedAuthorities()),
        new JournalLine.Sender(config.serverName(), Main.VERSION),
        given.clock());
  }

  private static DatabasePlace place(Config config, DataFolder data) {
    if (config.databaseUrl().isPresent())
      return new DatabasePlace.External(config.databaseUrl().get());
    Path folder = data.resolve("postgres");
    String programs = System.getProperty("parvis.postgres.programs");
    return new DatabasePlace.Embedded(folder, programs == null ? folder : Path.of(programs));
  }

  private static boolean answers(Db db) {
    return db.read(tx -> tx.first(row -> row.number("one"), "select 1 as one")).isPresent();
  }

  /// One more way out, to these ports alone, for what must not hold up others.
  Egress wayOut(Set<Integer> ports) {
    return new Egress(egress(config(), ports), watch.registry());
  }

  /// The way to application services: the operator says where each of them listens.
  Egress wayToServices() {
    return new Egress(
        new Egress.Policy(Reach.everywhere(), config().trustedAuthorities(), Set.of()),
        watch.registry());
  }

  /// The way to push services of browsers: whoever has an account says where they are.
  Egress wayToPushServices() {
    return new Egress(
        new Egress.Policy(
            Reach.of(config().pushServiceNetworks()), config().trustedAuthorities(), Set.of()),
        watch.registry());
  }

  private static Egress.Policy egress(Config config, Set<Integer> ports) {
    return new Egress.Policy(
        Reach.of(config.reachableNetworks()), config.trustedAuthorities(), ports);
  }

  Config config() {
    return given.config();
  }

  /// It stands where the house is: its days begin there.
  Clock clock() {
    return given.clock().withZone(given.config().timeZone());
  }

  LongSupplier nanos() {
    return given.nanos();
  }

  SecureRandom random() {
    return given.random();
  }

  Memory memory() {
    return given.memory();
  }

  Db db() {
    return database.db();
  }
}
