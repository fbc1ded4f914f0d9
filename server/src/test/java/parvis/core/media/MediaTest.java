package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parvis.core.media.MediaHouse.header;
import static parvis.core.media.MediaHouse.json;
import static parvis.core.media.MediaHouse.picture;
import static parvis.core.media.MediaHouse.refused;
import static parvis.core.media.MediaHouse.text;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.base.Refused;
import parvis.platform.db.Db;

/// What was uploaded, as others get it.
final class MediaTest {
  @AutoClose private static final MediaHouse house = new MediaHouse();

  @Test
  void whatIsUploadedComesBackAsItWas() throws Exception {
    String id = house.upload(text("Bonjour"), "text/plain", "?filename=lettre.txt");
    HttpResponse<byte[]> answer = house.get("/_matrix/client/v1/media/download/" + id);
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
    String id = house.upload(new byte[0], "application/pdf", "");
    HttpResponse<byte[]> answer = house.get("/_matrix/client/v1/media/download/" + id);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment");
  }

  @Test
  void aPageIsSavedAndNeverShown() throws Exception {
    String id = house.upload(text("<script>"), "text/html; charset=utf-8", "?filename=a.html");
    HttpResponse<byte[]> answer = house.get("/_matrix/client/v1/media/download/" + id);
    assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; filename=\"a.html\"");
    HttpResponse<byte[]> named =
        house.get("/_matrix/client/v1/media/download/" + id + "/b%22%0A%C3%A9");
    assertThat(header(named, "Content-Disposition"))
        .isEqualTo("attachment; filename*=UTF-8''b%22%0A%C3%A9");
  }

  @Test
  void aTypeThatIsNoneBecomesBytes() throws Exception {
    String id = house.upload(text("x"), "not a type", "");
    HttpResponse<byte[]> answer = house.get("/_matrix/client/v1/media/download/" + id);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
  }

  @Test
  void aRangeIsGivenWhereOneIsAskedFor() throws Exception {
    String path =
        "/_matrix/client/v1/media/download/" + house.upload(text("0123456789"), "video/mp4", "");
    HttpResponse<byte[]> middle = house.get(path, "Range", "bytes=2-4");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo(text("234"));
    assertThat(header(middle, "Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(house.get(path, "Range", "bytes=7-").body()).isEqualTo(text("789"));
    assertThat(house.get(path, "Range", "bytes=-2").body()).isEqualTo(text("89"));
    HttpResponse<byte[]> outside = house.get(path, "Range", "bytes=10-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(header(outside, "Content-Range")).isEqualTo("bytes */10");
    assertThat(house.get(path, "Range", "bytes=5-2").statusCode()).isEqualTo(200);
    assertThat(house.get(path, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
    String tag = header(middle, "ETag");
    assertThat(house.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void aFileThatIsMissingIsNotFoundAndCounted() throws Exception {
    byte[] bytes = picture(77, 77, false, "png");
    String id = house.upload(bytes, "image/png", "");
    String download = "/_matrix/client/v1/media/download/" + id;
    String thumbnail = "/_matrix/client/v1/media/thumbnail/" + id + "?width=32&height=32";
    assertThat(house.get(thumbnail).statusCode()).isEqualTo(200);
    Files.delete(file("select thumbnail_hash as hash from thumbnail where hash = ?", bytes));
    assertThat(house.get(thumbnail).statusCode()).isEqualTo(200);
    var file = file("select hash from media where hash = ?", bytes);
    Files.delete(file);
    long before = house.media.missing();
    long gone = house.media.gone();
    refused(house.get(download), 404, "M_NOT_FOUND");
    refused(house.get(thumbnail + "0"), 404, "M_NOT_FOUND");
    assertThat(house.media.missing()).isEqualTo(before + 2);
    assertThat(house.media.gone()).as("one file, however often").isEqualTo(gone + 1);
    Files.write(file, bytes);
    assertThat(house.media.gone()).as("put back from a backup").isEqualTo(gone);
  }

  @Test
  void theDatabaseIsAskedOnceWhichOfTheFilesThatAreMissingAreNeeded() throws Exception {
    var asked = new AtomicInteger();
    try (var media = house.media(counted(asked))) {
      for (var text : List.of("une pièce", "une autre")) {
        house.upload(text(text), "text/plain", "");
        var file = file("select hash from media where hash = ?", text(text));
        Files.delete(file);
        ask(media, file.getFileName().toString());
      }
      ask(media, "0".repeat(64));
      int before = asked.get();
      assertThat(media.gone()).as("but for what nobody needs").isEqualTo(2);
      assertThat(asked.get() - before).isEqualTo(1);
    }
  }

  private static void ask(Media media, String hash) {
    assertThatThrownBy(() -> media.file(hash)).isInstanceOf(Refused.class);
  }

  /// The database of the house, and how often it is asked.
  private static Db counted(AtomicInteger asked) {
    var source = house.db.connections();
    return new Db(
        (DataSource)
            Proxy.newProxyInstance(
                MediaTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (_, method, arguments) -> {
                  asked.incrementAndGet();
                  return method.invoke(source, arguments);
                }));
  }

  private static Path file(String sql, byte[] bytes) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    var own = HexFormat.of().formatHex(digest);
    var hash = house.db.read(tx -> tx.first(row -> row.text("hash"), sql, own)).orElseThrow();
    return house.folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
  }

  @Test
  void oneAccountDownloadsOnlySoMuchInADay() throws IOException, InterruptedException {
    byte[] large = new byte[MediaHouse.BYTES_MAX];
    String path = "/_matrix/client/v1/media/download/" + house.upload(large, "video/mp4", "");
    int given = 0;
    while (given <= MediaHouse.DAY_BYTES / MediaHouse.BYTES_MAX
        && house.send(house.as("eve", path)).statusCode() == 200) given++;
    assertThat(given).isEqualTo(MediaHouse.DAY_BYTES / MediaHouse.BYTES_MAX);
    HttpResponse<byte[]> late = house.send(house.as("eve", path));
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(json(late).string("errcode")).contains("M_LIMIT_EXCEEDED");
    assertThat(house.send(house.as("bob", path)).statusCode()).isEqualTo(200);
  }

  @Test
  void mediaIsForThoseWhoAreSignedIn() throws Exception {
    String id = house.upload(text("secret"), "text/plain", "");
    HttpRequest.Builder nobody =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:" + house.port() + "/_matrix/client/v1/media/download/" + id));
    refused(house.send(nobody), 401, "M_MISSING_TOKEN");
    refused(house.get("/_matrix/media/v3/download/" + id), 404, "M_NOT_FOUND");
    refused(house.get("/_matrix/media/v3/download/" + id + "/a"), 404, "M_NOT_FOUND");
    refused(
        house.get("/_matrix/media/v3/thumbnail/" + id + "?width=1&height=1"), 404, "M_NOT_FOUND");
    refused(house.get("/_matrix/client/v1/media/download/parvis.test/none"), 404, "M_NOT_FOUND");
    refused(house.get("/_matrix/client/v1/media/download/parvis.test/..%2f"), 404, "M_NOT_FOUND");
    for (String path : List.of("/_matrix/client/v1/media/config", "/_matrix/media/v3/config")) {
      assertThat(json(house.get(path)).integer("m.upload.size")).hasValue(MediaHouse.BYTES_MAX);
    }
  }
}
