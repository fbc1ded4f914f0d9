package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.ParvisProcess;

/// The server as an operator meets it: a process of its own, with its own PostgreSQL.
class ProcessTest {
  @TempDir private Path folder;

  private final List<ParvisProcess> started = new ArrayList<>();

  @AfterEach
  void stopAll() {
    started.forEach(ParvisProcess::close);
  }

  @Test
  void aSecondProcessOnTheSameFolderIsRefusedInOneSentence() {
    ready(start("start", "--port", "0"));
    ParvisProcess second = start("start", "--port", "0");
    assertThat(second.status()).isNotZero();
    assertThat(second.output()).singleElement().asString().contains("Another Parvis runs on");
  }

  @Test
  void whoIsToldToStopLeavesNothingRunning() {
    ParvisProcess server = start("start", "--port", "0");
    ready(server);
    server.stop();
    assertThat(server.output())
        .endsWith("Parvis stops: what has begun is finished first.", "Parvis has stopped.");
    assertThat(data().resolve("postgres/cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  void aFolderOfRealPeopleIsNoDemonstration() throws Exception {
    Files.createDirectories(data());
    Files.writeString(data().resolve("something"), "real");
    ParvisProcess demo = start("start", "--demo", "--port", "0");
    assertThat(demo.output()).singleElement().asString().contains("is not a demonstration");
  }

  @Test
  void aMistypedSettingIsToldInOneSentence() {
    ParvisProcess mistyped = start("start", "--registration", "ajar");
    assertThat(mistyped.output())
        .singleElement()
        .asString()
        .contains("must be one of closed, invitation, token, open");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ParvisProcess start(String... words) {
    ParvisProcess process = ParvisProcess.start(data(), words);
    started.add(process);
    return process;
  }

  private static void ready(ParvisProcess process) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      process.stranger(http).get("/health/ready").ok();
    }
  }
}
