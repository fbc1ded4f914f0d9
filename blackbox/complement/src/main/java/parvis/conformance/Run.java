package parvis.conformance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One run of a suite's command: its environment, its words, its end.
final class Run {
  private static final String MEMORY_MAX = "size=2g";

  private final Asked asked;
  private final Workplace workplace;
  private final FailedLogs kept;
  private final Progress progress;
  private final SortedMap<String, Verdict> verdicts = new TreeMap<>();

  Run(Asked asked, Workplace workplace, FailedLogs kept, Progress progress) {
    this.asked = asked;
    this.workplace = workplace;
    this.kept = kept;
    this.progress = progress;
  }

  /// Runs it to its end and returns its status. Everything that was started is stopped, also when
  /// we are.
  int command() throws IOException, InterruptedException {
    SecureRandom chance = new SecureRandom();
    Path programs = asked.target().resolve("postgres");
    try (Postgres postgres = Postgres.start(clusterFolder(), programs, chance);
        Engine engine =
            new Engine(workplace, asked.launchers(), postgres, Clock.systemUTC(), chance)) {
      Process process = start(engine.address());
      Thread hook = Thread.ofPlatform().unstarted(() -> end(process, engine, postgres));
      Runtime.getRuntime().addShutdownHook(hook);
      read(process);
      int status = process.waitFor();
      engine.swiftness().told().ifPresent(System.err::println);
      Runtime.getRuntime().removeShutdownHook(hook);
      return status;
    }
  }

  /// In a mount namespace of ours it lies in memory, where no commit waits for a disk.
  private Path clusterFolder() {
    Path folder = workplace.folder("postgres");
    if (Boolean.getBoolean("conformance.secluded"))
      Tool.run("mount", "-t", "tmpfs", "-o", MEMORY_MAX, "conformance", folder.toString());
    return folder;
  }

  private static void end(Process process, Engine engine, Postgres postgres) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    engine.close();
    postgres.close();
  }

  private Process start(String engine) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(asked.command());
    Map<String, String> environment = builder.environment();
    environment.put("DOCKER_HOST", engine);
    environment.put("COMPLEMENT_BASE_IMAGE", asked.image());
    environment.putIfAbsent("COMPLEMENT_ENABLE_DIRTY_RUNS", "1");
    // A suite may write its certificates to a fixed name in it.
    environment.put("TMPDIR", workplace.folder("tmp").toString());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void read(Process process) throws IOException {
    process.getOutputStream().close();
    Path events = workplace.folder().resolve("events.json");
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter all = Files.newBufferedWriter(events)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.write(line + "\n");
        Optional<TestEvent> event = TestEvent.of(line);
        if (event.isPresent()) note(event.get());
        else System.err.println(line);
      }
    }
    progress.end();
  }

  private void note(TestEvent event) {
    event.verdict().ifPresent(verdict -> verdicts.put(event.test(), verdict));
    if (event.action().equals("build-output")) System.err.print(event.output());
    kept.note(event);
    progress.note(event);
  }

  SortedMap<String, Verdict> verdicts() {
    return verdicts;
  }
}
