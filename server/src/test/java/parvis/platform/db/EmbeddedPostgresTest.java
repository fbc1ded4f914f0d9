package parvis.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import parvis.harness.TestDatabase;
import parvis.platform.config.StartRefused;

@Order(2)
class EmbeddedPostgresTest {
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(60);
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("parvis-postgres-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void deleteFolder() throws IOException {
    Folders.delete(folder);
  }

  private Database open() {
    return Database.open(
        new DatabasePlace.Embedded(folder.resolve("postgres"), TestDatabase.programs()),
        4,
        new SecureRandom());
  }

  @Test
  void whatWasCommittedIsThereAfterARestart() {
    try (Database first = open()) {
      first.db().write(tx -> tx.run("create table kept as select 7::bigint as n"));
    }
    try (Database second = open()) {
      assertThat(kept(second)).containsExactly(7L);
    }
  }

  /// A start finds the programs as an earlier one left them, whatever was done to them.
  @Test
  void programsAreUnpackedOnce() throws IOException {
    Path home = Files.createDirectory(folder.resolve("program-" + PostgresProgram.VERSION));
    assertThat(PostgresProgram.unpacked(folder)).isEqualTo(home);
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void whatMustBeOnIsOnAndItDoesNotRunAsRoot() throws IOException {
    try (Database database = open()) {
      for (String name : List.of("fsync", "full_page_writes", "synchronous_commit"))
        assertThat(setting(database, name)).isEqualTo("on");
      assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(database, "lc_collate_of_database")).isEqualTo("C");
      Path process = Path.of("/proc", "" + database.serverPid().orElseThrow());
      String status = Files.readString(process.resolve("status"));
      assertThat(status).doesNotContainPattern("CapEff:\\s*0*[1-9a-f]");
    }
  }

  @Test
  void afterKillingPostgresTheSamePoolWorksAgain() throws Exception {
    try (Database database = open()) {
      database.db().write(tx -> tx.run("create table kept as select 7::bigint as n"));
      kill(database.serverPid().orElseThrow());
      assertThat(keptWithin(database)).containsExactly(7L);
    }
  }

  @Test
  @Tag("long")
  void aPostgresWhoseKeeperWasKilledIsStoppedByTheNextStart() throws Exception {
    Path cluster = folder.resolve("postgres/cluster");
    Database killed = open();
    killed.db().write(tx -> tx.run("create table kept as select 7::bigint as n"));
    long orphan = killed.serverPid().orElseThrow();
    ProcessHandle keeper = ProcessHandle.of(orphan).flatMap(ProcessHandle::parent).orElseThrow();
    try (Database next = orphanedBy(killed, keeper)) {
      assertThat(kept(next)).containsExactly(7L);
      assertThat(Orphan.pid(cluster).orElseThrow()).isNotEqualTo(orphan);
    }
  }

  /// Leaves the server without a keeper that would stop or restart it, and opens it anew.
  private Database orphanedBy(Database killed, ProcessHandle keeper) throws Exception {
    killed.abandon();
    kill(keeper.pid());
    return open();
  }

  @Test
  void aPidFileWhoseNumberIsAnybodysDoesNotHinderAStart() throws IOException {
    open().close();
    Files.writeString(
        folder.resolve("postgres/cluster/postmaster.pid"), ProcessHandle.current().pid() + "\n");
    open().close();
  }

  @Test
  void aDatabaseOfANewerProgramIsRefused() {
    String url = TestDatabase.freshUrl();
    DatabasePlace place = new DatabasePlace.External(url);
    try (Database database = Database.open(place, 4, new SecureRandom())) {
      database.db().write(tx -> tx.run("update program set min_program = 99"));
    }
    assertThatThrownBy(() -> Database.open(place, 4, new SecureRandom()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("needs a newer Parvis");
  }

  @Test
  void unknownNewerMigrationsAreLeftAlone() {
    String url = TestDatabase.freshUrl();
    DatabasePlace place = new DatabasePlace.External(url);
    try (Database database = Database.open(place, 4, new SecureRandom())) {
      database
          .db()
          .write(
              tx ->
                  tx.run(
                      "insert into migration (installed_rank, version, description, type, script,"
                          + " checksum, installed_by, execution_time, success) values (9999,"
                          + " '20991231.000000', 'later', 'SQL', 'V20991231_000000__later.sql', 1,"
                          + " 'parvis', 1, true)"));
    }
    Database.open(place, 4, new SecureRandom()).close();
  }

  @Test
  void aDatabaseThatForgetsIsRefused() {
    String url = TestDatabase.freshUrl();
    String forgetful = url + "?options=-c%20synchronous_commit=off";
    assertThatThrownBy(
            () -> Database.open(new DatabasePlace.External(forgetful), 4, new SecureRandom()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("synchronous_commit=off");
  }

  private static List<Long> kept(Database database) {
    return database.db().read(tx -> tx.list(row -> row.number("n"), "select n from kept"));
  }

  /// Asking waits for a connection, so it may be asked again at once.
  private static List<Long> keptWithin(Database database) {
    long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
    while (true) {
      try {
        return kept(database);
      } catch (DatabaseFault fault) {
        if (System.nanoTime() - deadline > 0) throw fault;
      }
    }
  }

  private static String setting(Database database, String name) {
    String sql =
        Set.of("lc_collate_of_database").contains(name)
            ? "select datcollate as value from pg_database where datname = current_database()"
            : "select current_setting('" + name + "') as value";
    return database.db().read(tx -> tx.first(row -> row.text("value"), sql)).orElseThrow();
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
  }
}
