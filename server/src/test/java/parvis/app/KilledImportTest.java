package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.ParvisProcess;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The whole program, killed in the middle of the people of a file.
@Order(6)
class KilledImportTest {
  private static final String ALL = "/api/v1/imports";
  private static final int MANY = 100_000;
  private static final Duration WAIT_MAX = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  @TempDir private Path folder;

  private final String database = TestDatabase.freshUrl();
  private final HttpClient http = HttpClient.newHttpClient();

  private ParvisProcess started() throws IOException {
    Files.writeString(
        folder.resolve("parvis.conf"), "administrators_second_factor = off\nrate_limits = off\n");
    return ParvisProcess.start(folder, "start", "--port", "0", "--database-url", database);
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void who_was_made_when_the_server_was_killed_is_not_made_again_and_the_others_are()
      throws IOException, SQLException {
    ParvisProcess server = started();
    try (Connection held = held()) {
      Client admin = administrator(server);
      String town = Town.organisation(admin, "Etat");
      Town.domain(admin, town, "etat.test", false).ok();
      byte[] file = people().getBytes(StandardCharsets.UTF_8);
      String id =
          admin.send("POST", ALL + "?organisation=" + town, "text/csv", file).ok().string("id");
      admin.post(ALL + "/" + id + "/start", JsonObject.of("invite", false)).ok();
      until(() -> number(held, WAITING) > 0);
      assertThat(number(held, ACCOUNTS)).isGreaterThan(1).isLessThan(MANY);
      server.kill();
      run(held, "select pg_advisory_unlock(42)");
      server = started();
      Client again = admin.at(server.stranger(http));
      until(() -> one(again, id).string("state").orElseThrow().equals("done"));
      assertThat(one(again, id).object("counts").orElseThrow().integer("made")).hasValue(MANY);
      assertThat(number(held, ACCOUNTS)).isEqualTo(MANY);
      assertThat(number(held, ADDRESSES)).isEqualTo(MANY);
    } finally {
      server.close();
      http.shutdownNow();
    }
  }

  /// Those who make people and may not say so.
  private static final String WAITING =
      "select count(*) from pg_locks where locktype = 'advisory' and not granted";

  /// Accounts of the file.
  private static final String ACCOUNTS =
      """
      select count(distinct "user") from account a join address using ("user")
       where address like '%@etat.test'""";

  private static final String ADDRESSES =
      "select count(*) from address where address like '%@etat.test'";

  private Client administrator(ParvisProcess server) {
    var stranger = server.stranger(http);
    var wish = JsonObject.of("username", "maire", "password", World.PASSWORD);
    stranger.post("/api/v1" + server.setupPath(), wish).ok();
    return stranger.signIn("maire");
  }

  private static String people() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> "p" + i + "@etat.test;Personne " + i)
        .collect(Collectors.joining("\n"));
  }

  private static JsonObject one(Client admin, String id) {
    return admin.get(ALL + "/" + id).ok().json();
  }

  private static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /// A connection for which whoever makes the people in the middle of the file has to wait.
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
        create trigger held before update on import_line
        for each row when (new.outcome = 'made' and new.line = %d) execute function held();
        select pg_advisory_lock(42)"""
            .formatted(MANY / 2));
    return connection;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
