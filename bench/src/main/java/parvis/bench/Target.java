package parvis.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every load needs to know: which homeserver, how to get accounts, what to watch, where to
/// report.
final class Target {
  @Option(
      names = "--target",
      description = "Base address of the homeserver (default ${DEFAULT-VALUE}).",
      defaultValue = "http://localhost:8008")
  private URI address = URI.create("http://localhost:8008");

  @Option(
      names = "--shared-secret",
      description =
          "Make accounts by /_synapse/admin/v1/register with this secret; without it, by open"
              + " registration.")
  private @Nullable String sharedSecret;

  @Option(
      names = "--accounts",
      description = "Keep accounts and rooms in this file and use them again in later runs.")
  private @Nullable Path accounts;

  @Option(
      names = "--pid",
      split = ",",
      description =
          "Processes of the homeserver; their descendants are counted with them. Repeatable.")
  private List<Long> pids = new ArrayList<>();

  @Option(names = "--json", description = "Write the report to this file as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--setup-parallel",
      description = "Requests in flight while preparing (default ${DEFAULT-VALUE}).",
      defaultValue = "16")
  private int setupParallel = 16;

  /// Names this run apart, so that no message of an earlier one is taken for one of this.
  private final String run = "%08x".formatted(RandomGenerator.getDefault().nextInt());

  String run() {
    return run;
  }

  Wire wire() {
    return Wire.to(address);
  }

  Cast cast(Wire wire) {
    var desk = new Desk(wire, setupParallel);
    return Cast.open(desk, run, Optional.ofNullable(sharedSecret), Optional.ofNullable(accounts));
  }

  Processes processes() {
    return new Processes(pids);
  }

  /// A report that begins with what makes the run comparable.
  Report report(String command) {
    return new Report()
        .set("bench", command)
        .set("target", address.toString())
        .set("at", Clock.systemUTC().instant().toString())
        .set("cores", Runtime.getRuntime().availableProcessors())
        .set("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  /// Prints the report, and writes it where asked.
  void publish(Report report) {
    System.out.print(report.text());
    if (json == null) return;
    try {
      Files.writeString(json, report.json() + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
