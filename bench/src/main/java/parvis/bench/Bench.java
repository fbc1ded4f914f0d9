package parvis.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the load generator.
@Command(
    name = "parvis bench",
    mixinStandardHelpOptions = true,
    description = "Measures any Matrix homeserver.",
    subcommands = {
      SendLoad.class,
      FanoutLoad.class,
      IdleLoad.class,
      SyncLoad.class,
      JoinLoad.class,
      Compare.class
    })
public final class Bench {
  private Bench() {}

  /// Runs a load and prints its report; ends with 0, or 1 when the load failed or its ledger does
  /// not balance, or 2 when it was called wrongly.
  public static void main(String[] args) {
    int code =
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  if (!(failure instanceof Desk.Failed)) failure.printStackTrace();
                  System.err.println(failure.getMessage());
                  return 1;
                })
            .execute(args);
    System.exit(code);
  }
}
