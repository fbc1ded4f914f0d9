package parvis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  private final AtomicLong nanos = new AtomicLong();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir private Path folder;

  private Progress progress(boolean terminal, Map<String, Double> earlier) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Progress(print, terminal, nanos::get, new Durations(earlier));
  }

  private void pass(Progress progress, String test, long seconds) {
    nanos.addAndGet(seconds * 1_000_000_000);
    progress.note(new TestEvent("pass", test, seconds, ""));
  }

  @Test
  void aFirstRunHasNoEstimate() {
    Progress progress = progress(true, Map.of());
    pass(progress, "one/TestA", 65);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith("1 tests, 0 failed, 1:05 so far: one/TestA");
  }

  @Test
  void aLaterRunIsEstimatedByTheEarlierOneAndBySpeedSoFar() {
    Progress progress = progress(true, Map.of("one/TestA", 10.0, "one/TestB", 30.0));
    pass(progress, "one/TestA", 20);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("0:20 so far, about 1:00 to go");
  }

  @Test
  void awayFromATerminalThereIsALineEveryHalfMinute() {
    Progress progress = progress(false, Map.of());
    for (int i = 0; i < 7; i++) pass(progress, "one/Test" + i, 10);
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  @Test
  void subtestsAreNotCounted() {
    Progress progress = progress(true, Map.of());
    pass(progress, "one/TestA/sub", 1);
    assertThat(out.size()).isZero();
  }

  @Test
  void durationsAreReadAsTheyWereWritten() throws IOException {
    Path file = folder.resolve("below/durations");
    Durations durations = new Durations(Map.of("one/TestA", 1.5));
    durations.write(file);
    assertThat(Durations.read(file)).isEqualTo(durations);
    Files.writeString(file, "soon\tone/TestA\n");
    assertThat(Durations.read(file).seconds()).isEmpty();
  }
}
