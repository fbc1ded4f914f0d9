package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.media.MediaHouse.refused;
import static parvis.core.media.MediaHouse.text;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Leftovers;
import parvis.harness.Photograph;
import parvis.platform.http.HttpServer;

/// Photographs of telephones, read by the program that reads them on servers.
final class PhotographsTest {
  private static final int BYTES_MAX = 100_000;
  private static final int WAIT_SECONDS = 20;
  private static final Duration LONG = Duration.ofSeconds(WAIT_SECONDS);
  private static final byte[] HEIC = Photograph.heic(400, 200);

  /// Where nobody, as whom the program runs when the tests are root's, may pass.
  private static final Path FOLDER = folder();

  @AutoClose private static final HttpClient client = HttpClient.newHttpClient();

  @AutoClose
  private static final HttpServer real =
      serving(new Converter(Photograph.converter(), FOLDER, LONG));

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("parvis-photographs-");
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer serving(Converter converter) {
    return MediaHouse.serving(new Photographs(BYTES_MAX, Optional.of(converter)).routes());
  }

  private static HttpServer serving(Path script, Duration timeMax) {
    return serving(new Converter(script, FOLDER, timeMax));
  }

  private static HttpRequest request(HttpServer server, String who, byte[] bytes) {
    URI at = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/photographs");
    return HttpRequest.newBuilder(at)
        .header("Authorization", "Bearer " + who)
        .POST(BodyPublishers.ofByteArray(bytes))
        .build();
  }

  private static HttpResponse<byte[]> post(HttpServer server, String who, byte[] bytes)
      throws IOException, InterruptedException {
    return client.send(request(server, who, bytes), BodyHandlers.ofByteArray());
  }

  private static BufferedImage picture(HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.statusCode())
        .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    assertThat(MediaHouse.header(answer, "Content-Type")).isEqualTo("image/jpeg");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  private static boolean isYellow(BufferedImage image, int x, int y) {
    return new Color(image.getRGB(x, y)).getRed() > 200;
  }

