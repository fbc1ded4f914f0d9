package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.media.MediaHouse.json;
import static parvis.core.media.MediaHouse.refused;
import static parvis.core.media.MediaHouse.text;
import static parvis.core.media.MediaHouse.until;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;

/// What is uploaded, at once or to an address that was announced, and what is not kept.
final class UploadTest {
  private static final int WAIT_SECONDS = 20;

  @AutoClose private static final MediaHouse house = new MediaHouse();

  private static HttpResponse<byte[]> post(String who, byte[] bytes)
      throws IOException, InterruptedException {
    return house.send(
        house.as(who, "/_matrix/media/v3/upload").POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static String announced(String who) throws IOException, InterruptedException {
    var created =
        house.send(house.as(who, "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    return json(created).string("content_uri").orElseThrow().substring("mxc://".length());
  }

  private static long used(long uploader) {
    return house
        .db
        .read(
            tx ->
                tx.first(
                    row -> row.number("bytes"),
                    "select bytes from media_use where \"user\" = ?",
                    uploader))
        .orElse(0L);
  }

  @Test
  void anUploadOverTheLimitIsCutAndLeavesNoFile() throws Exception {
    long before = house.files();
    byte[] tooMuch = new byte[MediaHouse.BYTES_MAX + 1];
    refused(
        house.send(
            house.as("ada", "/_matrix/media/v3/upload").POST(BodyPublishers.ofByteArray(tooMuch))),
        413,
        "M_TOO_LARGE");
    HttpRequest.BodyPublisher unknownLength =
        BodyPublishers.ofInputStream(
            () ->
                new SequenceInputStream(
                    new ByteArrayInputStream(tooMuch), InputStream.nullInputStream()));
    refused(
        house.send(house.as("ada", "/_matrix/media/v3/upload").POST(unknownLength)),
        413,
        "M_TOO_LARGE");
    assertThat(house.files()).isEqualTo(before);
  }

  @Test
  void anUploadThatBreaksOffLeavesNoFile() throws Exception {
    long before = house.files();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      String head =
          "POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ada\r\n"
              + "Content-Length: 100000\r\n\r\n";
      socket.getOutputStream().write(text(head));
      socket.getOutputStream().write(new byte[50_000]);
      socket.getOutputStream().flush();
      until(() -> house.files() > before);
    }
    until(() -> house.files() == before);
  }

  /// Both have been let in; the one that ends later finds the address taken.
  @Test
  void whoLosesTheRaceForAnAnnouncedAddressLeavesNoFile() throws Exception {
    String path = "/_matrix/media/v3/upload/" + announced("max");
    long before = house.files();
    long usedBefore = used(5);
    byte[] fast = text("the fast one");
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      slow.setSoTimeout(WAIT_SECONDS * 1_000);
      String head =
          " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer max\r\nContent-Length: 12\r\n\r\n";
      slow.getOutputStream().write(text("PUT " + path + head + "the slow"));
      until(() -> house.files() == before + 1);
      assertThat(
              house.send(house.as("max", path).PUT(BodyPublishers.ofByteArray(fast))).statusCode())
          .isEqualTo(200);
      slow.getOutputStream().write(text(" one"));
      byte[] late = slow.getInputStream().readNBytes("HTTP/1.1 409".length());
      assertThat(new String(late, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 409");
    }
    until(() -> house.files() == before + 1);
    assertThat(house.files()).isEqualTo(before + 1);
    assertThat(used(5)).isEqualTo(usedBefore + fast.length);
    String download = path.replace("/_matrix/media/v3/upload", "/_matrix/client/v1/media/download");
    assertThat(house.get(download).body()).isEqualTo(fast);
  }

  @Test
  void anUploadThatTheDatabaseRefusesLeavesNoFileAndTakesNoRoom() throws Exception {
    String rule = "alter table media add constraint refused check (content_type <> 'text/refused')";
    house.db.write(tx -> tx.run(rule));
    byte[] bytes = text("nobody keeps this");
    long before = house.files();
    long usedBefore = used(5);
    var wish = house.as("max", "/_matrix/media/v3/upload").header("Content-Type", "text/refused");
    assertThat(house.send(wish.POST(BodyPublishers.ofByteArray(bytes))).statusCode())
        .isEqualTo(500);
    assertThat(house.files()).isEqualTo(before);
    assertThat(used(5)).isEqualTo(usedBefore);
    assertThat(post("max", bytes).statusCode()).isEqualTo(200);
    wish = house.as("max", "/_matrix/media/v3/upload").header("Content-Type", "text/refused");
    assertThat(house.send(wish.POST(BodyPublishers.ofByteArray(bytes))).statusCode())
        .isEqualTo(500);
    assertThat(house.files()).isEqualTo(before + 1);
  }

  @Test
  void oneAccountUploadsOnlySoManyFilesInADay() throws Exception {
    for (int i = 0; i < MediaHouse.DAY_UPLOADS; i++) {
      assertThat(post("zoe", text("z")).statusCode()).isEqualTo(200);
    }
    HttpResponse<byte[]> late = post("zoe", text("late"));
    refused(late, 429, "M_LIMIT_EXCEEDED");
    assertThat(json(late).integer("retry_after_ms")).isPresent();
    assertThat(post("max", text("another")).statusCode()).isEqualTo(200);
  }

  @Test
  void howMuchInADayIsASetting() {
    var settings =
        Map.of(
            "PARVIS_RATE_LIMITS", "on",
            "PARVIS_UPLOADS_A_DAY", "1",
            "PARVIS_DOWNLOAD_BYTES_A_DAY", "4KB");
    try (World limited = World.start(settings)) {
      Client alice = limited.register("alice");
      String upload = "/_matrix/media/v3/upload";
      byte[] bytes = new byte[3_000];
      Answer kept = alice.send("POST", upload, "application/octet-stream", bytes).ok();
      assertThat(alice.send("POST", upload, "application/octet-stream", bytes).errcode())
          .isEqualTo("M_LIMIT_EXCEEDED");
      String path = "/_matrix/client/v1/media/download" + kept.string("content_uri").substring(5);
      alice.get(path).ok();
      assertThat(alice.get(path).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    }
  }

  /// Also when the uploads come at once, and when none says how long it is.
  @Test
  void oneAccountUploadsOnlySoMuchInAll() throws Exception {
    int size = MediaHouse.BYTES_MAX / 2;
    var asked = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
    for (int i = 0; i < 2 * MediaHouse.BYTES_TOTAL / size; i++) {
      byte[] bytes = new byte[size];
      bytes[0] = (byte) i;
      var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
      var wish = house.as("eve", "/_matrix/media/v3/upload").POST(body).build();
      asked.add(house.client.sendAsync(wish, BodyHandlers.ofByteArray()));
    }
    int kept = 0;
    for (var upload : asked) {
      var answer = upload.get(WAIT_SECONDS, TimeUnit.SECONDS);
      if (answer.statusCode() == 200) kept++;
      else refused(answer, 403, "M_FORBIDDEN");
    }
    assertThat(kept).isEqualTo(MediaHouse.BYTES_TOTAL / size);
    assertThat(used(3)).isEqualTo(MediaHouse.BYTES_TOTAL);
    long before = house.files();
    refused(post("eve", text("one more")), 403, "M_FORBIDDEN");
    String put = "/_matrix/media/v3/upload/" + announced("eve");
    refused(house.send(house.as("eve", put).PUT(BodyPublishers.ofString("x"))), 403, "M_FORBIDDEN");
    assertThat(house.files()).isEqualTo(before);
  }

  @Test
  void anAnnouncedAddressWaitsForItsBytes() throws Exception {
    HttpResponse<byte[]> created =
        house.send(house.as("ada", "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    assertThat(created.statusCode()).isEqualTo(200);
    assertThat(json(created).integer("unused_expires_at")).isPresent();
    String id = json(created).string("content_uri").orElseThrow().substring("mxc://".length());
    String download = "/_matrix/client/v1/media/download/" + id;
    String put = "/_matrix/media/v3/upload/" + id;
    refused(house.get(download + "?timeout_ms=1"), 504, "M_NOT_YET_UPLOADED");
    CompletableFuture<HttpResponse<byte[]>> waiting =
        house.client.sendAsync(house.as("bob", download).build(), BodyHandlers.ofByteArray());
    HttpRequest.BodyPublisher bytes = BodyPublishers.ofString("at last");
    refused(house.send(house.as("bob", put).PUT(bytes)), 403, "M_FORBIDDEN");
    assertThat(house.send(house.as("ada", put).PUT(bytes)).statusCode()).isEqualTo(200);
    assertThat(waiting.get().body()).isEqualTo(text("at last"));
    refused(house.send(house.as("ada", put).PUT(bytes)), 409, "M_CANNOT_OVERWRITE_MEDIA");
    refused(house.send(house.as("ada", put + "x").PUT(bytes)), 404, "M_NOT_FOUND");
  }

  @Test
  void announcementsAreCounted() throws Exception {
    HttpResponse<byte[]> last = null;
    for (int i = 0; i <= Media.ANNOUNCED_MAX; i++) {
      last = house.send(house.as("bob", "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    }
    assertThat(last).isNotNull();
    refused(last, 429, "M_LIMIT_EXCEEDED");
    assertThat(json(last).integer("retry_after_ms")).isPresent();
    run(
        "insert into media (server, media_id, uploader, created_ms, expires_ms)"
            + " values ('parvis.test', 'over', 2, 1, 2)");
    refused(
        house.send(house.as("bob", "/_matrix/media/v1/create").POST(BodyPublishers.noBody())),
        429,
        "M_LIMIT_EXCEEDED");
    assertThat(announcements("media_id = 'over'")).isEqualTo(1);
    run(
        "update media set expires_ms = 3 where media_id ="
            + " (select min(media_id) from media where uploader = 2 and expires_ms > 9)");
    last = house.send(house.as("bob", "/_matrix/media/v1/create").POST(BodyPublishers.noBody()));
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(announcements("expires_ms < 9")).isZero();
  }

  private static void run(String sql) {
    int changed = house.db.write(tx -> tx.run(sql));
    assertThat(changed).isEqualTo(1);
  }

  private static long announcements(String which) {
    String sql = "select count(*) as n from media where hash is null and ";
    return house.db.read(tx -> tx.first(row -> row.number("n"), sql + which)).orElseThrow();
  }
}
