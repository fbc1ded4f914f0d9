package parvis.conformance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A "homeserver" that answers every request with the number of its starts and what it was told.
final class Toy {
  private Toy() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("HS_CLIENT_PORT"));
    int starts = started();
    HttpServer server = HttpServer.create(new InetSocketAddress(System.getenv("HS_IP"), port), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = said(starts).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    System.out.println("up for the " + starts + ". time");
  }

  private static String said(int starts) throws IOException {
    Path hosts = Path.of(System.getenv("HS_RESOLVER").isEmpty() ? env("HS_HOSTS") : "/etc/hosts");
    return String.join(
        "\n",
        "starts " + starts,
        "name " + env("SERVER_NAME"),
        "database " + env("PGDATABASE"),
        "certificate " + Files.exists(Path.of(env("HS_TLS_CERT"))),
        "registration " + Files.exists(Path.of(env("HS_APPSERVICES"), "bridge.yaml")),
        "stranger " + System.getenv("STRANGER"),
        Files.readString(hosts));
  }

  private static String env(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  private static int started() throws IOException {
    Path file = Path.of(env("HS_DATA"), "starts");
    int starts = Files.exists(file) ? Integer.parseInt(Files.readString(file)) + 1 : 1;
    Files.writeString(file, Integer.toString(starts));
    return starts;
  }
}
