package parvis.conformance;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the harness.
@Command(
    name = "parvis conformance",
    mixinStandardHelpOptions = true,
    description = "Lets a foreign test suite judge a homeserver.",
    subcommands = {With.class, Install.class, Serve.class, Compare.class})
public final class Conformance {
  private Conformance() {}

  /// A sentence for the person at the keyboard, about what they can mend.
  @SuppressWarnings("serial")
  static final class Failed extends RuntimeException {
    Failed(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /// Ends with the status of the suite's command, 1 when a comparison lost something, 2 when called
  /// wrongly, 3 when the harness itself failed.
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Conformance())
        .setExecutionExceptionHandler(
            (failure, _, _) -> {
              if (!(failure instanceof Failed)) failure.printStackTrace();
              System.err.println(failure.getMessage());
              return 3;
            });
  }
}
