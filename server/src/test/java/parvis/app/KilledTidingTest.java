package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Client;
import parvis.harness.ParvisProcess;
import parvis.harness.Race;
import parvis.harness.TestDatabase;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The whole program, killed between making a decision and telling who follows its register.
@Order(6)
class KilledTidingTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final int WAITS_MS = 20_000;

  @TempDir private Path folder;

  private final String database = TestDatabase.freshUrl();
  private final HttpClient http = HttpClient.newHttpClient();

  private ParvisProcess started() {
    return ParvisProcess.start(
        folder, "start", "--port", "0", "--registration", "open", "--database-url", database);
  }

  @Test
  @Tag("long")
  @Timeout(180)
  void what_was_decided_when_the_server_was_killed_is_told_by_the_next_one() throws SQLException {
    ParvisProcess server = started();
    try {
      Client alice = server.stranger(http).register("alice");
      JsonObject wish =
          JsonObject.of(
              "model", "committee",
              "name", "Comité",
              "visibility", "public",
              "joining", "free",
              "request_id", "space");
      String space = alice.post("/api/v1/spaces", wish).ok().string("space_id");
      String register = "/api/v1/spaces/" + Client.segment(space) + "/decisions";
      String since = alice.get(register).ok().string("since");
      try (Connection held = connection()) {
        held.setAutoCommit(false);
        run(held, "lock table syncable in exclusive mode");
        Client maker = alice;
        Thread.startVirtualThread(() -> maker.post(register, decision()));
        untilNoted();
        server.kill();
        run(
            held,
            """
            select pg_terminate_backend(pid, 10000) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()""");
      }
      server = started();
      alice = alice.at(server.stranger(http));
      JsonArray made = alice.get(register).ok().json().array("decisions").orElseThrow();
      assertThat(made.objects()).hasSize(1);
      assertThat(told(alice, register, since))
          .containsExactly(made.objects().getFirst().string("id").orElseThrow());
    } finally {
      server.close();
      http.shutdownNow();
    }
  }

  private static JsonObject decision() {
    return JsonObject.of("request_id", "decided", "set", JsonObject.of("title", "Tenue"));
  }

  /// What a client learns that goes on from where it was.
  private static List<String> told(Client who, String register, String since) {
    String from = since;
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      String asks = "/changes?timeout=" + WAITS_MS + "&since=" + from;
      JsonObject news = who.get(register + asks).ok().json();
      List<String> told = news.array("decisions").orElseThrow().strings();
      if (!told.isEmpty()) {
        return told;
      }
      from = news.string("since").orElseThrow();
    }
  }

  /// Waits until the decision is there, and that it is to be told.
  private void untilNoted() throws SQLException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    try (Connection looking = connection();
        var ask =
            looking.prepareStatement(
                "select from thing_untold t join decision d on d.id = t.key")) {
      boolean noted = false;
      while (!noted) {
        assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
        Race.breathe();
        try (var row = ask.executeQuery()) {
          noted = row.next();
        }
      }
    }
  }

  private Connection connection() throws SQLException {
    String user = database.replaceAll("^postgresql://([^:]+):([^@]+)@.*", "$1");
    String password = database.replaceAll("^postgresql://([^:]+):([^@]+)@.*", "$2");
    String url = database.replaceAll("^postgresql://[^@]+@", "jdbc:postgresql://");
    return DriverManager.getConnection(url, user, password);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
