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
import parvis.harness.Gathering;
import parvis.harness.ParvisProcess;
import parvis.harness.TestDatabase;
import parvis.protocol.json.JsonObject;

/// The whole program, killed between changing a task and telling who follows its board.
@Order(6)
class KilledTaskTest {
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
  void what_was_answered_when_the_server_was_killed_is_told_by_the_next_one() throws SQLException {
    ParvisProcess server = started();
    try {
      Client alice = server.stranger(http).register("alice");
      String board = Gathering.in(Gathering.of(alice, List.of(), "project", "Halle", "space"));
      JsonObject wish = JsonObject.of("request_id", "made", "set", JsonObject.of("title", "Une"));
      JsonObject task = alice.post(board + "/tasks", wish).ok().json();
      String since = alice.get(board + "/tasks?limit=1").ok().string("since");
      try (Connection held = connection()) {
        held.setAutoCommit(false);
        run(held, "lock table syncable in exclusive mode");
        JsonObject edit = Gathering.edit(task, "changed", "title", "Autre");
        Gathering.patch(alice, "/api/v1/tasks/" + id(task), edit).ok();
        server.kill();
        run(
            held,
            """
            select pg_terminate_backend(pid, 10000) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()""");
      }
      server = started();
      alice = alice.at(server.stranger(http));
      JsonObject told = told(alice, board, since);
      assertThat(id(told)).isEqualTo(id(task));
      assertThat(told.string("title")).contains("Autre");
    } finally {
      server.close();
      http.shutdownNow();
    }
  }

  private static String id(JsonObject task) {
    return task.string("id").orElseThrow();
  }

  /// The task of which a client learns first that goes on from where it was.
  private static JsonObject told(Client who, String board, String since) {
    String from = since;
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      String asks = "/tasks/changes?timeout=" + WAITS_MS + "&since=" + from;
      JsonObject news = who.get(board + asks).ok().json();
      List<JsonObject> told = news.array("tasks").orElseThrow().objects();
      if (!told.isEmpty()) {
        return told.getFirst();
      }
      from = news.string("since").orElseThrow();
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
