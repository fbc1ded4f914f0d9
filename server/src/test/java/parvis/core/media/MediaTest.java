package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
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
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.harness.TestDatabase;
import parvis.platform.blob.BlobStore;
import parvis.platform.db.Db;
import parvis.platform.http.Call;
import parvis.platform.http.HttpServer;
import parvis.platform.http.HttpSettings;
import parvis.platform.http.RateLimits;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

final class MediaTest {
  private static final int BYTES_MAX = 1_000_000;
  private static final int DAY_BYTES = 20_000_000;
  private static final int DAY_UPLOADS = 100;
  private static final int WAIT_SECONDS = 20;
  private static final int BYTES_TOTAL = 5_000_000;

  /// A WebP picture of 8 by 8 pixels.
  private static final String WEBP =
      "UklGRjgAAABXRUJQVlA4ICwAAACwAQCdASoIAAgAAkA4JZQCdAD0YAD++g2p/ajHA8kYpu92XYqvcEEF2AAA";

  @TempDir static Path folder;

  private static HttpClient client;
  private static Db db;
  private static Media media;
  private static HttpServer server;

  @BeforeAll
  static void start() {
    client = HttpClient.newHttpClient();
    db = TestDatabase.fresh();
    media =
        new Media(
            db,
            new BlobStore(folder),
            new Media.Policy(BYTES_MAX, false, DAY_BYTES, DAY_UPLOADS, BYTES_TOTAL),
            new RateLimits(true, System::nanoTime),
            Clock.systemUTC(),
            System::nanoTime,
            new SecureRandom());
    server =
        new HttpServer(
            HttpSettings.on("127.0.0.1", 0),
            List.of(media.routes()),
            MediaTest::authenticate,
            new RateLimits(false, System::nanoTime),
            new SimpleMeterRegistry(),
            Clock.systemUTC(),
            new SecureRandom());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    media.close();
    client.close();
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

  private static Actor actor(String id, long nid) {
    return new Actor(UserId.parse(id).orElseThrow(), nid, "D", nid, nid, false);
  }

  private static HttpRequest.Builder as(String who, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + who);
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = as("bob", path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private static JsonObject json(HttpResponse<byte[]> answer) {
    return (JsonObject) JsonReader.read(answer.body(), JsonLimits.REQUEST);
  }

  private static void refused(HttpResponse<byte[]> answer, int status, String errcode) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).string("errcode")).hasValue(errcode);
  }

  private static String upload(byte[] bytes, String type, String query)
      throws IOException, InterruptedException {
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

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static byte[] picture(int width, int height, boolean alpha, String format)
      throws IOException {
    int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(width, height, type), format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static long files() throws IOException {
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

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void oneAccountDownloadsOnlySoMuchInADay() throws IOException, InterruptedException {
    byte[] large = new byte[BYTES_MAX];
    String path = "/_matrix/client/v1/media/download/" + upload(large, "video/mp4", "");
    int given = 0;
    while (given <= DAY_BYTES / BYTES_MAX && send(as("eve", path)).statusCode() == 200) given++;
    assertThat(given).isEqualTo(DAY_BYTES / BYTES_MAX);
    HttpResponse<byte[]> late = send(as("eve", path));
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(json(late).string("errcode")).contains("M_LIMIT_EXCEEDED");
    assertThat(send(as("bob", path)).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsUploadedComesBackAsItWas() throws Exception {
    String id = upload(text("Bonjour"), "text/plain", "?filename=lettre.txt");
    HttpResponse<byte[]> answer = get("/_matrix/client/v1/media/download/" + id);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(text("Bonjour"));
    assertThat(header(answer, "Content-Type")).isEqualTo("text/plain");
    assertThat(header(answer, "Content-Disposition")).isEqualTo("inline; filename=\"lettre.txt\"");
    assertThat(header(answer, "Content-Security-Policy")).startsWith("sandbox; default-src 'none'");
    assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    String id = upload(new byte[0], "application/pdf", "");
    HttpResponse<byte[]> answer = get("/_matrix/client/v1/media/download/" + id);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment");
  }

  @Test
  void aPageIsSavedAndNeverShown() throws Exception {
    String id = upload(text("<script>"), "text/html; charset=utf-8", "?filename=a.html");
    HttpResponse<byte[]> answer = get("/_matrix/client/v1/media/download/" + id);
    assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; filename=\"a.html\"");
    HttpResponse<byte[]> named = get("/_matrix/client/v1/media/download/" + id + "/b%22%0A%C3%A9");
    assertThat(header(named, "Content-Disposition"))
        .isEqualTo("attachment; filename*=UTF-8''b%22%0A%C3%A9");
  }

  @Test
  void aTypeThatIsNoneBecomesBytes() throws Exception {
    String id = upload(text("x"), "not a type", "");
    HttpResponse<byte[]> answer = get("/_matrix/client/v1/media/download/" + id);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
  }

  @Test
  void aRangeIsGivenWhereOneIsAskedFor() throws Exception {
    String path =
        "/_matrix/client/v1/media/download/" + upload(text("0123456789"), "video/mp4", "");
    HttpResponse<byte[]> middle = get(path, "Range", "bytes=2-4");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo(text("234"));
    assertThat(header(middle, "Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(get(path, "Range", "bytes=7-").body()).isEqualTo(text("789"));
    assertThat(get(path, "Range", "bytes=-2").body()).isEqualTo(text("89"));
    HttpResponse<byte[]> outside = get(path, "Range", "bytes=10-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(header(outside, "Content-Range")).isEqualTo("bytes */10");
    assertThat(get(path, "Range", "bytes=5-2").statusCode()).isEqualTo(200);
    assertThat(get(path, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
    String tag = header(middle, "ETag");
    assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void anUploadOverTheLimitIsCutAndLeavesNoFile() throws Exception {
    long before = files();
    byte[] tooMuch = new byte[BYTES_MAX + 1];
    refused(
        send(as("ada", "/_matrix/media/v3/upload").POST(BodyPublishers.ofByteArray(tooMuch))),
        413,
        "M_TOO_LARGE");
    HttpRequest.BodyPublisher unknownLength =
        BodyPublishers.ofInputStream(
            () ->
                new SequenceInputStream(
                    new ByteArrayInputStream(tooMuch), InputStream.nullInputStream()));
    refused(send(as("ada", "/_matrix/media/v3/upload").POST(unknownLength)), 413, "M_TOO_LARGE");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void anUploadThatBreaksOffLeavesNoFile() throws Exception {
    long before = files();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head =
          "POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ada\r\n"
              + "Content-Length: 100000\r\n\r\n";
      socket.getOutputStream().write(text(head));
      socket.getOutputStream().write(new byte[50_000]);
      socket.getOutputStream().flush();
      while (files() == before) {
        Thread.onSpinWait();
      }
    }
    while (files() != before) {
      Thread.onSpinWait();
    }
  }

  private static HttpResponse<byte[]> post(String who, byte[] bytes)
      throws IOException, InterruptedException {
    return send(as(who, "/_matrix/media/v3/upload").POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static String announced(String who) throws IOException, InterruptedException {
    var created = send(as(who, "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    return json(created).string("content_uri").orElseThrow().substring("mxc://".length());
  }

  private static long used(long uploader) {
    return db.read(
            tx ->
                tx.first(
                    row -> row.number("bytes"),
                    "select bytes from media_use where \"user\" = ?",
                    uploader))
        .orElse(0L);
  }

  /// Both have been let in; the one that ends later finds the address taken.
  @Test
  void whoLosesTheRaceForAnAnnouncedAddressLeavesNoFile() throws Exception {
    String path = "/_matrix/media/v3/upload/" + announced("max");
    long before = files();
    long usedBefore = used(5);
    byte[] fast = text("the fast one");
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      slow.setSoTimeout(WAIT_SECONDS * 1_000);
      String head =
          " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer max\r\nContent-Length: 12\r\n\r\n";
      slow.getOutputStream().write(text("PUT " + path + head + "the slow"));
      until(() -> files() == before + 1);
      assertThat(send(as("max", path).PUT(BodyPublishers.ofByteArray(fast))).statusCode())
          .isEqualTo(200);
      slow.getOutputStream().write(text(" one"));
      byte[] late = slow.getInputStream().readNBytes("HTTP/1.1 409".length());
      assertThat(new String(late, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 409");
    }
    until(() -> files() == before + 1);
    assertThat(files()).isEqualTo(before + 1);
    assertThat(used(5)).isEqualTo(usedBefore + fast.length);
    String download = path.replace("/_matrix/media/v3/upload", "/_matrix/client/v1/media/download");
    assertThat(get(download).body()).isEqualTo(fast);
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

  @Test
  void anUploadThatTheDatabaseRefusesLeavesNoFileAndTakesNoRoom() throws Exception {
    String rule = "alter table media add constraint refused check (content_type <> 'text/refused')";
    db.write(tx -> tx.run(rule));
    byte[] bytes = text("nobody keeps this");
    long before = files();
    long usedBefore = used(5);
    var wish = as("max", "/_matrix/media/v3/upload").header("Content-Type", "text/refused");
    assertThat(send(wish.POST(BodyPublishers.ofByteArray(bytes))).statusCode()).isEqualTo(500);
    assertThat(files()).isEqualTo(before);
    assertThat(used(5)).isEqualTo(usedBefore);
    assertThat(post("max", bytes).statusCode()).isEqualTo(200);
    wish = as("max", "/_matrix/media/v3/upload").header("Content-Type", "text/refused");
    assertThat(send(wish.POST(BodyPublishers.ofByteArray(bytes))).statusCode()).isEqualTo(500);
    assertThat(files()).isEqualTo(before + 1);
  }

  @Test
  void oneAccountUploadsOnlySoManyFilesInADay() throws Exception {
    for (int i = 0; i < DAY_UPLOADS; i++) {
      assertThat(post("zoe", text("z")).statusCode()).isEqualTo(200);
    }
    HttpResponse<byte[]> late = post("zoe", text("late"));
    refused(late, 429, "M_LIMIT_EXCEEDED");
    assertThat(json(late).integer("retry_after_ms")).isPresent();
    assertThat(post("max", text("another")).statusCode()).isEqualTo(200);
  }

  /// Also when the uploads come at once, and when none says how long it is.
  @Test
  void oneAccountUploadsOnlySoMuchInAll() throws Exception {
    int size = BYTES_MAX / 2;
    var asked = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
    for (int i = 0; i < 2 * BYTES_TOTAL / size; i++) {
      byte[] bytes = new byte[size];
      bytes[0] = (byte) i;
      var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
      var wish = as("eve", "/_matrix/media/v3/upload").POST(body).build();
      asked.add(client.sendAsync(wish, BodyHandlers.ofByteArray()));
    }
    int kept = 0;
    for (var upload : asked) {
      var answer = upload.get(WAIT_SECONDS, TimeUnit.SECONDS);
      if (answer.statusCode() == 200) kept++;
      else refused(answer, 403, "M_FORBIDDEN");
    }
    assertThat(kept).isEqualTo(BYTES_TOTAL / size);
    assertThat(used(3)).isEqualTo(BYTES_TOTAL);
    long before = files();
    refused(post("eve", text("one more")), 403, "M_FORBIDDEN");
    String put = "/_matrix/media/v3/upload/" + announced("eve");
    refused(send(as("eve", put).PUT(BodyPublishers.ofString("x"))), 403, "M_FORBIDDEN");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aFileThatIsMissingIsNotFoundAndCounted() throws Exception {
    byte[] bytes = picture(77, 77, false, "png");
    String id = upload(bytes, "image/png", "");
    String download = "/_matrix/client/v1/media/download/" + id;
    String thumbnail = "/_matrix/client/v1/media/thumbnail/" + id + "?width=32&height=32";
    assertThat(get(thumbnail).statusCode()).isEqualTo(200);
    Files.delete(file("select thumbnail_hash as hash from thumbnail where hash = ?", bytes));
    assertThat(get(thumbnail).statusCode()).isEqualTo(200);
    Files.delete(file("select hash from media where hash = ?", bytes));
    long before = media.missing();
    refused(get(download), 404, "M_NOT_FOUND");
    refused(get(thumbnail + "0"), 404, "M_NOT_FOUND");
    assertThat(media.missing()).isEqualTo(before + 2);
  }

  private static Path file(String sql, byte[] bytes) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    var own = HexFormat.of().formatHex(digest);
    var hash = db.read(tx -> tx.first(row -> row.text("hash"), sql, own)).orElseThrow();
    return folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
  }

  @Test
  void anAnnouncedAddressWaitsForItsBytes() throws Exception {
    HttpResponse<byte[]> created =
        send(as("ada", "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    assertThat(created.statusCode()).isEqualTo(200);
    assertThat(json(created).integer("unused_expires_at")).isPresent();
    String id = json(created).string("content_uri").orElseThrow().substring("mxc://".length());
    String download = "/_matrix/client/v1/media/download/" + id;
    String put = "/_matrix/media/v3/upload/" + id;
    refused(get(download + "?timeout_ms=1"), 504, "M_NOT_YET_UPLOADED");
    CompletableFuture<HttpResponse<byte[]>> waiting =
        client.sendAsync(as("bob", download).build(), BodyHandlers.ofByteArray());
    HttpRequest.BodyPublisher bytes = BodyPublishers.ofString("at last");
    refused(send(as("bob", put).PUT(bytes)), 403, "M_FORBIDDEN");
    assertThat(send(as("ada", put).PUT(bytes)).statusCode()).isEqualTo(200);
    assertThat(waiting.get().body()).isEqualTo(text("at last"));
    refused(send(as("ada", put).PUT(bytes)), 409, "M_CANNOT_OVERWRITE_MEDIA");
    refused(send(as("ada", put + "x").PUT(bytes)), 404, "M_NOT_FOUND");
  }

  @Test
  void announcementsAreCounted() throws Exception {
    HttpResponse<byte[]> last = null;
    for (int i = 0; i <= Media.ANNOUNCED_MAX; i++) {
      last = send(as("bob", "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    }
    assertThat(last).isNotNull();
    refused(last, 429, "M_LIMIT_EXCEEDED");
    assertThat(json(last).integer("retry_after_ms")).isPresent();
    run(
        "insert into media (server, media_id, uploader, created_ms, expires_ms)"
            + " values ('parvis.test', 'over', 2, 1, 2)");
    refused(
        send(as("bob", "/_matrix/media/v1/create").POST(BodyPublishers.noBody())),
        429,
        "M_LIMIT_EXCEEDED");
    assertThat(announcements("media_id = 'over'")).isEqualTo(1);
    run(
        "update media set expires_ms = 3 where media_id ="
            + " (select min(media_id) from media where uploader = 2 and expires_ms > 9)");
    last = send(as("bob", "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(announcements("expires_ms < 9")).isZero();
  }

  private static void run(String sql) {
    int changed = db.write(tx -> tx.run(sql));
    assertThat(changed).isEqualTo(1);
  }

  private static long announcements(String which) {
    String sql = "select count(*) as n from media where hash is null and ";
    return db.read(tx -> tx.first(row -> row.number("n"), sql + which)).orElseThrow();
  }

  @Test
  void thumbnailsFitOrCover() throws Exception {
    String id = upload(picture(1000, 500, false, "jpeg"), "image/jpeg", "");
    String path = "/_matrix/client/v1/media/thumbnail/" + id;
    BufferedImage scaled = drawn(get(path + "?width=300&height=200&method=scale"), "image/jpeg");
    assertThat(scaled.getWidth()).isEqualTo(320);
    assertThat(scaled.getHeight()).isEqualTo(160);
    BufferedImage cropped = drawn(get(path + "?width=32&height=32&method=crop"), "image/jpeg");
    assertThat(cropped.getWidth()).isEqualTo(32);
    assertThat(cropped.getHeight()).isEqualTo(32);
    HttpResponse<byte[]> again = get(path + "?width=32&height=32&method=crop");
    assertThat(header(again, "Content-Disposition"))
        .isEqualTo("inline; filename=\"thumbnail.jpg\"");
  }

  @Test
  void thumbnailsNeverGrowAndKeepTransparency() throws Exception {
    String id = upload(picture(40, 20, true, "png"), "image/png", "");
    String path = "/_matrix/client/v1/media/thumbnail/" + id + "?width=640&height=480";
    BufferedImage small = drawn(get(path), "image/png");
    assertThat(small.getWidth()).isEqualTo(40);
    assertThat(small.getHeight()).isEqualTo(20);
    String gif = upload(picture(50, 50, false, "gif"), "image/gif", "");
    HttpResponse<byte[]> answer =
        get("/_matrix/client/v1/media/thumbnail/" + gif + "?width=32&height=32&method=crop");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aWebpHasAThumbnail() throws Exception {
    String id = upload(Base64.getDecoder().decode(WEBP), "image/webp", "");
    HttpResponse<byte[]> answer =
        get("/_matrix/client/v1/media/thumbnail/" + id + "?width=32&height=32&method=scale");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNoPictureHasNoThumbnail() throws Exception {
    String ask = "?width=32&height=32&method=crop";
    String text = upload(text("a picture, truly"), "image/png", "");
    refused(get("/_matrix/client/v1/media/thumbnail/" + text + ask), 400, "M_UNKNOWN");
    byte[] broken = Arrays.copyOf(picture(100, 100, false, "png"), 60);
    String half = upload(broken, "image/png", "");
    refused(get("/_matrix/client/v1/media/thumbnail/" + half + ask), 400, "M_UNKNOWN");
    String fine = upload(picture(9, 9, false, "png"), "image/png", "");
    String path = "/_matrix/client/v1/media/thumbnail/" + fine;
    refused(get(path + "?width=32"), 400, "M_MISSING_PARAM");
    refused(get(path + "?width=-1&height=32"), 400, "M_INVALID_PARAM");
    refused(get(path + "?width=a&height=32"), 400, "M_INVALID_PARAM");
    refused(get(path + ask + "x"), 400, "M_INVALID_PARAM");
  }

  @Test
  void aPictureThatUnfoldsIsRefusedByItsHeader() throws Exception {
    byte[] bomb = picture(10, 10, false, "png");
    bomb[16] = 0;
    bomb[17] = 0;
    bomb[18] = (byte) 0xff;
    bomb[22] = (byte) 0xff;
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(bomb, 12, 17);
    java.nio.ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());
    String id = upload(bomb, "image/png", "");
    refused(
        get("/_matrix/client/v1/media/thumbnail/" + id + "?width=32&height=32"),
        413,
        "M_TOO_LARGE");
  }

  @Test
  void mediaIsForThoseWhoAreSignedIn() throws Exception {
    String id = upload(text("secret"), "text/plain", "");
    HttpRequest.Builder nobody =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:" + server.port() + "/_matrix/client/v1/media/download/" + id));
    refused(send(nobody), 401, "M_MISSING_TOKEN");
    refused(get("/_matrix/media/v3/download/" + id), 404, "M_NOT_FOUND");
    refused(get("/_matrix/media/v3/download/" + id + "/a"), 404, "M_NOT_FOUND");
    refused(get("/_matrix/media/v3/thumbnail/" + id + "?width=1&height=1"), 404, "M_NOT_FOUND");
    refused(get("/_matrix/client/v1/media/download/parvis.test/none"), 404, "M_NOT_FOUND");
    refused(get("/_matrix/client/v1/media/download/parvis.test/..%2f"), 404, "M_NOT_FOUND");
    for (String path : List.of("/_matrix/client/v1/media/config", "/_matrix/media/v3/config")) {
      assertThat(json(get(path)).integer("m.upload.size")).hasValue(BYTES_MAX);
    }
  }

  private static BufferedImage drawn(HttpResponse<byte[]> answer, String type) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }
}
