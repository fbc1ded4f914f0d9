package parvis.platform.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.config.StartRefused;

/// A PostgreSQL of our own: its programs, its cluster, its process.
///
/// It listens on loopback alone, behind a random password, and dies with us in every case. A small
/// shell stands between: it holds the other end of a pipe and stops PostgreSQL in order when the
/// pipe closes, so that even `kill -9` of this process leaves a stopped database behind. The shell
/// has a session of its own (`setsid`): Ctrl-C reaches us first and PostgreSQL is stopped last.
///
/// Whoever calls `start` holds the lock on the data folder; so whatever process still works on the
/// cluster is the orphan of a killed one. When PostgreSQL itself dies, it is started again on the
/// same port, where the pool finds it.
final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int PORT_TRIES_MAX = 5;
  private static final int RESTARTS_MAX = 20;

  /// After so long without a restart the earlier ones no longer count.
  private static final Duration RESTARTS_FORGOTTEN = Duration.ofHours(1);
  private static final int PORT_FIRST = 5500;
  private static final int PORT_LAST = 9999;
  private static final long LOG_BYTES_MAX = 10_000_000;
  private static final Duration READY_MAX = Duration.ofMinutes(10);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  /// Runs `"$@"` until it ends or our standard input closes, whichever is first.
  private static final String KEEPER =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      server=$!
      (read -r stop <&3; kill -INT "$server") 2>/dev/null &
      pipe=$!
      exec 3<&-
      trap 'kill -INT "$server"' TERM
      wait "$server"
      status=$?
      kill "$pipe" 2>/dev/null
      exit $status
      """;

  private final Path folder;
  private final Path cluster;
  private final Path program;
  private final UnprivilegedUser user;
  private final List<String> settings;
  private final String password;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private int port;
  private int restarts;
  private long restartedNanos;
  private volatile Process keeper;

  /// @param program tells below which folder its `bin/postgres` is; asked once `folder` is made,
  ///   since it may unpack it there
  /// @param memory settings that say how much it may take, as `name=value`
  static EmbeddedPostgres start(
      Path folder, Supplier<Path> program, List<String> memory, SecureRandom random) {
    return start(folder, program, memory, random, UnprivilegedUser.ways());
  }

  static EmbeddedPostgres start(
      Path folder,
      Supplier<Path> program,
      List<String> memory,
      SecureRandom random,
      List<UnprivilegedUser.Way> ways) {
    try {
      if (!Files.isDirectory(folder)) makeFolder(folder);
      Path home = program.get();
      // Before its files are given to anybody: an orphan goes on making and removing them.
      Orphan.stop(folder.toAbsolutePath().resolve("cluster"));
      UnprivilegedUser user = UnprivilegedUser.chosen(folder, home.resolve("bin/postgres"), ways);
      return new EmbeddedPostgres(folder, home, user, memory, random);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare PostgreSQL in " + folder, e);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder.resolveSibling("."));
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private EmbeddedPostgres(
      Path folder, Path program, UnprivilegedUser user, List<String> memory, SecureRandom random)
      throws IOException {
    this.folder = folder.toAbsolutePath();
    this.cluster = this.folder.resolve("cluster");
    this.program = program.toAbsolutePath();
    this.user = user;
    this.settings = settings(memory);
    this.password = Files.isDirectory(cluster) ? readPassword() : initialise(random);
    this.keeper = launchOnFreePort(random);
    watch(keeper);
  }

  /// Every setting is said at each start, so that a changed file in the cluster cannot weaken it.
  private static List<String> settings(List<String> memory) {
    List<String> settings = new ArrayList<>();
    settings.addAll(List.of("fsync=on", "full_page_writes=on", "synchronous_commit=on"));
    settings.addAll(List.of("listen_addresses=127.0.0.1", "unix_socket_directories="));
    settings.addAll(List.of("password_encryption=scram-sha-256", "jit=off"));
    settings.addAll(List.of("max_wal_senders=0", "max_replication_slots=0", "wal_level=replica"));
    settings.addAll(List.of("log_min_error_statement=panic", "log_error_verbosity=terse"));
    settings.addAll(List.of("log_timezone=UTC", "timezone=UTC", "track_io_timing=off"));
    settings.addAll(memory);
    return settings;
  }

  private String readPassword() throws IOException {
    return Files.readString(folder.resolve("password")).strip();
  }

  /// Makes the cluster beside its place and moves it there whole: a killed start leaves no half.
  private String initialise(SecureRandom random) throws IOException {
    byte[] secret = new byte[24];
    random.nextBytes(secret);
    String fresh = HexFormat.of().formatHex(secret);
    Path passwordFile = folder.resolve("password");
    UnprivilegedUser.writeSecret(passwordFile, fresh);
    Folders.give(passwordFile, Files.getOwner(folder).getName());
    Path unfinished = folder.resolve("cluster.making");
    Folders.delete(unfinished);
    List<String> command = new ArrayList<>();
    command.add(program.resolve("bin/initdb").toString());
    command.addAll(List.of("-D", unfinished.toString(), "-U", "parvis", "--auth=scram-sha-256"));
    command.addAll(List.of("--pwfile=" + passwordFile, "--encoding=UTF8", "--locale=C"));
    Process initdb = logged(user.process(command, folder)).start();
    if (waitFor(initdb) != 0)
      throw new StartRefused("PostgreSQL could not make its files: see " + logFile() + ".");
    Files.move(unfinished, cluster);
    return fresh;
  }

  private Process launchOnFreePort(SecureRandom random) throws IOException {
    for (int attempt = 1; ; attempt++) {
      port = freePort(random);
      Process process = launch();
      if (awaitReady(process)) return process;
      if (attempt == PORT_TRIES_MAX)
        throw new StartRefused("PostgreSQL does not start: see " + logFile() + ".");
    }
  }

  private static int freePort(SecureRandom random) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int candidate = random.nextInt(PORT_FIRST, PORT_LAST + 1);
      if (isFree(candidate)) return candidate;
    }
    throw new IOException("no free port between " + PORT_FIRST + " and " + PORT_LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  private Process launch() throws IOException {
    trimLog();
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", KEEPER, "postgres"));
    command.addAll(List.of(program.resolve("bin/postgres").toString(), "-D", cluster.toString()));
    command.addAll(List.of("-p", Integer.toString(port)));
    for (String setting : settings) command.addAll(List.of("-c", setting));
    return logged(user.process(command, folder)).start();
  }

  /// PostgreSQL writes `ready` into the eighth line of its pid file once it takes connections.
  private boolean awaitReady(Process process) {
    long deadline = System.nanoTime() + READY_MAX.toNanos();
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      List<String> lines = Orphan.pidFile(cluster);
      if (lines.size() >= 8 && lines.get(7).strip().equals("ready")) return true;
      pause(Duration.ofMillis(10));
    }
    return false;
  }

  private void watch(Process process) {
    Thread.ofVirtual().name("postgres-watch").start(() -> restartWhenDead(process));
  }

  private void restartWhenDead(Process process) {
    int status = waitFor(process);
    if (stopping.get()) return;
    long now = System.nanoTime();
    if (now - restartedNanos > RESTARTS_FORGOTTEN.toNanos()) restarts = 0;
    restartedNanos = now;
    if (++restarts > RESTARTS_MAX) {
      log.error("PostgreSQL died {} times and is left dead: see {}", restarts, logFile());
      return;
    }
    log.warn("PostgreSQL died (status {}): starting it again", status);
    try {
      Orphan.stop(cluster);
      Process next = launch();
      keeper = next;
      if (stopping.get()) stop(next);
      else if (awaitReady(next)) log.info("PostgreSQL runs again");
      else pause(Duration.ofSeconds(1));
      watch(next);
    } catch (IOException e) {
      log.error("PostgreSQL cannot be started again", e);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  String password() {
    return password;
  }

  /// The process id of PostgreSQL itself.
  long pid() {
    return Orphan.pid(cluster).orElseThrow();
  }

  /// From now on nobody watches it.
  void abandon() {
    stopping.set(true);
  }

  @Override
  public void close() {
    stopping.set(true);
    stop(keeper);
  }

  private void stop(Process process) {
    try {
      process.outputWriter().close();
      if (process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) return;
    } catch (IOException e) {
      log.warn("the keeper of PostgreSQL is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Orphan.stop(cluster);
  }

  private ProcessBuilder logged(ProcessBuilder process) {
    return process
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
  }

  private Path logFile() {
    return folder.resolve("log");
  }

  private void trimLog() throws IOException {
    Path file = logFile();
    if (Files.exists(file) && Files.size(file) > LOG_BYTES_MAX) Files.delete(file);
  }

  private static int waitFor(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
