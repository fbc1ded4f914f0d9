package parvis.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parvis.harness.ParvisProcess;
import parvis.platform.config.StartRefused;
import parvis.platform.db.UnprivilegedUser.Way;

/// PostgreSQL and Parvis without the rights of root, by each way there is.
@Order(3)
class UnprivilegedUserTest {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final List<String> MEMORY = List.of("shared_buffers=16MB", "io_method=sync");

  /// Where everybody may pass, which is not said of the folder of the build.
  private static Path programs = Path.of("");

  private Path folder = Path.of("");

  @BeforeAll
  static void unpack() throws IOException {
    programs = passable();
    PostgresProgram.unpacked(programs);
  }

  @AfterAll
  static void deletePrograms() throws IOException {
    Folders.delete(programs);
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = passable();
  }

  @AfterEach
  void deleteFolder() throws IOException {
    Folders.delete(folder);
  }

  private static Path passable() throws IOException {
    Path made = Files.createTempDirectory("parvis-user-");
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
  }

  static List<Way> ways() {
    return UnprivilegedUser.ways();
  }

  @Test
  void rootHasThreeWaysAndAnybodyElseIsOneself() {
    Stream<String> entrances = ways().stream().map(way -> String.join(" ", way.prefix()));
    if (ROOT)
      assertThat(entrances)
          .satisfiesExactly(
              first -> assertThat(first).startsWith("setpriv --reuid=parvis"),
              second -> assertThat(second).isEqualTo("runuser -u parvis --"),
              third -> assertThat(third).isEqualTo("unshare --user"));
    else assertThat(entrances).containsExactly("");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void postgresStartsServesAndStops(Way way) throws Exception {
    if (!opens(way)) {
      assertThat(way.prefix()).startsWith("unshare");
      assertThatThrownBy(() -> start(way)).isInstanceOf(StartRefused.class);
      return;
    }
    long pid;
    try (EmbeddedPostgres postgres = start(way)) {
      pid = postgres.pid();
      assertThat(answer(postgres)).isEqualTo(42);
      assertPowerless(pid);
      assertPowerless(ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow().pid());
      assertThat(Files.getOwner(folder.resolve("postgres/cluster")).getName())
          .isEqualTo(way.owner());
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(folder.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    assertThat(Files.readString(folder.resolve("postgres/log")))
        .endsWith("database system is shut down\n");
  }

  @Test
  @Tag("long")
  void aParvisOfSomebodyWithoutRightsIsWhole() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    String classPath = ROOT ? copied(home) : ParvisProcess.Launch.ORDINARY.classPath();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    UnprivilegedUser user = UnprivilegedUser.chosen(home, java, ways());
    var launch = new ParvisProcess.Launch(user.prefix(), classPath, programs, List.of());
    Path data = home.resolve("data");
    String[] words = {"start", "--port", "0", "--registration", "open"};
    try (ParvisProcess process = ParvisProcess.start(launch, data, words);
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(process.stranger(http).register("alice").user()).startsWith("@alice:");
      long postgres = Orphan.pid(data.resolve("postgres/cluster")).orElseThrow();
      assertPowerless(process.pid());
      assertPowerless(postgres);
      assertThat(uid(postgres)).isEqualTo(uid(process.pid()));
      process.stop();
      assertThat(process.output()).endsWith("Parvis has stopped.");
    }
    assertThat(Orphan.pid(data.resolve("postgres/cluster"))).isEmpty();
  }

  private EmbeddedPostgres start(Way way) {
    return EmbeddedPostgres.start(
        folder.resolve("postgres"),
        () -> PostgresProgram.unpacked(programs),
        MEMORY,
        new SecureRandom(),
        List.of(way));
  }

  /// Whether this machine lets anybody pass there: some forbid user namespaces.
  private static boolean opens(Way way) throws Exception {
    List<String> command = new ArrayList<>(way.prefix());
    command.add("true");
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  private static int answer(EmbeddedPostgres postgres) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(postgres.url("postgres"), "parvis", postgres.password());
        ResultSet row = connection.createStatement().executeQuery("select 40 + 2")) {
      row.next();
      return row.getInt(1);
    }
  }

  /// It can do nothing that its user could not: in a namespace the user may be called root outside.
  private static void assertPowerless(long pid) throws IOException {
    assertThat(status(pid))
        .filteredOn(line -> line.matches("Cap(Inh|Prm|Eff|Amb):.*"))
        .hasSize(4)
        .allMatch(line -> line.matches("Cap...:\\s*0+"));
  }

  private static String uid(long pid) throws IOException {
    return status(pid).stream().filter(line -> line.startsWith("Uid:")).findFirst().orElseThrow();
  }

  private static List<String> status(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + pid, "status"));
  }

  /// The program where anybody can read it: what root builds may lie where only root can look.
  private static String copied(Path home) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String part : ParvisProcess.Launch.ORDINARY.classPath().split(File.pathSeparator, -1)) {
      Path from = Path.of(part);
      Path to = home.resolve("lib" + copies.size());
      if (Files.isDirectory(from)) copy(from, to);
      else Files.copy(from, to);
      copies.add(to.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> below = Files.walk(from)) {
      for (Path path : (Iterable<Path>) below::iterator)
        Files.copy(path, to.resolve(from.relativize(path)));
    }
  }
}
