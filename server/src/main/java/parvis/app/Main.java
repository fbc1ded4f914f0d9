package parvis.app;

import parvis.platform.config.StartRefused;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the server; the launcher `./parvis` passes on what it does not do itself.
@Command(
    name = "parvis",
    description = "The common house of a public administration.",
    version = "Parvis " + Main.VERSION,
    mixinStandardHelpOptions = true,
    subcommands = StartCommand.class)
public final class Main {
  /// The version of this program.
  static final String VERSION = "0.1.0";

  private Main() {}

  public static void main(String[] args) {
    int status = commandLine().execute(args);
    if (status != 0) System.exit(status);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (!(exception instanceof StartRefused refused)) throw exception;
          command.getErr().println(refused.getMessage());
          return 1;
        });
    return line;
  }
}
