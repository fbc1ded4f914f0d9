package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The programs in `examples/`, run as their readers run them.
class ExamplesTest {
  private static final Path FOLDER = Path.of("../examples").toAbsolutePath().normalize();
  private static final long SECONDS_MAX = 60;
  private static final int SYNCS_MAX = 50;
  private static final long MINUTES_10 = 600;

  @TempDir private Path kept;

  @AutoClose private static World world;
  private static Client owner;
  private static String room;

  @BeforeAll
  static void open() {
    world = World.start(Map.of("PARVIS_REACHABLE_NETWORKS", "127.0.0.1/32"));
    owner = world.register("owner");
    JsonObject wish = JsonObject.of("preset", "public_chat", "room_alias_name", "marche");
    room = Chat.create(owner, wish);
  }

  private static String alias() {
    return "#marche:" + World.SERVER;
  }

  private static Process python(Map<String, String> settings, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("PARVIS_URL", owner.base());
    builder.environment().putAll(settings);
    return builder.redirectErrorStream(true).start();
  }

  /// Follows the room until somebody said `last`; everything said since then.
  private static List<String> heard(String since, String last) {
    List<String> heard = new ArrayList<>();
    String token = since;
    for (int syncs = 0; !heard.contains(last); syncs++) {
      assertThat(syncs).as("syncs without %s; heard %s", last, heard).isLessThan(SYNCS_MAX);
      JsonObject told =
          owner.get("/_matrix/client/v3/sync?timeout=2000&since=" + token).ok().json();
      token = told.string("next_batch").orElseThrow();
      told.object("rooms")
          .flatMap(rooms -> rooms.object("join"))
          .flatMap(joined -> joined.object(room))
          .flatMap(joined -> joined.object("timeline"))
          .flatMap(timeline -> timeline.array("events"))
          .orElse(JsonArray.EMPTY)
          .values()
          .forEach(
              event ->
                  ((JsonObject) event)
                      .object("content")
                      .flatMap(content -> content.string("body"))
                      .ifPresent(heard::add));
    }
    return heard;
  }

  private static String now() {
    return owner.get("/_matrix/client/v3/sync").ok().string("next_batch");
  }

