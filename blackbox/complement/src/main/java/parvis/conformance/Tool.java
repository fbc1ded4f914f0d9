package parvis.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A small program of the system, run to its end.
final class Tool {
  private static final long SECONDS_MAX = 60;

  private Tool() {}

  /// Runs it; its words become those of the failure when it fails.
  static void run(String... command) {
    Result result = result(List.of(command));
    if (result.status != 0)
      throw new Conformance.Failed(String.join(" ", command) + ": " + result.said.strip());
  }

  static boolean succeeds(String... command) {
    return result(List.of(command)).status == 0;
  }

  private record Result(int status, String said) {}

  private static Result result(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(ended(process), said);
    } catch (IOException missing) {
      return new Result(127, String.valueOf(missing.getMessage()));
    }
  }

  /// The status of a process that ends soon; it is ended when it does not.
  static int ended(Process process) {
    try {
      if (process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) return process.exitValue();
      process.destroyForcibly().waitFor();
      return 124;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
