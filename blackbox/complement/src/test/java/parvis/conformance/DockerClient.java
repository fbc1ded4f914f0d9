package parvis.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonValue;

/// Speaks with an engine as Docker's own client does.
final class DockerClient {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private final HttpClient http = HttpClient.newHttpClient();
  private final String engine;

  DockerClient(Engine engine) {
    this.engine = engine.address().replace("tcp:", "http:") + "/v1.51";
  }

  HttpResponse<byte[]> call(String method, String path, byte[] body) {
    return answer(
        HttpRequest.newBuilder(URI.create(engine + path))
            .method(method, BodyPublishers.ofByteArray(body))
            .build());
  }

  int status(String method, String path) {
    return call(method, path, new byte[0]).statusCode();
  }

  JsonValue json(String method, String path, JsonObject body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return JsonReader.read(call(method, path, bytes).body(), JsonLimits.REQUEST);
  }

  JsonValue get(String path) {
    return JsonReader.read(call("GET", path, new byte[0]).body(), JsonLimits.REQUEST);
  }

  /// `?filters=` for one label.
  static String labelled(String label) {
    String filters = "{\"label\":{\"" + label + "\":true}}";
    return "?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8);
  }

  String network(String name) {
    JsonObject body = JsonObject.of("Name", name, "Labels", JsonObject.of("of", name));
    return ((JsonObject) json("POST", "/networks/create", body)).string("Id").orElseThrow();
  }

  JsonObject create(String name, String image, String network, String alias) {
    JsonObject endpoint = JsonObject.of("Aliases", java.util.List.of(alias));
    JsonObject body =
        JsonObject.of(
            "Image",
            image,
            "Env",
            java.util.List.of("SERVER_NAME=" + alias),
            "Labels",
            JsonObject.of("of", network, "named", name),
            "HostConfig",
            JsonObject.of("ExtraHosts", java.util.List.of("outside.test:host-gateway")),
            "NetworkingConfig",
            JsonObject.of("EndpointsConfig", JsonObject.of(network, endpoint)));
    return (JsonObject) json("POST", "/containers/create?name=" + name, body);
  }

  JsonObject inspect(String container) {
    return (JsonObject) get("/containers/" + container + "/json");
  }

  /// The address at which a port of the container was published.
  String published(String container, int port) {
    JsonObject ports =
        inspect(container).object("NetworkSettings").orElseThrow().object("Ports").orElseThrow();
    JsonObject first = ports.array(port + "/tcp").orElseThrow().objects().getFirst();
    return "http://127.0.0.1:" + first.string("HostPort").orElseThrow();
  }

  /// What the container answers, as soon as it does.
  String said(String container) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(published(container, Container.CLIENT_PORT))).build();
    long end = System.nanoTime() + ANSWER_MAX.toNanos();
    while (System.nanoTime() < end) {
      try {
        return new String(
            http.send(request, BodyHandlers.ofByteArray()).body(), StandardCharsets.UTF_8);
      } catch (IOException notYet) {
        Thread.onSpinWait();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("the container does not answer");
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
