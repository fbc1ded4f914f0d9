package parvis.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Somebody who speaks to the server over HTTP, signed in or not.
public final class Client {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private final HttpClient http;
  private final String base;
  private final String user;
  private final String device;
  private final String token;

  Client(HttpClient http, String base, String user, String device, String token) {
    this.http = http;
    this.base = base;
    this.user = user;
    this.device = device;
    this.token = token;
  }

  /// The id of the one who is signed in, or an empty string.
  public String user() {
    return user;
  }

  public String device() {
    return device;
  }

  public String token() {
    return token;
  }

  /// The address of the server, without a slash at the end.
  public String base() {
    return base;
  }

  /// The same server with another session.
  public Client signedIn(String user, String device, String token) {
    return new Client(http, base, user, device, token);
  }

  /// A new account with the password of everyone, signed in.
  public Client register(String name) {
    JsonObject wish =
        JsonObject.of(
            "username",
            name,
            "password",
            World.PASSWORD,
            "auth",
            JsonObject.of("type", "m.login.dummy"));
    return signedIn(post("/_matrix/client/v3/register", wish).ok());
  }

  /// Another device of an account with the password of everyone.
  public Client signIn(String name) {
    JsonObject wish = proof(name, World.PASSWORD);
    return signedIn(post("/_matrix/client/v3/login", wish).ok());
  }

  /// The same device of an account once more, with the password of everyone.
  public Client signIn(String name, String device) {
    JsonObject wish = proof(name, World.PASSWORD).with("device_id", device);
    return signedIn(post("/_matrix/client/v3/login", wish).ok());
  }

  /// What signs somebody in, and proves that it is them.
  public static JsonObject proof(String user, String password) {
    return JsonObject.of(
        "type",
        "m.login.password",
        "identifier",
        JsonObject.of("type", "m.id.user", "user", user),
        "password",
        password);
  }

  private Client signedIn(Answer answer) {
    return signedIn(
        answer.string("user_id"), answer.string("device_id"), answer.string("access_token"));
  }

  /// The same session with the server at another address.
  public Client at(Client elsewhere) {
    return new Client(http, elsewhere.base, user, device, token);
  }

  /// A segment of a path, percent-encoded.
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public Answer get(String path) {
    return send(request(path).GET().build());
  }

  public Answer put(String path, JsonObject json) {
    return send("PUT", path, "application/json", JsonWriter.write(json));
  }

  public Answer post(String path, JsonObject json) {
    return send("POST", path, "application/json", JsonWriter.write(json));
  }

  public Answer delete(String path) {
    return send(request(path).DELETE().build());
  }

  public Answer options(String path) {
    return send(request(path).method("OPTIONS", BodyPublishers.noBody()).build());
  }

  /// Any method with any bytes.
  public Answer send(String method, String path, String contentType, byte[] body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofByteArray(body))
            .build());
  }

  /// A request whose answer may take its time.
  public CompletableFuture<Answer> later(String path) {
    return http.sendAsync(request(path).GET().build(), BodyHandlers.ofByteArray())
        .thenApply(Client::answer);
  }

  /// A request of this session, for who needs headers of their own.
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
    return request;
  }

  public Answer send(HttpRequest request) {
    try {
      return answer(http.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }
}
