package parvis.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import parvis.core.identity.PasswordHashes;
import parvis.platform.config.Config;
import parvis.platform.config.Options;
import parvis.platform.memory.Memory;
import parvis.platform.watch.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parvis start`: runs a server until it is told to stop.
@Command(name = "start", description = "Start the server.", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  /// Whoever starts a server whose password hashes cost next to nothing is told so.
  static final String WEAK =
      "The passwords of this server are not protected: -Dparvis.passwords=light is for measuring.";

  @Option(names = "--config", paramLabel = "FILE", description = "Read this configuration.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "Keep everything in this folder.")
  private @Nullable String data;

  @Option(names = "--port", paramLabel = "N", description = "Listen on this port (8008).")
  private @Nullable String port;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      description = "The name behind the colon of every user and room (localhost).")
  private @Nullable String serverName;

  @Option(
      names = "--public-address",
      paramLabel = "URL",
      description = "The address people open in the browser.")
  private @Nullable String publicAddress;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description = "Use this PostgreSQL instead of an own one.")
  private @Nullable String databaseUrl;

  @Option(
      names = "--registration",
      paramLabel = "WHO",
      description = "Who may make an account: closed, invitation, token or open.")
  private @Nullable String registration;

  @Option(names = "--no-limits", description = "Do not limit how much one account may send.")
  private boolean noLimits;

  @Option(
      names = "--lost-factors",
      paramLabel = "USER",
      description = "Take the second factors from this person, who has lost them.")
  private @Nullable String lostFactors;

  @Option(names = "--demo", description = "Show a fictitious town hall.")
  private boolean demo;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Config settings = Config.read(options(), System.getenv());
    Logs.set(settings.logLevel(), settings.logFormat());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    settings.warnings().forEach(out::println);
    PasswordHashes.Cost cost = PasswordHashes.Cost.ofProgram();
    CountDownLatch stopped = new CountDownLatch(1);
    Parvis parvis =
        Parvis.start(
            new Given(
                settings,
                web(),
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom(),
                Memory.ofHeap(),
                cost,
                said -> say(out, said),
                StartCommand::end));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  say(out, "Parvis stops: what has begun is finished first.");
                  parvis.close();
                  say(out, "Parvis has stopped.");
                  stopped.countDown();
                }));
    if (cost.weak()) say(out, WEAK);
    if (lostFactors != null) {
      say(
          out,
          parvis.loseFactors(lostFactors)
              ? "The second factors of " + lostFactors + " are taken away."
              : "There is nobody of that name here who has a second factor: " + lostFactors);
    }
    String address = settings.publicAddress().replaceFirst(":0$", ":" + parvis.port());
    out.println("Parvis is ready: " + address);
    if (!settings.demo()) {
      parvis
          .setupPath()
          .ifPresent(
              path ->
                  out.println(
                      "Open this once, within 24 hours, to become the first administrator: "
                          + address
                          + path));
    }
    out.flush();
    stopped.await();
    return 0;
  }

  /// By a thread of its own: the one that failed is waited for.
  private static void end() {
    Thread.ofPlatform().name("end").start(() -> Runtime.getRuntime().exit(1));
  }

  private static void say(PrintWriter out, String sentence) {
    out.println(sentence);
    out.flush();
  }

  private Options options() {
    String folder = data == null && demo ? "demo-data" : data;
    return new Options(
        Optional.ofNullable(config),
        Optional.ofNullable(folder),
        Optional.ofNullable(port),
        Optional.ofNullable(serverName),
        Optional.ofNullable(publicAddress),
        Optional.ofNullable(databaseUrl),
        Optional.ofNullable(registration),
        noLimits,
        demo);
  }

  /// The launcher says where the built web client lies.
  private static Optional<Path> web() {
    return Optional.ofNullable(System.getProperty("parvis.web")).map(Path::of);
  }
}