  private static Path script(String name, String... lines) throws IOException {
    Path script = FOLDER.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Stream<Path> working() throws IOException {
    return Files.list(FOLDER).filter(Files::isDirectory);
  }

  @FunctionalInterface
  private interface Holds {
    boolean now() throws IOException;
  }

  private static void until(Holds condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.now()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /// Whatever came of it, nothing is left.
  @AfterEach
  void nothingIsLeft() throws IOException {
    try (Stream<Path> left = working()) {
      assertThat(left).isEmpty();
    }
  }

  @AfterAll
  static void leave() throws IOException {
    Leftovers.delete(FOLDER);
  }

  @Test
  void aPhotographBecomesAPictureThatDoesNotSayWhereItWasTaken() throws Exception {
    assertThat(Photograph.find(HEIC, "Exif")).isPositive();
    HttpResponse<byte[]> answer = post(real, "ada", HEIC);
    BufferedImage picture = picture(answer);
    assertThat(picture.getWidth()).isEqualTo(400);
    assertThat(picture.getHeight()).isEqualTo(200);
    assertThat(isYellow(picture, 20, 100)).isTrue();
    assertThat(isYellow(picture, 380, 100)).isFalse();
    assertThat(Photograph.find(answer.body(), "Exif")).isNegative();
    assertThat(MediaHouse.header(answer, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aPhotographThatWasTakenUprightStandsUpright() throws Exception {
    BufferedImage picture = picture(post(real, "ada", Photograph.turned(HEIC, 3)));
    assertThat(picture.getWidth()).isEqualTo(200);
    assertThat(picture.getHeight()).isEqualTo(400);
    assertThat(isYellow(picture, 100, 20)).isTrue();
    assertThat(isYellow(picture, 100, 380)).isFalse();
  }

  @Test
  void whatIsNoPhotographIsNotReadWhateverItIsCalled() throws Exception {
    byte[] broken = Arrays.copyOf(HEIC, HEIC.length / 2);
    byte[] still = HEIC.clone();
    System.arraycopy(text("avif"), 0, still, 8, 4);
    byte[] sizeless = HEIC.clone();
    System.arraycopy(text("xspe"), 0, sizeless, Photograph.find(HEIC, "ispe"), 4);
    for (byte[] none :
        new byte[][] {MediaHouse.picture(8, 8, false, "png"), new byte[0], broken, still, sizeless})
      refused(post(real, "ada", none), 400, "M_UNKNOWN");
  }

  @Test
  void whatIsTooLargeIsNotRead() throws Exception {
    refused(post(real, "ada", new byte[BYTES_MAX + 1]), 413, "M_TOO_LARGE");
    refused(post(real, "ada", Photograph.claiming(HEIC, 8_001, 8_000)), 413, "M_TOO_LARGE");
    refused(post(real, "ada", Photograph.claiming(HEIC, -1, -1)), 413, "M_TOO_LARGE");
  }

  @Test
  void theProgramIsToldNothingAndHasLittle() throws Exception {
    Files.write(FOLDER.resolve("made.jpg"), MediaHouse.picture(8, 8, false, "jpeg"));
    Path script =
        script(
            "told",
            "[ \"$*\" = '-q 90 in.heic out.jpg' ] || exit 1",
            "[ -z \"$HOME$USER$JAVA_HOME\" ] || exit 2",
            "[ \"$(ulimit -v)\" = 1048576 ] || exit 3",
            "[ \"$(id -u)\" != 0 ] || exit 4",
            "[ \"$(ls)\" = in.heic ] || exit 5",
            "cp " + FOLDER.resolve("made.jpg") + " out.jpg");
    try (HttpServer server = serving(script, LONG)) {
      assertThat(picture(post(server, "ada", HEIC)).getWidth()).isEqualTo(8);
    }
  }

  @Test
  void whatTheProgramMakesIsNotBelieved() throws Exception {
    Path secret =
        Files.write(FOLDER.resolve("elsewhere.jpg"), MediaHouse.picture(8, 8, false, "jpeg"));
    Path png = Files.write(FOLDER.resolve("made.png"), MediaHouse.picture(8, 8, false, "png"));
    for (String last :
        new String[] {
          "ln -s " + secret + " out.jpg", "cp " + png + " out.jpg", "mkdir -p out.jpg/in", "true"
        }) {
      try (HttpServer server = serving(script("makes", last), LONG)) {
        refused(post(server, "ada", HEIC), 400, "M_UNKNOWN");
      }
    }
  }

  @Test
  void whoeverTakesTooLongIsEndedWithWhatTheyBegan() throws Exception {
    Path waited = Files.createFile(FOLDER.resolve("waited"));
    Path script = script("slow", "tail -f " + waited + " &", "wait");
    try (HttpServer server = serving(script, Duration.ofMillis(500))) {
      refused(post(server, "ada", HEIC), 400, "M_UNKNOWN");
    }
    until(
        () ->
            ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .noneMatch(line -> line.contains(waited.toString())));
  }

  @Test
  void onePersonHasOnePhotographWorkedAtAndAllTogetherFew() throws Exception {
    Path go = FOLDER.resolve("go");
    Files.write(FOLDER.resolve("made.jpg"), MediaHouse.picture(8, 8, false, "jpeg"));
    String made = "cp " + FOLDER.resolve("made.jpg") + " out.jpg";
    Path script =
        script("held", "touch begun", "until [ -e " + go + " ]; do sleep 0.02; done", made);
    try (HttpServer server = serving(script, LONG)) {
      var first = later(server, "ada");
      var second = later(server, "bob");
      until(() -> begun() == 2);
      var third = later(server, "eve");
      until(
          () -> {
            try (Stream<Path> all = working()) {
              return all.count() == 3;
            }
          });
      refused(post(server, "ada", HEIC), 429, "M_LIMIT_EXCEEDED");
      assertThat(begun()).isEqualTo(Photographs.AT_ONCE_MAX);
      Files.createFile(go);
      for (var one : new CompletableFuture<?>[] {first, second, third}) {
        assertThat(((HttpResponse<?>) one.get(WAIT_SECONDS, TimeUnit.SECONDS)).statusCode())
            .isEqualTo(200);
      }
      assertThat(post(server, "ada", HEIC).statusCode()).isEqualTo(200);
    }
  }

  private static CompletableFuture<HttpResponse<byte[]>> later(HttpServer server, String who) {
    return client.sendAsync(request(server, who, HEIC), BodyHandlers.ofByteArray());
  }

  private static long begun() throws IOException {
    try (Stream<Path> all = working()) {
      return all.filter(folder -> Files.exists(folder.resolve("begun"))).count();
    }
  }

  @Test
  void whereNoProgramIsNothingIsReadAndClientsAreToldSo() throws Exception {
    try (MediaHouse house = new MediaHouse()) {
      HttpRequest.Builder asked =
          house.as("ada", "/api/v1/photographs").POST(BodyPublishers.ofByteArray(HEIC));
      refused(house.send(asked), 404, "M_NOT_FOUND");
      var told = MediaHouse.json(house.get("/_matrix/client/v1/media/config"));
      assertThat(told.bool("fr.parvis.photographs")).hasValue(false);
    }
  }
}