  @Test
  void aScriptAnnouncesSomethingOnce() throws Exception {
    world.register("annonces");
    String since = now();
    Process script =
        python(
            Map.of("PARVIS_USER", "annonces", "PARVIS_PASSWORD", World.PASSWORD),
            "announce.py",
            alias());
    script.getOutputStream().write("Le marché est avancé.\n".getBytes(StandardCharsets.UTF_8));
    script.getOutputStream().close();
    String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor()).as(said).isZero();
    assertThat(said).startsWith("$");
    assertThat(heard(since, "Le marché est avancé.")).containsExactly("Le marché est avancé.");
  }

  @Test
  void aScriptThatIsRefusedSaysWhy() throws Exception {
    Process script =
        python(Map.of("PARVIS_USER", "nobody", "PARVIS_PASSWORD", "wrong"), "announce.py", alias());
    script.getOutputStream().write("x".getBytes(StandardCharsets.UTF_8));
    script.getOutputStream().close();
    String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor()).isEqualTo(1);
    assertThat(said).contains("M_FORBIDDEN");
  }

  @Test
  void aBotGreetsWhoCameWhileItWasAwayAndNobodyTwice() throws Exception {
    Client bot = world.register("greeter");
    Map<String, String> settings = Map.of("PARVIS_TOKEN", bot.token());
    Path file = kept.resolve("since");
    String since = now();
    untilItHasLooked(python(settings, "greeter.py", alias(), file.toString()), 1);
    join("early");
    untilItHasLooked(python(settings, "greeter.py", alias(), file.toString()), 1);
    join("late");
    untilItHasLooked(python(settings, "greeter.py", alias(), file.toString()), 1);
    assertThat(heard(since, "Bienvenue, late."))
        .containsExactly("Bienvenue, early.", "Bienvenue, late.");
  }

  @Test
  void aScriptMakesTasksOnceAndAProgramIsToldOfThem() throws Exception {
    JsonObject wish =
        JsonObject.of(
            "model", "project",
            "name", "Halle",
            "visibility", "secret",
            "joining", "invitation",
            "request_id", "halle");
    String space = owner.post("/api/v1/spaces", wish).ok().string("space_id");
    String hooks = "/api/v1/spaces/" + Client.segment(space) + "/webhooks";
    int port = freePort();
    JsonObject hook =
        owner.post(hooks, JsonObject.of("uri", "http://127.0.0.1:" + port + "/")).ok().json();
    Map<String, String> secret =
        Map.of("PARVIS_WEBHOOK_SECRET", hook.string("secret").orElseThrow());
    Process program = python(secret, "hook.py", String.valueOf(port));
    try (BufferedReader told = program.inputReader()) {
      assertThat(made(space, "Poser\nDéposer\n"))
          .contains("#1 2026-12-01 Poser", "#2 2026-12-01 Déposer");
      assertThat(List.of(told.readLine(), told.readLine()))
          .allMatch(line -> line.startsWith("task.changed ") && line.endsWith(" 1"));
      assertThat(made(space, "Poser\n").lines()).hasSize(2);
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void aProgramThatIsToldBelievesNobodyElseAndDoesNothingTwice() throws Exception {
    byte[] key = "a key that nobody else has".getBytes(StandardCharsets.UTF_8);
    String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
    int port = freePort();
    Process program = python(Map.of("PARVIS_WEBHOOK_SECRET", secret), "hook.py", port + "");
    try (BufferedReader told = program.inputReader()) {
      Race.until(() -> isOpen(port));
      long now = System.currentTimeMillis() / 1000;
      String first = change("one", 1);
      assertThat(tell(port, key, now, first, first)).isEqualTo(204);
      // As it was recorded on its way, word for word, and under a later moment.
      assertThat(tell(port, key, now, first, first)).isEqualTo(204);
      assertThat(tell(port, key, now + 1, first, first)).isEqualTo(204);
      assertThat(tell(port, key, now - MINUTES_10, change("old", 2), change("old", 2)))
          .isEqualTo(401);
      assertThat(tell(port, key, now, first, change("two", 3))).isEqualTo(401);
      byte[] other = "another key".getBytes(StandardCharsets.UTF_8);
      assertThat(tell(port, other, now, change("two", 4), change("two", 4))).isEqualTo(401);
      assertThat(tell(port, key, now, change("two", 5), change("two", 5))).isEqualTo(204);
      assertThat(List.of(told.readLine(), told.readLine()))
          .containsExactly("task.changed t 1", "task.changed t 5");
    } finally {
      program.destroyForcibly();
    }
  }

  private static String change(String id, int version) {
    JsonObject said =
        JsonObject.of("id", id, "type", "task.changed", "task", "t", "version", version);
    return said.toString();
  }

  /// Tells a program something as if it were another thing that is signed; what it answers.
  private static int tell(int port, byte[] key, long at, String signed, String said)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    byte[] sum = mac.doFinal(("d." + at + "." + signed).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("webhook-id", "d")
            .header("webhook-timestamp", at + "")
            .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(sum))
            .POST(HttpRequest.BodyPublishers.ofString(said))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String made(String space, String lines) throws Exception {
    Map<String, String> who = Map.of("PARVIS_TOKEN", owner.token());
    Process script = python(who, "tasks.py", space, "2026-12-01");
    script.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    script.getOutputStream().close();
    String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor()).as(said).isZero();
    return said;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void join(String name) {
    world.register(name).post("/_matrix/client/v3/join/" + Client.segment(room), JsonObject.EMPTY);
  }

  /// Lets the bot look so many times, then ends it as a power cut would.
  private static void untilItHasLooked(Process bot, int looks) throws Exception {
    try (BufferedReader lines = bot.inputReader()) {
      for (int seen = 0; seen < looks; seen++) assertThat(lines.readLine()).contains(".");
    } finally {
      bot.destroyForcibly();
    }
    assertThat(bot.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
  }
}
