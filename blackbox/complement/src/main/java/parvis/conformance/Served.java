package parvis.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One homeserver of an image that runs by itself, outside any run of a suite: on 127.0.0.1,
/// without federation, with a PostgreSQL of its own.
record Served(Process process, Postgres postgres, URI address) implements AutoCloseable {
  private static final Duration READY_MAX = Duration.ofMinutes(2);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(200);

  /// Starts it in an empty folder and waits until it answers.
  static Served start(Launcher launcher, Workplace workplace, Postgres postgres, int port) {
    String database = "served";
    postgres.create(database);
    ProcessBuilder builder = new ProcessBuilder(launcher.script().toString(), "run");
    Map<String, String> environment = builder.environment();
    environment.putAll(postgres.environment(database));
    environment.put("SERVER_NAME", "localhost");
    environment.put("HS_IP", "127.0.0.1");
    environment.put("HS_CLIENT_PORT", Integer.toString(port));
    environment.put("HS_DATA", workplace.folder("data").toString());
    environment.put("HS_APPSERVICES", workplace.folder("appservices").toString());
    environment.put("HS_HOSTS", "/etc/hosts");
    environment.put("HS_RESOLVER", "");
    Path log = workplace.folder("logs").resolve("served.log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      URI address = URI.create("http://127.0.0.1:" + port);
      Served served = new Served(builder.start(), postgres, address);
      if (served.answers()) return served;
      served.close();
      throw new Conformance.Failed("The homeserver did not start, see " + log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    long end = System.nanoTime() + READY_MAX.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() - end < 0) {
        if (answered(client)) return true;
        process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean answered(HttpClient client) throws InterruptedException {
    HttpRequest versions =
        HttpRequest.newBuilder(address.resolve("/_matrix/client/versions"))
            .timeout(READY_MAX)
            .build();
    try {
      return client.send(versions, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// The processes that do its work, without those that descend from them.
  List<Long> processes() {
    return List.of(process.pid(), postgres.process());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    postgres.close();
  }
}
