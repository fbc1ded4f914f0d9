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
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.ParvisProcess;
import parvis.harness.Race;
import parvis.harness.TestDatabase;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The whole program, killed between sending what was to be sent later and noting that it is sent.
@Order(6)
class KilledDelayTest {
  private static final String DELAY = "?org.matrix.msc4140.delay=";
  private static final String DELAYED =
      "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
  private static final String TYPE = "fr.example.state";
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final String database = TestDatabase.freshUrl();
  private final HttpClient http = HttpClient.newHttpClient();

  private ParvisProcess started() {
    return ParvisProcess.start(
        folder, "start", "--port", "0", "--registration", "open", "--database-url", database);
  }

  @Test
  @Tag("long")
  @Timeout(120)
  void what_was_sent_when_the_server_was_killed_is_not_sent_again() throws SQLException {
    ParvisProcess server = started();
    try (Connection held = held()) {
      Client alice = server.stranger(http).register("alice");
      String room = Chat.room(alice);
      later(alice, Chat.path(room) + "/send/m.room.message/a", 1, "une fois");
      until(alice, room, 1);
      String state = Chat.path(room) + "/state/" + TYPE + "/";
      sendNow(alice, later(alice, state, Duration.ofHours(1).toMillis(), "une fois"));
      until(alice, room, 2);
      assertThat(waiting(alice)).hasSize(2);
      server.kill();
      run(held, "select pg_advisory_unlock(42)");
      server = started();
      alice = alice.at(server.stranger(http));
      long end = System.nanoTime() + WAIT_MAX.toNanos();
      while (!waiting(alice).isEmpty()) {
        assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
        Race.breathe();
      }
      assertThat(sent(alice, room)).isEqualTo(2);
    } finally {
      server.close();
      http.shutdownNow();
    }
  }

  /// A connection for which whoever notes that an event is sent has to wait.
  private Connection held() throws SQLException {
    String user = database.replaceAll("^postgresql://([^:]+):([^@]+)@.*", "$1");
    String password = database.replaceAll("^postgresql://([^:]+):([^@]+)@.*", "$2");
    String url = database.replaceAll("^postgresql://[^@]+@", "jdbc:postgresql://");
    Connection connection = DriverManager.getConnection(url, user, password);
    run(
        connection,
        """
        create function held() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(42); return new; end $$;
        create trigger held before update on delayed_event
        for each row when (new.done) execute function held();
        select pg_advisory_lock(42)""");
    return connection;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String later(Client client, String path, long delayMs, String body) {
    var content = JsonObject.of("msgtype", "m.text", "body", body);
    return client.put(path + DELAY + delayMs, content).ok().string("delay_id");
  }

  /// Nobody is answered any more.
  private static void sendNow(Client client, String id) {
    Thread.startVirtualThread(
        () -> client.post(DELAYED + "/" + id + "/send", JsonObject.EMPTY).status());
  }

  private static List<JsonObject> waiting(Client client) {
    var all = client.get(DELAYED).ok().json().array("delayed_events");
    return all.orElse(JsonArray.EMPTY).objects();
  }

  private static void until(Client client, String room, int events) {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (sent(client, room) < events) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  /// How many events of the history say it.
  private static long sent(Client client, String room) {
    var page = client.get(Chat.path(room) + "/messages?dir=b&limit=100").ok().json();
    return page.array("chunk").orElseThrow().objects().stream()
        .filter(event -> event.toString().contains("une fois"))
        .count();
  }
}
