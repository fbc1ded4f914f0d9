package parvis.conformance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `parvis conformance compare`: what one run lost and won over another.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Tell what changed between two files of results; 1 when something was lost.")
final class Compare implements Callable<Integer> {
  @Parameters(paramLabel = "OLD", description = "Results of the earlier run.")
  private @Nullable Path old;

  @Parameters(paramLabel = "NEW", description = "Results of the later run.")
  private @Nullable Path now;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Comparison comparison =
        Comparison.of(
            Results.read(Objects.requireNonNull(old)), Results.read(Objects.requireNonNull(now)));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    comparison.lines().forEach(out::println);
    out.println(comparison.lost() + " lost, " + comparison.won() + " won");
    out.flush();
    return comparison.lost() == 0 ? 0 : 1;
  }
}
