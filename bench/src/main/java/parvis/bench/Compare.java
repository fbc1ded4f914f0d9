package parvis.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures two homeservers by the same loads in one run, load by load, and tells what one has over
/// the other. It knows both by their public API alone.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Measure two homeservers side by side; limits of rates must be off in both.")
final class Compare implements Callable<Integer> {
  @Option(names = "--target", required = true, description = "Base address of the first.")
  private String target = "";

  @Option(names = "--pid", description = "Its processes, with commas between.")
  private @Nullable String pids;

  @Option(
      names = "--name",
      defaultValue = "Parvis",
      description = "What it is called (default ${DEFAULT-VALUE}).")
  private String name = "Parvis";

  @Option(names = "--shared-secret", description = "Make its accounts by this secret.")
  private @Nullable String sharedSecret;

  @Option(names = "--other", required = true, description = "Base address of the second.")
  private String other = "";

  @Option(names = "--other-pid", description = "Its processes, with commas between.")
  private @Nullable String otherPids;

  @Option(
      names = "--other-name",
      defaultValue = "the other",
      description = "What it is called (default ${DEFAULT-VALUE}).")
  private String otherName = "the other";

  @Option(names = "--other-shared-secret", description = "Make its accounts by this secret.")
  private @Nullable String otherSharedSecret;

  @Option(names = "--only", description = "Only the loads whose title contains this.")
  private String only = "";

  @Option(
      names = "--turns",
      defaultValue = "1",
      description = "Measure each load so often, in turns, and tell medians (default 1).")
  private int turns = 1;

  @Option(names = "--brief", description = "On a small scale, which measures nothing.")
  private boolean brief;

  /// A homeserver, as the options of every load name it.
  private record Side(List<String> options) {
    static Side of(String address, @Nullable String pids, @Nullable String secret) {
      try {
        Path accounts = Files.createTempFile("parvis-bench", ".accounts");
        accounts.toFile().deleteOnExit();
        var options = new ArrayList<>(List.of("--target", address, "--accounts", "" + accounts));
        if (pids != null) options.addAll(List.of("--pid", pids));
        if (secret != null) options.addAll(List.of("--shared-secret", secret));
        return new Side(options);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// The load with its options, run against this homeserver; the whole report goes to stderr.
    Report measure(Step step) {
      var words = new ArrayList<>(options);
      words.addAll(List.of(step.options().split(" ")));
      Load load = CommandLine.populateCommand(step.load().get(), words.toArray(String[]::new));
      Report report = load.measure();
      System.err.println(report.text());
      return report;
    }
  }

  private record Measured(Step step, List<Report> first, List<Report> second) {}

  @Override
  public Integer call() {
    if (turns < 1) throw new Desk.Failed("--turns is at least 1");
    Side first = Side.of(target, pids, sharedSecret);
    Side second = Side.of(other, otherPids, otherSharedSecret);
    var comparison = new Comparison(name, otherName);
    // What measures nothing may go on at the same time.
    Stream<Step> steps = brief ? Step.brief().parallelStream() : Step.full().stream();
    steps
        .filter(step -> step.title().contains(only))
        .map(step -> measure(step, first, second))
        .forEachOrdered(
            measured -> comparison.add(measured.step(), measured.first(), measured.second()));
    System.out.print(comparison.text());
    return comparison.failed() ? 1 : 0;
  }

  /// A machine is faster at one time than at another: who begins changes from turn to turn.
  private Measured measure(Step step, Side first, Side second) {
    var measured = new Measured(step, new ArrayList<>(), new ArrayList<>());
    for (int turn = 0; turn < turns; turn++) {
      if (turn % 2 == 1) measured.second().add(second.measure(step));
      measured.first().add(first.measure(step));
      if (turn % 2 == 0) measured.second().add(second.measure(step));
    }
    return measured;
  }
}
