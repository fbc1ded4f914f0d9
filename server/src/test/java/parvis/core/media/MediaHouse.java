package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.harness.Leftovers;
import parvis.harness.Race;
import parvis.harness.TestDatabase;
import parvis.platform.blob.BlobStore;
import parvis.platform.db.Db;
import parvis.platform.http.Authenticator;
import parvis.platform.http.Call;
import parvis.platform.http.HttpServer;
import parvis.platform.http.HttpSettings;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// Media behind a server of its own, with people who are signed in by their names.
final class MediaHouse implements AutoCloseable {
  static final int BYTES_MAX = 1_000_000;
  static final int DAY_BYTES = 20_000_000;
  static final int DAY_UPLOADS = 100;
  static final int BYTES_TOTAL = 5_000_000;

  final Path folder = temporary();
  final HttpClient client = HttpClient.newHttpClient();
  final Db db = TestDatabase.fresh();
  final Media media;
  private final HttpServer server;

  MediaHouse() {
    this.media = media(db);
    this.server = serving(media.routes());
  }

  /// The media of this house by a way of its own to the database.
  Media media(Db db) {
    return new Media(
        db,
        new BlobStore(folder),
        new Media.Policy(
            BYTES_MAX,
            false,
            DAY_BYTES,
            DAY_UPLOADS,
            BYTES_TOTAL,
            Optional.empty(),
            folder.resolve("photographs")),
        new RateLimits(true, System::nanoTime),
        Clock.systemUTC(),
        System::nanoTime,
        new SecureRandom());
  }

  /// A server of some routes for the people of this house.
  static HttpServer serving(Routes routes) {
    return serving(routes, MediaHouse::authenticate);
  }

  static HttpServer serving(Routes routes, Authenticator authenticator) {
    HttpServer server =
        new HttpServer(
            HttpSettings.on("127.0.0.1", 0),
            List.of(routes),
            authenticator,
            new RateLimits(false, System::nanoTime),
            new SimpleMeterRegistry(),
            Clock.systemUTC(),
            new SecureRandom());
    server.start();
    return server;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("parvis-media-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    media.close();
    client.close();
    Leftovers.delete(folder);
  }

  int port() {
    return server.port();
  }

  private static Actor authenticate(String token, Call call) {
    return switch (token) {
      case "ada" -> actor("@ada:parvis.test", 1);
      case "bob" -> actor("@bob:parvis.test", 2);
      case "eve" -> actor("@eve:parvis.test", 3);
      case "zoe" -> actor("@zoe:parvis.test", 4);
      case "max" -> actor("@max:parvis.test", 5);
      default -> throw Refused.unknownToken(false);
    };
  }

  /// Whoever somebody says to be.
  static Actor anybody(String token, Call call) {
    return actor("@" + token + ":parvis.test", Math.abs((long) token.hashCode()));
  }

  private static Actor actor(String id, long nid) {
    return new Actor(UserId.parse(id).orElseThrow(), nid, "D", nid, nid, false);
  }

  HttpRequest.Builder as(String who, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + who);
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = as("bob", path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  String upload(byte[] bytes, String type, String query) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        send(
            as("ada", "/_matrix/media/v3/upload" + query)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(bytes)));
    assertThat(answer.statusCode()).isEqualTo(200);
    String uri = json(answer).string("content_uri").orElseThrow();
    assertThat(uri).startsWith("mxc://parvis.test/");
    return uri.substring("mxc://".length());
  }

  long files() throws IOException {
    AtomicLong files = new AtomicLong();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.incrementAndGet();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path gone, IOException why) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files.get();
  }

  /// Something of this house that comes to hold.
  @FunctionalInterface
  interface Holds {
    boolean now() throws IOException;
  }

  static void until(Holds condition) {
    Race.until(
        () -> {
          try {
            return condition.now();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  static JsonObject json(HttpResponse<byte[]> answer) {
    return (JsonObject) JsonReader.read(answer.body(), JsonLimits.REQUEST);
  }

  static void refused(HttpResponse<byte[]> answer, int status, String errcode) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).string("errcode")).hasValue(errcode);
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  static byte[] picture(int width, int height, boolean alpha, String format) throws IOException {
    int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(width, height, type), format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
