package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.ParvisProcess;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The whole program with its own PostgreSQL, killed again and again while people send: what it
/// said is stored is stored, once and in order, and whoever syncs goes on from their token.
@Order(4)
class KilledServerTest {
  private static final int KILLS = 10;
  private static final int KILLS_LONG = 60;
  private static final int SENDERS = 8;
  private static final int ROOMS = 3;

  /// How many acknowledged requests lie before a kill.
  private static final int LOAD_LEAST = 80;

  private static final int LOAD_MOST = 300;

  /// Rounds in which PostgreSQL dies first, and Parvis has to go on by itself.
  private static final Set<Integer> POSTGRES_DIES = Set.of(3, 7);

  /// Rounds in which both die, so that nobody stops the database in order.
  private static final Set<Integer> BOTH_DIE = Set.of(5, 9);

  /// A real disk: folders for temporary files may lie in memory.
  static final class OnDisk implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test)
        throws IOException {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "killed-");
    }
  }

  @TempDir(factory = OnDisk.class)
  private Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ParvisProcess> started = new ArrayList<>();
  private final List<Sender> senders = new ArrayList<>();
  private final List<String> rooms = new ArrayList<>();
  private final Ledger ledger = new Ledger();

  @AfterEach
  void stop() {
    started.forEach(ParvisProcess::close);
    threads.shutdownNow();
    http.shutdownNow();
  }

  @Test
  @Timeout(600)
  void nothingAcknowledgedIsLostDoubledOrReordered() throws Exception {
    holds(KILLS);
  }

  @Test
  @Tag("long")
  @Timeout(3_600)
  void norIsItAfterManyKills() throws Exception {
    holds(KILLS_LONG);
  }

  private void holds(int kills) throws Exception {
    long seed = new SecureRandom().nextLong();
    System.out.println("seed of the killed server: " + seed);
    Random random = new Random(seed);
    Client server = start();
    whatIsWrittenIsOnDisk();
    Client reader = server.register("reader");
    fill(server, reader, random);
    SyncReader steady = new SyncReader(reader);
    SyncReader away = new SyncReader(reader);
    for (int round = 1; round <= kills; round++) {
      loadUntilKilled(server, steady, round, random);
      server = start();
    }
    for (Sender sender : senders) sender.settle(server);
    steady.catchUp(server);
    away.catchUp(server);
    check(kills, reader.at(server), steady, away);
  }

  private Client start() {
    ParvisProcess process =
        ParvisProcess.start(
            folder.resolve("data"),
            "start",
            "--port",
            "0",
            "--server-name",
            World.SERVER,
            "--registration",
            "open",
            "--no-limits");
    started.add(process);
    return process.stranger(http);
  }

  private void whatIsWrittenIsOnDisk() throws IOException, SQLException {
    String port = postmaster().get(3).strip();
    String password = Files.readString(folder.resolve("data/postgres/password")).strip();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/parvis";
    try (Connection connection = DriverManager.getConnection(url, "parvis", password);
        var ask = connection.prepareStatement("select current_setting(?)")) {
      for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        ask.setString(1, setting);
        try (var row = ask.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).as(setting).isEqualTo("on");
        }
      }
    }
  }

  /// The lines of the pid file: the process comes first, the port fourth.
  private List<String> postmaster() throws IOException {
    return Files.readAllLines(folder.resolve("data/postgres/cluster/postmaster.pid"));
  }

  private void killPostgres() throws IOException {
    long pid = Long.parseLong(postmaster().getFirst().strip());
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  /// The people and the rooms, in which everybody may say and set everything.
  private void fill(Client server, Client reader, Random random) {
    List<Client> people = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) people.add(server.register("sender" + i));
    JsonObject levels = JsonObject.of("state_default", 0L, "events_default", 0L);
    JsonObject wish =
        JsonObject.of("preset", "public_chat", "power_level_content_override", levels);
    for (int i = 0; i < ROOMS; i++) {
      String room = Chat.create(reader, wish);
      rooms.add(room);
      String join = "/_matrix/client/v3/join/" + Client.segment(room);
      for (Client person : people) person.post(join, JsonObject.EMPTY).ok();
    }
    for (int i = 0; i < SENDERS; i++) {
      Random own = new Random(random.nextLong());
      senders.add(new Sender("sender" + i, people.get(i), rooms, ledger, own, i % 4 != 3));
    }
  }

  private void loadUntilKilled(Client server, SyncReader steady, int round, Random random)
      throws Exception {
    CountDownLatch killing = new CountDownLatch(1);
    List<Future<Void>> running = new ArrayList<>();
    running.add(begin(() -> steady.follow(server, killing)));
    for (Sender sender : senders) running.add(begin(() -> sender.send(server, killing)));
    ledger.await(random.nextInt(LOAD_LEAST, LOAD_MOST));
    if (POSTGRES_DIES.contains(round)) {
      killPostgres();
      ledger.await(random.nextInt(LOAD_LEAST, LOAD_MOST));
      assertThat(started.getLast().isAlive()).isTrue();
    }
    killing.countDown();
    if (BOTH_DIE.contains(round)) killPostgres();
    started.getLast().kill();
    for (Future<Void> one : running) one.get(ParvisProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private Future<Void> begin(Work work) {
    Callable<Void> task =
        () -> {
          work.run();
          return null;
        };
    return threads.submit(task);
  }

  private void check(int kills, Client reader, SyncReader steady, SyncReader away) {
    for (String room : rooms) {
      List<Ledger.Line> stored = ledger.check(reader, room);
      assertThat(steady.told(room)).as("told to who followed %s", room).isEqualTo(stored);
      assertThat(away.told(room)).as("told to who came back to %s", room).isEqualTo(stored);
    }
    ledger.checkUploads(reader);
    System.out.printf(
        "%d kills of Parvis, %d of PostgreSQL: %,d events and %,d uploads acknowledged%n",
        kills, POSTGRES_DIES.size() + BOTH_DIE.size(), ledger.events(), ledger.uploads());
  }
}
