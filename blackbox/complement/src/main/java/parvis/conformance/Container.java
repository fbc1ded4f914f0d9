package parvis.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A homeserver as a process with a folder, a database, an address and two published ports.
///
/// The process has a session of its own (`setsid`), so that one signal reaches it and whatever it
/// started. Where mounts are ours it has a mount namespace too, in which `/etc/hosts` and
/// `/etc/resolv.conf` are those of the network; elsewhere it must read the file `$HS_HOSTS` itself.
final class Container {
  static final int CLIENT_PORT = 8008;
  static final int FEDERATION_PORT = 8448;

  /// What a process gets of our own environment; the rest is this machine's affair.
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "LANG", "TMPDIR", "JAVA_HOME", "XDG_CACHE_HOME");

  private static final String IN_NETWORK =
      """
      mount --bind "$HS_HOSTS" /etc/hosts || exit
      [ -z "$HS_RESOLVER" ] || mount --bind "$HS_RESOLVER" /etc/resolv.conf || exit
      exec "$0" run
      """;

  /// What a container is made with.
  ///
  /// @param alias its name in the network
  /// @param environment lines `NAME=value` for its process
  record Wish(
      Id id,
      String name,
      String image,
      Launcher launcher,
      Network network,
      String alias,
      List<String> environment,
      Map<String, String> labels) {}

  private static final Duration CONNECT_AGAIN = Duration.ofMillis(10);

  private final Wish wish;
  private final Workplace workplace;
  private final Postgres postgres;
  private final Swiftness swiftness;
  private final InetAddress address;
  private final Path home;
  private final Path log;
  private final Map<Integer, PublishedPort> ports = new LinkedHashMap<>();
  private volatile @Nullable Process process;
  private volatile boolean paused;

  /// @param from what it begins with; nothing for one that is new
  Container(
      Wish wish,
      Workplace workplace,
      Postgres postgres,
      Swiftness swiftness,
      Optional<Image> from) {
    this.wish = wish;
    this.workplace = workplace;
    this.postgres = postgres;
    this.swiftness = swiftness;
    this.home = workplace.folder("containers").resolve(wish.id.brief());
    this.log = workplace.folder("logs").resolve(wish.name + "." + wish.id.brief() + ".log");
    begin(from);
    this.address = wish.network.join(wish.alias);
    for (int port : List.of(CLIENT_PORT, FEDERATION_PORT))
      ports.put(port, PublishedPort.of(new InetSocketAddress(address, port)));
  }

  private void begin(Optional<Image> from) {
    try {
      if (from.isPresent()) {
        Tool.run("cp", "-a", from.get().files().toString(), home.toString());
        postgres.copy(from.get().database(), database());
      } else {
        Files.createDirectories(data());
        Files.createDirectories(appservices());
        postgres.create(database());
      }
      Files.createFile(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Wish wish() {
    return wish;
  }

  Launcher launcher() {
    return wish.launcher;
  }

  InetAddress address() {
    return address;
  }

  Map<Integer, PublishedPort> ports() {
    return ports;
  }

  Path home() {
    return home;
  }

  Path log() {
    return log;
  }

  String database() {
    return "container_" + wish.id.brief();
  }

  private Path data() {
    return home.resolve("data");
  }

  /// What was uploaded, as a process in a real container would see it from its root.
  private Path files() {
    return home.resolve("files");
  }

  private Path appservices() {
    return files().resolve("complement/appservice");
  }

  /// Unpacks a tar file into a folder of the container; tar takes leading slashes off names, and
  /// refuses those that climb out.
  void upload(InputStream tar, String folder) throws IOException {
    Path root = files().resolve(folder.replaceFirst("^/+", "")).normalize();
    if (!root.startsWith(files())) throw new Refusal(400, "no folder of the container: " + folder);
    Files.createDirectories(root);
    Process unpacking =
        logged(List.of("tar", "--no-same-owner", "-xf", "-", "-C", root.toString())).start();
    try (var out = unpacking.getOutputStream()) {
      tar.transferTo(out);
    }
    if (Tool.ended(unpacking) != 0) throw new Refusal(400, "no tar file");
  }

  /// False when it runs already.
  synchronized boolean start() throws IOException {
    if (running()) return false;
    certify();
    List<String> command = new ArrayList<>(List.of("setsid"));
    String script = wish.launcher.script().toString();
    if (workplace.ownMounts()) {
      command.addAll(List.of("unshare", "--mount", "--propagation", "private"));
      command.addAll(List.of("sh", "-c", IN_NETWORK, script));
    } else {
      command.addAll(List.of(script, "run"));
    }
    long begun = System.nanoTime();
    Process started = logged(command).start();
    started.getOutputStream().close();
    process = started;
    paused = false;
    Thread.startVirtualThread(() -> watch(started, begun));
    return true;
  }

  /// Notes when one can connect to what was started.
  private void watch(Process started, long begun) {
    while (started.isAlive()) {
      try (var _ = new Socket(address, CLIENT_PORT)) {
        swiftness.ready(Duration.ofNanos(System.nanoTime() - begun));
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(CONNECT_AGAIN.toNanos());
      }
    }
  }

  /// A certificate for the server's name under the authority that was uploaded, at each start.
  private void certify() {
    Path authority = files().resolve("complement/ca");
    if (!Files.exists(authority.resolve("ca.crt"))) return;
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days", "30"));
    command.addAll(List.of("-subj", "/CN=" + serverName()));
    command.addAll(List.of("-addext", "subjectAltName=DNS:" + serverName()));
    command.addAll(List.of("-addext", "basicConstraints=critical,CA:FALSE"));
    command.addAll(List.of("-CA", authority + "/ca.crt", "-CAkey", authority + "/ca.key"));
    command.addAll(List.of("-keyout", home + "/tls.key", "-out", home + "/tls.crt"));
    Tool.run(command.toArray(String[]::new));
  }

  private ProcessBuilder logged(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>(postgres.environment(database()));
    all.put("SERVER_NAME", wish.alias);
    for (String line : wish.environment) {
      int equals = line.indexOf('=');
      if (equals > 0) all.put(line.substring(0, equals), line.substring(equals + 1));
    }
    all.put("HS_IP", address.getHostAddress());
    all.put("HS_CLIENT_PORT", Integer.toString(CLIENT_PORT));
    all.put("HS_FEDERATION_PORT", Integer.toString(FEDERATION_PORT));
    all.put("HS_DATA", data().toString());
    all.put("HS_CA_CERT", files().resolve("complement/ca/ca.crt").toString());
    all.put("HS_TLS_CERT", home.resolve("tls.crt").toString());
    all.put("HS_TLS_KEY", home.resolve("tls.key").toString());
    all.put("HS_APPSERVICES", appservices().toString());
    all.put("HS_HOSTS", wish.network.hosts().toString());
    all.put("HS_RESOLVER", workplace.resolver().map(Path::toString).orElse(""));
    return all;
  }

  private String serverName() {
    return environment().getOrDefault("SERVER_NAME", wish.alias);
  }

  /// Asks everything that the process started to end, and ends it after `grace`. False when it did
  /// not run.
  synchronized boolean stop(Duration grace) throws InterruptedException {
    Process running = process;
    if (running == null || !running.isAlive()) return false;
    signal("CONT");
    signal("TERM");
    long asked = System.nanoTime();
    if (running.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS))
      swiftness.stopped(Duration.ofNanos(System.nanoTime() - asked));
    signal("KILL");
    running.waitFor();
    return true;
  }

  void pause(boolean wanted) {
    signal(wanted ? "STOP" : "CONT");
    paused = wanted;
  }

  /// To the whole session; nobody is there any more, often, and that is no failure.
  void signal(String name) {
    Process running = process;
    if (running == null || !name.matches("[A-Z0-9]+")) return;
    boolean _ = Tool.succeeds("sh", "-c", "kill -s " + name + " -- -" + running.pid());
  }

  void remove() throws InterruptedException {
    boolean _ = stop(Duration.ZERO);
    ports.values().forEach(PublishedPort::close);
    wish.network.leave(address);
    postgres.drop(database());
    Tool.run("rm", "-rf", home.toString());
  }

  boolean running() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /// As Docker says it.
  String status() {
    if (process == null) return "created";
    if (!running()) return "exited";
    return paused ? "paused" : "running";
  }

  long pid() {
    Process running = process;
    return running != null && running.isAlive() ? running.pid() : 0;
  }

  int exitStatus() {
    Process ended = process;
    return ended == null || ended.isAlive() ? 0 : ended.exitValue();
  }
}
