package parvis.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import parvis.conformance.Call.Answer;
import parvis.conformance.Call.Route;

/// A server that answers like the Docker Engine, as far as a test suite for homeservers asks.
///
/// It was written from the requests that Docker's own client makes; a call that it does not know is
/// answered 404 and told.
final class Engine implements AutoCloseable {
  /// The version of the API that clients are told, in which they then speak.
  private static final String VERSION = "1.51";

  private final Containers containers;
  private final List<Route> routes = new ArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param launchers the folder with the scripts that images are made of
  Engine(
      Workplace workplace, Path launchers, Postgres postgres, Clock clock, RandomGenerator chance) {
    Networks networks = new Networks(workplace, chance);
    Images images = new Images(workplace, launchers, postgres, clock, chance);
    containers = new Containers(workplace, networks, images, postgres, chance);
    routes.add(new Route("GET", "/_ping", _ -> Answer.empty(200)));
    routes.add(new Route("HEAD", "/_ping", _ -> Answer.empty(200)));
    routes.addAll(networks.routes());
    routes.addAll(images.routes());
    routes.addAll(containers.routes());
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// What a client of Docker takes as `DOCKER_HOST`.
  String address() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  Swiftness swiftness() {
    return containers.swiftness();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Answer answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+/", "/");
    String asked = exchange.getRequestMethod() + " " + path;
    try {
      for (Route route : routes) {
        Optional<String> target = route.target(exchange.getRequestMethod(), path);
        if (target.isPresent()) return route.handler().answer(call(exchange, target.get()));
      }
      System.err.println("The engine does not know this call: " + asked);
      return Answer.refused(404, "page not found");
    } catch (Refusal refusal) {
      return Answer.refused(refusal.status(), String.valueOf(refusal.getMessage()));
    } catch (IOException | RuntimeException fault) {
      System.err.println("The engine failed at " + asked + ": " + fault);
      return Answer.refused(500, String.valueOf(fault.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.refused(500, "interrupted");
    }
  }

  private static Call call(HttpExchange exchange, String target) {
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    return new Call(target, query, exchange.getRequestBody());
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    exchange.getResponseHeaders().set("Api-Version", VERSION);
    exchange.getResponseHeaders().set("Ostype", "linux");
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    boolean empty = answer.body().length == 0;
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
    if (!empty) exchange.getResponseBody().write(answer.body());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    containers.close();
  }
}
