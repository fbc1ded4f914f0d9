package parvis.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Certificate;
import parvis.harness.Race;

final class LiveTest {
  private static final String HEAR = "GET /live HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String OPEN = "GET /open HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String SILENCE = ":\n\n";

  @TempDir Path folder;

  private static Served served() {
    return new Served(settings -> settings.withPatience(Served.SHORT));
  }

  private static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  private static Live going(Served served) {
    eventually(() -> served.going.size() == 1);
    return served.going.iterator().next();
  }

  private static byte[] event(String text) {
    return ("data: " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The next chunk that says something.
  private static String said(Wire wire) throws IOException {
    String chunk = wire.chunk();
    while (chunk.equals(SILENCE)) {
      chunk = wire.chunk();
    }
    return chunk;
  }

  @Test
  void sendsItsHeadFirstAndThenWhatAnyThreadTells() throws Exception {
    try (Served served = served();
        Wire wire = served.wire()) {
      Wire.Answer head = wire.send(HEAR).answer(true);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(head.header("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(head.header("Cache-Control")).isEqualTo("no-store, no-transform");
      assertThat(head.header("X-Accel-Buffering")).isEqualTo("no");
      assertThat(wire.chunk()).isEqualTo(SILENCE);
      Live live = going(served);
      assertThat(live.tell(event("one"))).isTrue();
      Thread.startVirtualThread(() -> live.tell(event("two"))).join();
      assertThat(said(wire)).isEqualTo("data: one\n\n");
      assertThat(said(wire)).isEqualTo("data: two\n\n");
      assertThat(served.figures.get("parvis.http.live").gauge().value()).isEqualTo(1);
      live.tell(event("three"));
      live.end();
      assertThat(live.tell(event("four"))).isFalse();
      assertThat(said(wire)).isEqualTo("data: three\n\n");
      assertThat(said(wire)).isEmpty();
      assertThat(served.left.get()).isEqualTo(1);
      assertThat(served.figures.get("parvis.http.live").gauge().value()).isZero();
      assertThat(wire.send(OPEN).answer().body()).contains("world");
    }
  }

  @Test
  void saysThatItIsThereWhenThereIsNothingToSay() throws IOException {
    try (Served served = served();
        Wire wire = served.wire()) {
      wire.send(HEAR).answer(true);
      for (int i = 0; i < 3; i++) {
        assertThat(wire.chunk()).isEqualTo(SILENCE);
      }
    }
  }

  @Test
  void endsWhenItsLifeDoes() throws IOException {
    try (Served served = served();
        Wire wire = served.wire()) {
      wire.send("GET /live?life=300 HTTP/1.1\r\nHost: x\r\n\r\n").answer(true);
      assertThat(said(wire)).isEmpty();
      assertThat(going(served).tell(event("late"))).isFalse();
      assertThat(wire.send(OPEN).answer().body()).contains("world");
    }
  }

  @Test
  void cutsWhoReadsTooSlowly() throws IOException {
    try (Served served = served();
        Wire wire = served.wire()) {
      wire.send(HEAR).answer(true);
      Live live = going(served);
      byte[] event = event("x".repeat(16 * 1024));
      eventually(() -> !live.tell(event));
      eventually(() -> served.left.get() == 1);
      assertThat(served.figures.get("parvis.http.live.cut").counter().count()).isEqualTo(1);
      assertThat(served.ask(OPEN).body()).contains("world");
    }
  }

  @Test
  void learnsThatItsClientLeft() throws IOException {
    try (Served served = served()) {
      try (Wire wire = served.wire()) {
        wire.send(HEAR).answer(true);
        going(served);
      }
      eventually(() -> served.left.get() == 1);
      assertThat(going(served).tell(event("nobody"))).isFalse();
    }
  }

  @Test
  void endsWhenTheServerStops() throws IOException {
    try (Served served = served();
        Wire wire = served.wire()) {
      wire.send(HEAR).answer(true);
      going(served);
      Thread stopping = Thread.startVirtualThread(() -> served.server.stop(Duration.ofSeconds(5)));
      assertThat(said(wire)).isEmpty();
      assertThat(wire.closes()).isTrue();
      eventually(() -> !stopping.isAlive());
      assertThat(served.left.get()).isEqualTo(1);
    }
  }

  @Test
  void endsWhenItsHandlerFails() throws IOException {
    try (Served served = served();
        Wire wire = served.wire()) {
      wire.send("GET /live?fault=yes HTTP/1.1\r\nHost: x\r\n\r\n").answer(true);
      assertThat(said(wire)).isEmpty();
    }
  }

  @Test
  void isOverWithItsHeadWhereOnlyThatIsAsked() throws IOException {
    try (Served served = served();
        Wire wire = served.wire()) {
      String head = "HEAD /live HTTP/1.1\r\nHost: x\r\n\r\n";
      assertThat(wire.send(head).answer(true).header("Content-Type"))
          .isEqualTo("text/event-stream");
      assertThat(wire.send(OPEN).answer().body()).contains("world");
      assertThat(served.left.get()).isEqualTo(1);
    }
  }

  @Test
  void goesOnUpToTheEndOfTheConnectionWhereNobodyKnowsChunks() throws IOException {
    try (Served served = served();
        Wire wire = served.wire()) {
      Wire.Answer head = wire.send("GET /live HTTP/1.0\r\nHost: x\r\n\r\n").answer(true);
      assertThat(head.header("Transfer-Encoding")).isEmpty();
      Live live = going(served);
      live.tell(event("one"));
      live.end();
      assertThat(wire.rest()).startsWith(SILENCE).endsWith("data: one\n\n");
    }
  }

  @Test
  void endsAloneInHttp2WhenItsClientReadsNoMore() throws Exception {
    Certificate trusted = Certificate.made(folder, "frozen");
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    trusted.write(certificate, key);
    HttpSettings.Tls tls = new HttpSettings.Tls(certificate, key);
    try (Served served = new Served(settings -> settings.withTls(tls).withPatience(Served.SHORT));
        Frames browser = new Frames(Certificate.trusting(trusted), served.server.port())) {
      browser.get(1, "/live");
      browser.get(3, "/poll");
      Live live = going(served);
      eventually(() -> served.waiting.size() == 1);
      byte[] event = event("x".repeat(16 * 1024));
      // More than the window of a stream, and less than what may wait.
      for (int i = 0; i < 4; i++) {
        assertThat(live.tell(event)).isTrue();
      }
      live.end();
      browser.await(Frames.RESET, 1);
      served.waiting.iterator().next().reply(Reply.fields("still", "here"));
      assertThat(browser.await(Frames.HEADERS, 3).payload()).startsWith(Frames.OK);
      assertThat(served.left.get()).isEqualTo(1);
    }
  }

  @Test
  void goesOnInHttp2() throws Exception {
    Certificate trusted = Certificate.made(folder, "live");
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    trusted.write(certificate, key);
    try (Served served =
            new Served(settings -> settings.withTls(new HttpSettings.Tls(certificate, key)));
        HttpClient client =
            HttpClient.newBuilder().sslContext(Certificate.trusting(trusted)).build()) {
      URI uri = URI.create("https://localhost:" + served.server.port() + "/live");
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      Live live = going(served);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).isEqualTo(":");
        assertThat(lines.readLine()).isEmpty();
        live.tell(event("one"));
        assertThat(lines.readLine()).isEqualTo("data: one");
      }
      eventually(() -> served.left.get() == 1);
    }
  }
}
