package parvis.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebFilesTest {
  @TempDir static Path folder;

  private static Served served;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectory(folder.resolve("assets"));
    Files.writeString(folder.resolve("index.html"), "<!doctype html>");
    Files.writeString(folder.resolve("sw.js"), "worker");
    Files.writeString(folder.resolve("assets/app-1a2b.js"), "plain");
    Files.writeString(folder.resolve("assets/app-1a2b.js.br"), "brotli");
    Files.writeString(folder.resolve("assets/app-1a2b.js.gz"), "gzip");
    Files.writeString(folder.resolveSibling("outside.txt"), "outside");
    served = new Served(settings -> settings.withWeb(folder));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static Wire.Answer get(String path, String header) throws IOException {
    return served.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n");
  }

  private static Wire.Answer browse(String path) throws IOException {
    return get(path, "Accept: text/html,*/*;q=0.8");
  }

  @Test
  void givesTheIndexUnderAStrictPolicy() throws IOException {
    Wire.Answer answer = browse("/");
    assertThat(answer.body()).isEqualTo("<!doctype html>");
    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("content-security-policy").split("; "))
        .containsExactlyInAnyOrder(
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "font-src 'self'",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'");
    assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(answer.header("permissions-policy")).contains("geolocation=(self)", "payment=()");
  }

  @Test
  void choosesTheSmallestEncodingThatIsAccepted() throws IOException {
    String path = "/assets/app-1a2b.js";
    Wire.Answer brotli = get(path, "Accept-Encoding: gzip, deflate, br, zstd");
    assertThat(brotli.body()).isEqualTo("brotli");
    assertThat(brotli.header("content-encoding")).isEqualTo("br");
    assertThat(brotli.header("vary")).isEqualTo("Accept-Encoding");
    assertThat(brotli.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(get(path, "Accept-Encoding: gzip;q=0.5").body()).isEqualTo("gzip");
    assertThat(get(path, "Accept-Encoding: br;q=0, gzip;q=0").body()).isEqualTo("plain");
    assertThat(get(path, "Accept: */*").body()).isEqualTo("plain");
  }

  @Test
  void keepsHashedFilesForEverAndAsksAgainForOthers() throws IOException {
    assertThat(get("/assets/app-1a2b.js", "Accept: */*").header("cache-control"))
        .contains("immutable");
    Wire.Answer worker = get("/sw.js", "Accept: */*");
    assertThat(worker.header("cache-control")).isEqualTo("no-cache");
    Wire.Answer again = get("/sw.js", "If-None-Match: " + worker.header("etag"));
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void givesTheIndexForTheClientsOwnAddressesOnly() throws IOException {
    assertThat(browse("/room/%21a%3Ab").body()).isEqualTo("<!doctype html>");
    for (String path :
        new String[] {
          "/_matrix/client/none", "/api/v1/none", "/_synapse/none", "/.well-known/none", "/metrics"
        }) {
      Wire.Answer answer = browse(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).contains("M_UNRECOGNIZED");
    }
    assertThat(get("/missing.js", "Accept: */*").status()).isEqualTo(404);
    assertThat(served.ask("POST /room HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(404);
  }

  @Test
  void neverLeavesItsFolder() throws IOException {
    for (String path :
        new String[] {
          "/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "//outside.txt"
        }) {
      assertThat(get(path, "Accept: */*").body()).doesNotContain("outside\n", "\"outside\"");
      assertThat(get(path, "Accept: */*").status()).isGreaterThanOrEqualTo(400);
    }
  }
}
