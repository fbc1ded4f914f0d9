package parvis.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServedTest {
  @TempDir private Path folder;

  private Postgres postgres(Workplace workplace) {
    Path programs = Path.of("target/postgres").toAbsolutePath();
    return Postgres.start(workplace.folder("postgres"), programs, new SecureRandom());
  }

  @Test
  void aHomeserverRunsByItselfUntilItIsEnded() throws IOException {
    Workplace workplace = Workplace.open(folder.resolve("served"));
    Launcher toy = Launcher.of(Path.of("src/test/images"), "toy").orElseThrow();
    Served served = Served.start(toy, workplace, postgres(workplace), Postgres.freePort());
    List<Long> processes = served.processes();
    try (served;
        var said = URI.create(served.address() + "/").toURL().openStream()) {
      assertThat(new String(said.readAllBytes(), StandardCharsets.UTF_8))
          .contains("starts 1", "name localhost", "database served");
      assertThat(processes).hasSize(2).allMatch(pid -> ProcessHandle.of(pid).isPresent());
    }
    assertThat(served.process().isAlive()).isFalse();
    assertThat(ProcessHandle.of(processes.getFirst())).isEmpty();
  }

  @Test
  void oneThatEndsAtOnceIsToldWithItsLog() throws IOException {
    Workplace workplace = Workplace.open(folder.resolve("served"));
    Path script = Files.writeString(folder.resolve("broken.sh"), "#!/bin/sh\necho no; exit 1\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Launcher broken = Launcher.of(folder, "broken").orElseThrow();
    Postgres postgres = postgres(workplace);
    assertThatThrownBy(() -> Served.start(broken, workplace, postgres, Postgres.freePort()))
        .isInstanceOf(Conformance.Failed.class)
        .hasMessageContaining("served.log");
    assertThat(workplace.folder("logs").resolve("served.log")).content().isEqualTo("no\n");
  }
}
