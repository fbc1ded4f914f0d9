package parvis.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `parvis conformance with`: runs a suite's command as a client of the engine.
@Command(
    name = "with",
    mixinStandardHelpOptions = true,
    description = "Run a test command against a homeserver, and collect what it says.")
final class With implements Callable<Integer> {
  @Mixin private Asked asked = new Asked();

  private final PrintStream told = System.err;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Launcher launcher = asked.launcher(asked.image());
    Results earlier = asked.earlier();
    Path target = Files.createDirectories(asked.target());
    try (FileChannel lock =
        FileChannel.open(
            target.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (lock.tryLock() == null)
        throw new Conformance.Failed("Another run is under way in " + target + ".");
      Workplace workplace = Workplace.open(target.resolve("run"));
      FailedLogs kept = new FailedLogs(workplace.folder("logs"), workplace.folder("failed"));
      Path durations = target.resolve("durations").resolve(nameOfCommand());
      Progress progress =
          new Progress(
              told,
              Boolean.getBoolean("conformance.terminal"),
              System::nanoTime,
              Durations.read(durations));
      Run run = new Run(asked, workplace, kept, progress);
      int status = run.command();
      Results results =
          earlier.then(new Results(launcher.version(), Set.of(words()), run.verdicts()));
      asked.results().ifPresent(results::write);
      if (!progress.durations().seconds().isEmpty()) progress.durations().write(durations);
      tell(results, kept.folders());
      return status;
    }
  }

  /// The same for the same command and image, and fit for a file.
  private String nameOfCommand() {
    byte[] key = (asked.image() + "\n" + words()).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(key).toString();
  }

  private String words() {
    return String.join(" ", asked.command());
  }

  private void tell(Results results, List<Path> failed) {
    if (!failed.isEmpty()) told.println("Failed tests; each folder has test.log and its servers':");
    for (Path folder : failed) told.println("  " + Path.of("").toAbsolutePath().relativize(folder));
    results.totals().forEach(told::println);
  }
}
