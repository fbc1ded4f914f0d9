package parvis.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonReader;

/// The statistics and the byte scanning of the generator.
final class FiguresTest {
  @Test
  void percentilesAreThoseOfWhatWasRecorded() {
    var latencies = new Latencies();
    for (int millis = 1; millis <= 1_000; millis++) {
      latencies.record(Duration.ofMillis(millis).toNanos());
    }
    assertThat(latencies.count()).isEqualTo(1_000);
    assertThat(latencies.percentile(50)).isCloseTo(500, within(1.0));
    assertThat(latencies.percentile(99)).isCloseTo(990, within(1.0));
    assertThat(latencies.maxMillis()).isCloseTo(1_000, within(1.0));
  }

  @Test
  void aProcessThatIsNoJavaIsNotDisturbed() throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "trap 'exit 9' QUIT; echo up; read -r end").start();
    try (var said = shell.inputReader()) {
      assertThat(said.readLine()).isEqualTo("up");
      assertThat(new Processes(List.of(shell.pid())).liveHeapBytes()).isEmpty();
      shell.getOutputStream().close();
      assertThat(shell.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitValue()).isEqualTo(1);
    }
  }

  @Test
  void waitsBeyondTheBoundAndBelowZeroAreRecordedAtTheBound() {
    var latencies = new Latencies();
    latencies.record(-5);
    latencies.record(Duration.ofHours(2).toNanos());
    assertThat(latencies.count()).isEqualTo(2);
    assertThat(latencies.maxMillis()).isCloseTo(600_000, within(600.0));
  }

  @Test
  void nothingRecordedIsZero() {
    assertThat(new Latencies().percentile(99)).isZero();
    assertThat(new Latencies().maxMillis()).isZero();
  }

  @Test
  void aStallMakesEveryHeldBackOperationLate() {
    var pace = new Pace(1_000);
    long now = System.nanoTime() + Duration.ofMillis(100).toNanos();
    List<Long> due = new ArrayList<>();
    for (long next = pace.due(now); next != Pace.NONE; next = pace.due(now)) due.add(next);
    assertThat(due.size()).isBetween(100, 102);
    assertThat(due.get(1) - due.get(0)).isEqualTo(1_000_000);
    assertThat(now - due.getFirst()).isGreaterThanOrEqualTo(100_000_000);
  }

  @Test
  void aWindowCountsOnlyWhatEndsInsideIt() {
    var warming = new Window(Duration.ofHours(1), Duration.ofHours(1));
    warming.ended(System.nanoTime(), Optional.empty());
    assertThat(warming.count()).isZero();
    var open = new Window(Duration.ZERO, Duration.ofHours(1));
    open.ended(System.nanoTime(), Optional.empty());
    open.ended(System.nanoTime(), Optional.of("429 M_LIMIT_EXCEEDED"));
    assertThat(open.count()).isEqualTo(1);
    assertThat(open.failures()).isEqualTo(Map.of("429 M_LIMIT_EXCEEDED", 1L));
    assertThat(open.latencies().count()).isEqualTo(1);
  }

  @Test
  void messagesAreFoundAgainInAnyEncoding() {
    var script = new Script("00abcdef", 100);
    byte[] body = script.body(1_234).getBytes();
    assertThat(JsonReader.read(body, JsonLimits.EVENT).toString())
        .contains("pb:00abcdef:000001234 ");
    String text =
        "{\"a\": \"pb:00abcdef:000000007 x\",\"b\":\"pb:00abcdee:000000008\","
            + " \"c\":\"pb:00abcdef:000000009";
    byte[] answer = text.getBytes(StandardCharsets.UTF_8);
    List<Integer> found = new ArrayList<>();
    script.find(answer, found::add);
    assertThat(found).containsExactly(7, 9);
  }

  @Test
  void tokensAndGapsAreReadFromTheBytesOfASync() {
    byte[] sync =
        "{\"rooms\":{\"x\":{\"limited\": true},\"y\":{\"limited\":false}},\"next_batch\" : \"s1_2\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Scan.nextBatch(sync)).contains("s1_2");
    assertThat(Scan.gaps(sync)).isEqualTo(1);
    assertThat(Scan.nextBatch("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(Scan.nextBatch("{\"next_batch\":\"cut".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void aReportSaysTheSameAsTextAndAsJson() {
    var report = new Report().set("bench", "send");
    report
        .row("1 sender")
        .put("accepted", 10L)
        .put("p50 ms", 1.23456)
        .put("errors", Map.of("500", 2L));
    assertThat(report.text()).contains("bench: send").contains("1.23").contains("2 x 500");
    assertThat(report.json().toString())
        .isEqualTo(
            "{\"bench\":\"send\",\"results\":[{\"step\":\"1 sender\",\"accepted\":10,"
                + "\"p50 ms\":1.235,\"errors\":{\"500\":2}}]}");
  }

  @Test
  void theGeneratorSeesItsOwnProcessorTimeAndMemory() {
    var own = new Processes(List.of(ProcessHandle.current().pid()));
    long before = own.cpuMicros();
    var mine = ManagementFactory.getThreadMXBean();
    long end = mine.getCurrentThreadCpuTime() + Duration.ofMillis(200).toNanos();
    while (mine.getCurrentThreadCpuTime() < end) Thread.onSpinWait();
    assertThat(own.cpuMicros() - before).isGreaterThan(50_000);
    assertThat(own.memoryKb()).isGreaterThan(1_000);
    assertThat(own.liveHeapBytes().orElseThrow()).isGreaterThan(100_000);
  }

  @Test
  void theMacOfARegistrationIsTheOneThatSynapseExpects() {
    assertThat(Cast.mac("key", "The quick brown fox jumps over the lazy dog"))
        .isEqualTo("de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9");
  }

  @Test
  void theHeapIsAllOfItsGenerations() {
    String info =
        """
        DefNew     total 116160K, used 42895K [0x0000000687400000, 0x000000068f200000)
         eden space 103296K,  35% used [0x0000000687400000, 0x0000000689842978)
        Tenured    total 258048K, used 9942K [0x0000000704d50000, 0x0000000714950000)
        Metaspace       used 22712K, committed 23232K, reserved 1114112K
        """;
    assertThat(Processes.usedBytes(info)).hasValue((42_895 + 9_942) * 1024L);
    assertThat(Processes.usedBytes("")).isEmpty();
  }
}
