package parvis.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The server as an operator meets it: the real program, in a process of its own.
///
/// Unless a [Launch] says otherwise it runs on this JVM's class path without the tests, with the
/// programs of PostgreSQL that tests share; its password hashes cost little. Everything else is
/// said on the command line.
public final class ParvisProcess implements AutoCloseable {
  /// How long starting, stopping and the last line of output may take.
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String READY = "Parvis is ready: ";
  private static final String SETUP = "/setup/";

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final CompletableFuture<String> setup = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private ParvisProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().name("output of " + process.pid()).start(this::read);
  }

  /// How the program is started.
  ///
  /// @param before the words before the command, such as those that enter another user
  /// @param programs where those of PostgreSQL are, or are unpacked
  /// @param options of the virtual machine
  public record Launch(List<String> before, String classPath, Path programs, List<String> options) {
    /// By whoever runs this test, with what it runs on.
    public static final Launch ORDINARY =
        new Launch(List.of(), Program.THE.classPath(), TestDatabase.programs(), List.of());

    public Launch with(String option) {
      return new Launch(before, classPath, programs, List.of(option));
    }
  }

  /// Starts the program, and returns before it is ready.
  ///
  /// @param words its command line, without `--data`
  public static ParvisProcess start(Path data, String... words) {
    return start(Launch.ORDINARY, data, words);
  }

  public static ParvisProcess start(Launch launch, Path data, String... words) {
    boolean ordinary = launch.equals(Launch.ORDINARY);
    List<String> memory =
        ordinary ? Program.THE.memory(ParvisProcess::startAndEnd) : launch.options();
    return started(launch, memory, data, words);
  }

  /// Lets one start with these options, and end in order.
  private static void startAndEnd(List<String> options) {
    try {
      Path data = Files.createTempDirectory("parvis-first-");
      String url = "--database-url=" + TestDatabase.freshUrl();
      try (var first = started(Launch.ORDINARY, options, data, "start", "--port=0", url)) {
        first.address();
      }
      Leftovers.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ParvisProcess started(
      Launch launch, List<String> options, Path data, String... words) {
    List<String> command = new ArrayList<>(launch.before());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true");
    command.add("-Dparvis.passwords=light");
    command.add("-Dparvis.postgres.programs=" + launch.programs());
    command.addAll(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    command.addAll(options);
    command.addAll(List.of("-cp", launch.classPath(), "parvis.app.Main"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PARVIS_"));
    try {
      return new ParvisProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.startsWith(READY)) address.complete(line.substring(READY.length()));
        if (line.contains(SETUP)) setup.complete(line.substring(line.indexOf(SETUP)));
      }
    } catch (IOException e) {
      lines.add(e.toString());
    } finally {
      ended.complete(null);
      AssertionError over = new AssertionError(String.join("\n", lines));
      address.completeExceptionally(over);
      setup.completeExceptionally(over);
    }
  }

  /// Waits for the line an operator waits for; the address in it.
  public String address() {
    return within(address);
  }

  /// Waits for the link of the first start; its path.
  public String setupPath() {
    return within(setup);
  }

  /// Somebody who is not signed in, once it is ready.
  public Client stranger(HttpClient http) {
    return new Client(http, address(), "", "", "");
  }

  /// Waits for its end; everything that it said.
  public List<String> output() {
    within(ended);
    return List.copyOf(lines);
  }

  /// Waits for its end; its exit status.
  public int status() {
    within(process.onExit());
    return process.exitValue();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// What `kill` does, and waits for it. The last words are still heard, as they are not by
  /// `Process.destroy`.
  public void stop() {
    process.toHandle().destroy();
    within(process.onExit());
  }

  /// What `kill -9` does, and waits for it.
  public void kill() {
    process.destroyForcibly();
    within(process.onExit());
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      process.destroyForcibly();
    }
  }

  private <T> T within(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(String.join("\n", lines), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
