package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.media.MediaHouse.refused;
import static parvis.core.media.MediaHouse.text;
import static parvis.core.media.MediaHouse.until;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
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
  private static final int SLOW_BYTES = 4_096;
  private static final int LARGE_BYTES = 30_000_000;
  private static final Duration LONG = Duration.ofSeconds(WAIT_SECONDS);
  private static final byte[] HEIC = Photograph.heic(400, 200);

  /// Where nobody, as whom the program runs when the tests are root's, may pass.
  private static final Path FOLDER = folder();

  @AutoClose private static final HttpClient client = HttpClient.newHttpClient();

  @AutoClose
  private static final HttpServer real =
      serving(new Converter(Photograph.converter(), FOLDER, LONG, true), System::nanoTime);

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("parvis-photographs-");
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer serving(Converter converter, LongSupplier nanos) {
    return MediaHouse.serving(new Photographs(BYTES_MAX, Optional.of(converter), nanos).routes());
  }

  private static HttpServer serving(Path script, Duration timeMax) {
    return serving(new Converter(script, FOLDER, timeMax, false), System::nanoTime);
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
  void whateverTakesTooLongIsEndedWithWhatItBeganAndMayBeAskedAgain() throws Exception {
    Path waited = Files.createFile(FOLDER.resolve("waited"));
    Path script = script("slow", "tail -f " + waited + " &", "wait");
    try (HttpServer server = serving(script, Duration.ofMillis(500))) {
      HttpResponse<byte[]> late = post(server, "ada", HEIC);
      refused(late, 503, "M_UNKNOWN");
      assertThat(MediaHouse.header(late, "Retry-After")).isNotEmpty();
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
      return all.filter(folder -> Files.exists(folder.resolve("work/begun"))).count();
    }
  }

  /// Somebody who asks for a picture of many bytes and takes the first of them.
  private static Socket slowTaker(HttpServer server, String who) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SLOW_BYTES);
    socket.setSoTimeout(WAIT_SECONDS * 1_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    String head =
        "POST /api/v1/photographs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n";
    socket.getOutputStream().write(text(head.formatted(who, HEIC.length)));
    socket.getOutputStream().write(HEIC);
    byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200");
    return socket;
  }

  /// What makes a picture of more bytes than what is between two programs holds.
  private static Path large() throws IOException {
    Path made = FOLDER.resolve("large.jpg");
    byte[] picture = MediaHouse.picture(8, 8, false, "jpeg");
    Files.write(made, Arrays.copyOf(picture, LARGE_BYTES));
    return script("large", "cp " + made + " out.jpg");
  }

  @Test
  void whoDoesNotTakeTheirPictureHoldsNothingButTheirOwnTurn() throws Exception {
    try (HttpServer server = serving(large(), LONG)) {
      try (Socket slow = slowTaker(server, "ada")) {
        refused(post(server, "ada", HEIC), 429, "M_LIMIT_EXCEEDED");
        assertThat(picture(post(server, "bob", HEIC)).getWidth()).isEqualTo(8);
        nothingIsLeft();
        assertThat(slow.isClosed()).isFalse();
      }
      until(() -> answered(server, "ada"));
    }
  }

  private static boolean answered(HttpServer server, String who) throws IOException {
    try {
      return post(server, who, HEIC).statusCode() == 200;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoTakesTheirPictureForTooLongMakesRoom() throws Exception {
    AtomicLong now = new AtomicLong();
    Converter converter = new Converter(large(), FOLDER, LONG, false);
    try (HttpServer server = serving(converter, now::get);
        Socket slow = slowTaker(server, "ada")) {
      now.addAndGet(Photographs.TAKING_MAX.toNanos());
      refused(post(server, "ada", HEIC), 429, "M_LIMIT_EXCEEDED");
      now.incrementAndGet();
      assertThat(picture(post(server, "ada", HEIC)).getWidth()).isEqualTo(8);
      assertThat(rest(slow)).isLessThan(LARGE_BYTES);
    }
  }

  /// What still comes, until it is broken off.
  private static long rest(Socket socket) throws IOException {
    byte[] chunk = new byte[SLOW_BYTES];
    long got = 0;
    try {
      for (int n = 0; n >= 0; n = socket.getInputStream().read(chunk)) got += n;
    } catch (SocketException broken) {
      return got;
    }
    return got;
  }

  @Test
  void allTogetherBringOnlySoManyPhotographs() throws Exception {
    long waiting = Photographs.TOGETHER_MAX;
    Photographs photographs =
        new Photographs(
            BYTES_MAX,
            Optional.of(new Converter(Photograph.converter(), FOLDER, LONG, true)),
            System::nanoTime);
    try (HttpServer server = MediaHouse.serving(photographs.routes(), MediaHouse::anybody)) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < waiting; i++) slow.add(slowSender(server, "somebody" + i));
      until(() -> works() == waiting);
      refused(post(server, "ada", HEIC), 503, "M_UNKNOWN");
      slow.getFirst().close();
      until(() -> answered(server, "ada"));
      for (Socket one : slow) one.close();
      until(() -> works() == 0);
    }
  }

  /// Somebody who says that they send a photograph, and does not.
  private static Socket slowSender(HttpServer server, String who) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    String head =
        "POST /api/v1/photographs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 9\r\n\r\n";
    socket.getOutputStream().write(text(head.formatted(who)));
    return socket;
  }

  private static long works() throws IOException {
    try (Stream<Path> all = working()) {
      return all.count();
    }
  }

  @Test
  void whatAServerLeftThatWasEndedIsRemovedAtStart() throws Exception {
    Path left = Files.createDirectories(FOLDER.resolve("photograph-1/work"));
    Files.write(left.resolve("in.heic"), HEIC);
    assertThat(works()).isEqualTo(1);
    assertThat(new Converter(Photograph.converter(), FOLDER, LONG, true).canBeApart())
        .as("the tests need a machine on which unshare of util-linux shuts a program off")
        .isTrue();
    assertThat(works()).isZero();
  }

  /// What it would find is there, and a server listens.
  @Test
  void aProgramThatIsApartSeesAndReachesNothing() throws Exception {
    Path secret = Files.write(FOLDER.resolve("master.key"), text("secret"));
    String reach = "exec 3<>/dev/tcp/127.0.0.1/" + real.port();
    String looks =
        String.join(
            " && ",
            "[ ! -e " + secret + " ]",
            "[ ! -e /proc/1 ]",
            "[ ! -e /tmp ]",
            "[ ! -e /etc/passwd ]",
            "[ \"$(ls /work)\" = in.heic ]",
            "! (" + reach + ")",
            "! touch /usr/x");
    Converter apart = new Converter(Photograph.converter(), FOLDER, LONG, true);
    assertThat(apart.runs(List.of("bash", "-c", looks))).isTrue();
    Converter beside = new Converter(Photograph.converter(), FOLDER, LONG, false);
    assertThat(beside.runs(List.of("bash", "-c", reach))).isTrue();
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
