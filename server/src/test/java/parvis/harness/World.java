package parvis.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import parvis.app.Given;
import parvis.app.Parvis;
import parvis.core.identity.PasswordHashes;
import parvis.platform.config.Config;
import parvis.platform.config.Options;
import parvis.platform.db.Db;
import parvis.platform.memory.Memory;
import parvis.protocol.json.JsonObject;

/// A whole server in this process, on a port and a database of its own.
///
/// It differs from what an operator starts in nothing but this: anyone may register, nobody is
/// slowed down, passwords are not judged, administrators need no second factor, no program reads
/// photographs, and it is noon, of the day that it is in UTC, unless a test asks for something
/// else.
public final class World implements AutoCloseable {
  /// The server name of every world.
  public static final String SERVER = "parvis.example";

  /// The password of everyone.
  public static final String PASSWORD = "correct horse battery staple";

  /// What a world has to the database, at most.
  public static final int CONNECTIONS = 6;

  private static final Duration WAITING_MAX = Duration.ofSeconds(20);

  private final Map<String, String> environment;
  private final Config config;
  private final Clock clock;
  private final Path data;
  private final long heapBytes;
  private Memory memory;
  private Parvis parvis;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private World(
      Options options, Map<String, String> environment, Clock clock, Path data, long heapBytes) {
    this.environment = environment;
    this.config = Config.read(options, environment);
    this.clock = clock;
    this.data = data;
    this.heapBytes = heapBytes;
    this.memory = new Memory(heapBytes);
    this.parvis = launched();
  }

  private Parvis launched() {
    return Parvis.start(
        new Given(
            config,
            Optional.empty(),
            clock,
            System::nanoTime,
            new SecureRandom(),
            memory,
            PasswordHashes.Cost.LEAST,
            _ -> {},
            () -> {}));
  }

  public static World start() {
    return start(Map.of());
  }

  /// A server with settings of its own.
  ///
  /// @param settings environment variables, such as `PARVIS_REGISTRATION`
  public static World start(Map<String, String> settings) {
    return start(settings, Clock.systemUTC());
  }

  public static World start(Map<String, String> settings, Clock clock) {
    return start(Options.NONE, settings, clock, Runtime.getRuntime().maxMemory());
  }

  /// A server that believes to have a heap of its own size.
  public static World small(long heapBytes) {
    return start(Options.NONE, Map.of(), Clock.systemUTC(), heapBytes);
  }

  /// The fictitious town hall.
  public static World demo(Map<String, String> settings) {
    Options none = Options.NONE;
    Options demo =
        new Options(
            none.file(),
            none.data(),
            none.port(),
            none.serverName(),
            none.publicAddress(),
            none.databaseUrl(),
            none.registration(),
            none.noLimits(),
            true);
    return start(demo, settings, Clock.systemUTC(), Runtime.getRuntime().maxMemory());
  }

  private static World start(
      Options options, Map<String, String> settings, Clock clock, long heapBytes) {
    try {
      Path data = Files.createTempDirectory("parvis-world-");
      Map<String, String> environment = new HashMap<>();
      environment.put("PARVIS_DATA", data.toString());
      environment.put("PARVIS_HOST", "127.0.0.1");
      environment.put("PARVIS_PORT", "0");
      environment.put("PARVIS_SERVER_NAME", SERVER);
      environment.put("PARVIS_REGISTRATION", "open");
      environment.put("PARVIS_RATE_LIMITS", "off");
      environment.put("PARVIS_PASSWORD_STRENGTH", "0");
      environment.put("PARVIS_ADMINISTRATORS_SECOND_FACTOR", "off");
      environment.put("PARVIS_DATABASE_CONNECTIONS", String.valueOf(CONNECTIONS));
      environment.put("PARVIS_HEIC_CONVERTER", "off");
      environment.put("PARVIS_TIME_ZONE", noon(clock).toString());
      environment.putAll(settings);
      environment.computeIfAbsent("PARVIS_DATABASE_URL", _ -> TestDatabase.freshUrl());
      return new World(options, environment, clock, data, heapBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ZoneId noon(Clock clock) {
    return ZoneOffset.ofHours(12 - clock.instant().atZone(ZoneOffset.UTC).getHour());
  }

  /// Another node on the same database, with files of its own.
  public World beside() {
    try {
      Path other = Files.createTempDirectory("parvis-world-");
      Files.copy(data.resolve("master.key"), other.resolve("master.key"));
      Map<String, String> same = new HashMap<>(environment);
      same.put("PARVIS_DATA", other.toString());
      return new World(Options.NONE, same, clock, other, heapBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops the server and starts it again on the same data, on another port: clients from before
  /// reach it no more.
  public void restart() {
    parvis.close();
    memory = new Memory(heapBytes);
    parvis = launched();
  }

  /// The client of somebody from before a restart.
  public Client back(Client before) {
    return stranger().signedIn(before.user(), before.device(), before.token());
  }

  /// Somebody who is not signed in.
  public Client stranger() {
    return new Client(http, "http://127.0.0.1:" + parvis.port(), "", "", "");
  }

  /// A new account, signed in.
  public Client register(String name) {
    return stranger().register(name);
  }

  /// Another device of an account.
  public Client signIn(String name) {
    return stranger().signIn(name);
  }

  /// The database behind it.
  public Db db() {
    return parvis.db();
  }

  /// The folder of its files.
  public Path data() {
    return data;
  }

  /// What the running server keeps in memory.
  public Memory memory() {
    return memory;
  }

  /// How often anybody has taken a connection to the database so far.
  public long connectionsTaken() {
    return (long) figure("hikaricp_connections_acquire_seconds_count");
  }

  /// One of the server's figures, whatever its labels.
  public double figure(String name) {
    return stranger()
        .get("/metrics")
        .ok()
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /// Waits until so many people wait in a sync.
  public void awaitWaiting(int people) {
    long end = System.nanoTime() + WAITING_MAX.toNanos();
    while (figure("parvis_sync_waiting") != people) {
      if (System.nanoTime() > end) throw new AssertionError("it took too long");
      Race.breathe();
    }
  }

  /// The first administrator, by the link that the server shows them.
  public Client administrator(String name) {
    String setup = "/api/v1" + parvis.setupPath().orElseThrow();
    stranger().post(setup, JsonObject.of("username", name, "password", PASSWORD)).ok();
    return signIn(name);
  }

  /// The running server.
  public Parvis parvis() {
    return parvis;
  }

  @Override
  public void close() {
    parvis.close();
    http.close();
    try {
      Leftovers.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
