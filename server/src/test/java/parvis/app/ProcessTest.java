package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.TestDatabase;

/// The server as an operator meets it: a process of its own, with its own PostgreSQL.
class ProcessTest {
  private static final long SECONDS_MAX = 60;

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();

  @AfterEach
  void stopAll() throws Exception {
    for (Process process : started) {
      process.destroy();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) process.destroyForcibly();
    }
  }

  @Test
  void aSecondProcessOnTheSameFolderIsRefusedInOneSentence() throws Exception {
    ready(start("start", "--port", "0"));
    Process second = start("start", "--port", "0");
    assertThat(second.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isNotZero();
    assertThat(output(second)).singleElement().asString().contains("Another Parvis runs on");
  }

  @Test
  void whoIsToldToStopLeavesNothingRunning() throws Exception {
    Process server = start("start", "--port", "0");
    ready(server);
    server.destroy();
    assertThat(server.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(data().resolve("postgres/cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  void whoIsKilledStartsAgain() throws Exception {
    Process killed = start("start", "--port", "0");
    ready(killed);
    killed.destroyForcibly().waitFor();
    ready(start("start", "--port", "0"));
  }

  @Test
  void aFolderOfRealPeopleIsNoDemonstration() throws Exception {
    Files.createDirectories(data());
    Files.writeString(data().resolve("something"), "real");
    Process demo = start("start", "--demo", "--port", "0");
    assertThat(demo.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(output(demo)).singleElement().asString().contains("is not a demonstration");
  }

  @Test
  void aMistypedSettingIsToldInOneSentence() throws Exception {
    Process mistyped = start("start", "--registration", "ajar");
    assertThat(mistyped.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(output(mistyped))
        .singleElement()
        .asString()
        .contains("must be one of closed, invitation, token, open");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Process start(String... words) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true");
    command.add("-Dparvis.postgres.programs=" + TestDatabase.programs());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "parvis.app.Main"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data().toString()));
    Path log = Files.createTempFile(folder, "log", "");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PARVIS_"));
    Process process = builder.redirectOutput(log.toFile()).start();
    logs.add(log);
    started.add(process);
    return process;
  }

  private List<String> output(Process process) throws IOException {
    String text = Files.readString(logs.get(started.indexOf(process)));
    return new BufferedReader(new StringReader(text)).lines().toList();
  }

  /// Waits for the line an operator waits for, and asks the address in it.
  private void ready(Process process) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (true) {
      String line =
          output(process).stream()
              .filter(text -> text.startsWith("Parvis is ready: "))
              .findFirst()
              .orElse("");
      if (!line.isEmpty()) {
        assertThat(answers(line.substring("Parvis is ready: ".length()))).isEqualTo(200);
        return;
      }
      if (!process.isAlive() || System.nanoTime() - deadline > 0)
        throw new AssertionError(String.join("\n", output(process)));
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static int answers(String address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + "/health/ready")).GET().build();
      return http.send(request, BodyHandlers.ofString()).statusCode();
    }
  }
}
