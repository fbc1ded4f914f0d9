package parvis.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tukaani.xz.XZInputStream;

/// A PostgreSQL for one run: one cluster, a database for each container and each snapshot.
///
/// It listens on loopback behind a random password and runs with the settings of a real one, since
/// Parvis refuses one that may lose what it said it has.
final class Postgres implements AutoCloseable {
  private static final String USER = "conformance";
  private static final int CONNECTIONS_MAX = 400;

  private final Path cluster;
  private final Path programs;
  private final List<String> asUser;
  private final String password;
  private final int port;

  /// @param folder an empty one
  /// @param programs a folder in which the programs are unpacked once and kept
  static Postgres start(Path folder, Path programs, RandomGenerator chance) {
    var secret = new byte[16];
    chance.nextBytes(secret);
    try {
      return new Postgres(folder, unpacked(programs), HexFormat.of().formatHex(secret));
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL cannot be prepared in " + folder, e);
    }
  }

  private Postgres(Path folder, Path programs, String password) throws IOException {
    this.cluster = folder.resolve("cluster");
    this.programs = programs;
    this.password = password;
    this.asUser = unprivileged(folder);
    this.port = freePort();
    Path secret = Files.writeString(folder.resolve("password"), password);
    run(
        "initdb",
        "-D",
        cluster + "",
        "-U",
        USER,
        "--pwfile=" + secret,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C");
    String options =
        "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c jit=off -c port="
            + port
            + " -c max_connections="
            + CONNECTIONS_MAX;
    run("pg_ctl", "-D", cluster + "", "-l", cluster + "/log", "-w", "-o", options, "start");
  }

  /// PostgreSQL does not run as root. In a user namespace of its own root has no more rights than
  /// anyone and keeps its files; where there is none, the user `nobody` gets the folder.
  private static List<String> unprivileged(Path folder) {
    if (!System.getProperty("user.name", "").equals("root")) return List.of();
    if (Tool.succeeds("unshare", "--user", "true")) return List.of("unshare", "--user");
    Tool.run("chown", "nobody", folder.toString());
    return List.of("setpriv", "--reuid=nobody", "--clear-groups", "--");
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>(asUser);
    command.add("env");
    command.addAll(List.of("LC_ALL=C", "TZ=UTC", programs.resolve("bin/" + program).toString()));
    command.addAll(List.of(arguments));
    Tool.run(command.toArray(String[]::new));
  }

  /// A port of 127.0.0.1 on which nobody listens.
  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The process from which all others of the cluster descend.
  long process() {
    try (var lines = Files.lines(cluster.resolve("postmaster.pid"))) {
      return Long.parseLong(lines.findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The programs, out of the jar that carries them; the jar's name has the version.
  private static Path unpacked(Path folder) throws IOException {
    boolean arm = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).startsWith("aarch");
    String name = "/postgres-linux-" + (arm ? "arm_64" : "x86_64") + ".txz";
    URL archive = Postgres.class.getResource(name);
    if (archive == null) throw new Conformance.Failed("No PostgreSQL for this machine: " + name);
    Path home = folder.resolve(archive.getPath().replaceFirst(".*/([^/]+)\\.jar!.*", "$1"));
    if (Files.isDirectory(home)) return home;
    Files.createDirectories(folder);
    Path fresh = Files.createTempDirectory(folder, "unpacking");
    unpack(archive, fresh);
    Tool.run("chmod", "-R", "a+rX", fresh.toString());
    Files.move(fresh, home);
    return home;
  }

  private static void unpack(URL archive, Path into) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-xf", "-", "-C", into.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream files = new XZInputStream(archive.openStream());
        var out = tar.getOutputStream()) {
      files.transferTo(out);
    }
    if (Tool.ended(tar) != 0) throw new IOException("tar could not unpack PostgreSQL");
  }

  void create(String database) {
    execute("create database " + database);
  }

  /// A database that begins as the copy of one that nobody uses.
  void copy(String from, String database) {
    execute("create database " + database + " template " + from);
  }

  void drop(String database) {
    execute("drop database if exists " + database + " with (force)");
  }

  private void execute(String statement) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, USER, password);
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new Conformance.Failed(statement + ": " + e.getMessage());
    }
  }

  /// What programs of PostgreSQL, and those built on its library, read from the environment.
  Map<String, String> environment(String database) {
    return Map.of(
        "PGHOST", "127.0.0.1",
        "PGPORT", Integer.toString(port),
        "PGUSER", USER,
        "PGPASSWORD", password,
        "PGDATABASE", database);
  }

  @Override
  public void close() {
    run("pg_ctl", "-D", cluster + "", "-m", "immediate", "stop");
  }
}
