package parvis.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Answer;
import parvis.harness.Certificate;
import parvis.harness.Client;
import parvis.harness.ParvisProcess;
import parvis.harness.TestDatabase;
import parvis.platform.config.Config;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// The server as an operator meets it: a process of its own, with its own PostgreSQL.
@Order(1)
class ProcessTest {
  private static final long HEAP_MB = 56;
  private static final long FILE_MB = 90;

  /// Rooms that one account may not make at once where anything is limited.
  private static final int MORE_THAN_LIMITED = 35;

  @TempDir private Path folder;

  private final List<ParvisProcess> started = new ArrayList<>();

  @AfterEach
  void stopAll() {
    started.forEach(ParvisProcess::close);
  }

  @Test
  void aPortThatIsTakenIsToldInOneSentence() throws Exception {
    try (var taken = new ServerSocket(0)) {
      ParvisProcess server =
          start(
              "start",
              "--port=" + taken.getLocalPort(),
              "--database-url=" + TestDatabase.freshUrl());
      assertThat(server.status()).isNotZero();
      assertThat(server.output()).filteredOn(line -> line.contains("cannot be opened")).hasSize(1);
      assertThat(server.output()).noneMatch(line -> line.contains("Exception"));
    }
  }

  @Test
  @Tag("long")
  void aFolderIsOfOneProcessAndWhoIsToldToStopLeavesNothingRunning() throws Exception {
    ParvisProcess server = start("start", "--port", "0");
    ready(server);
    ParvisProcess second = start("start", "--port", "0");
    assertThat(second.status()).isNotZero();
    assertThat(second.output()).singleElement().asString().contains("Another Parvis runs on");
    assertThat(permissions("media")).isEqualTo("rwx------");
    assertThat(permissions(Config.FILE)).isEqualTo("rw-------");
    assertThat(permissions("master.key")).isEqualTo("rw-------");
    server.stop();
    assertThat(server.output()).contains(StartCommand.WEAK);
    assertThat(server.output())
        .endsWith("Parvis stops: what has begun is finished first.", "Parvis has stopped.");
    assertThat(data().resolve("postgres/cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  void aFolderOfRealPeopleIsNoDemonstration() throws Exception {
    Files.createDirectories(data());
    Files.writeString(data().resolve("something"), "real");
    ParvisProcess demo = start("start", "--demo", "--port", "0");
    assertThat(demo.output()).singleElement().asString().contains("is not a demonstration");
  }

  @Test
  void aMistypedSettingIsToldInOneSentence() {
    ParvisProcess mistyped = start("start", "--registration", "ajar");
    assertThat(mistyped.output())
        .singleElement()
        .asString()
        .contains("must be one of closed, invitation, token, open");
  }

  @Test
  @Tag("long")
  void whatTheCommandLineSaysIsDone() throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    Certificate made = Certificate.made(folder, "town");
    made.write(certificate, key);
    Path config =
        Files.writeString(
            folder.resolve("of-the-town.conf"),
            """
            upload_bytes_max = 1MB
            tls_certificate = %s
            tls_key = %s
            password_length = 12
            log_format = json
            log_level = debug
            """
                .formatted(certificate, key));
    ParvisProcess server =
        start(
            "start",
            "--config=" + config,
            "--port=0",
            "--server-name=mairie.example",
            "--public-address=https://localhost:0",
            "--database-url=" + TestDatabase.freshUrl(),
            "--registration=open",
            "--no-limits");
    try (HttpClient http = HttpClient.newBuilder().sslContext(Certificate.trusting(made)).build()) {
      Client alice = server.stranger(http).register("alice");
      assertThat(server.address()).startsWith("https://localhost:");
      assertThat(registered(alice, "elevenchars").errcode()).isEqualTo("M_WEAK_PASSWORD");
      assertThat(registered(alice, "twelve-chars").status()).isEqualTo(200);
      assertThat(alice.user()).isEqualTo("@alice:mairie.example");
      assertThat(alice.get("/_matrix/client/v1/media/config").ok().json().integer("m.upload.size"))
          .hasValue(1_000_000);
      for (int i = 0; i < MORE_THAN_LIMITED; i++)
        alice.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).ok();
      assertThat(data().resolve("master.key")).exists();
      assertThat(data().resolve("postgres")).doesNotExist();
    }
    server.stop();
    List<JsonObject> logged =
        server.output().stream()
            .filter(line -> line.startsWith("{"))
            .map(line -> (JsonObject) JsonReader.read(line.getBytes(UTF_8), JsonLimits.REQUEST))
            .toList();
    assertThat(logged).anyMatch(line -> line.string("level").equals(Optional.of("DEBUG")));
    assertThat(logged).allMatch(line -> line.string("message").isPresent());
    assertThat(server.output())
        .filteredOn(line -> !line.startsWith("{"))
        .noneMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d.*"));
  }

  private static Answer registered(Client at, String password) {
    JsonObject proof = JsonObject.of("type", "m.login.dummy");
    JsonObject wish = JsonObject.of("username", "bruno", "password", password, "auth", proof);
    return at.signedIn("", "", "").post("/_matrix/client/v3/register", wish);
  }

  /// Neither direction keeps a file in memory: it is half as large again as the heap.
  @Test
  @Tag("long")
  void aFileLargerThanTheHeapGoesInAndComesOut() throws Exception {
    ParvisProcess server =
        ParvisProcess.start(
            ParvisProcess.Launch.ORDINARY.with("-Xmx" + HEAP_MB + "m"),
            data(),
            "start",
            "--port=0",
            "--database-url=" + TestDatabase.freshUrl(),
            "--registration=open");
    started.add(server);
    try (HttpClient http = HttpClient.newHttpClient()) {
      Client alice = server.stranger(http).register("alice");
      var sent = new CheckedInputStream(file(FILE_MB << 20), new CRC32C());
      var upload =
          alice.request("/_matrix/media/v3/upload").POST(BodyPublishers.ofInputStream(() -> sent));
      String uri = alice.send(upload.build()).ok().string("content_uri");
      var download = alice.request("/_matrix/client/v1/media/download" + uri.substring(5)).build();
      var answer = http.send(download, BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      var back = new CheckedInputStream(answer.body(), new CRC32C());
      assertThat(back.transferTo(OutputStream.nullOutputStream())).isEqualTo(FILE_MB << 20);
      assertThat(back.getChecksum().getValue()).isEqualTo(sent.getChecksum().getValue());
    }
    server.stop();
    assertThat(server.output()).endsWith("Parvis has stopped.");
  }

  /// Bytes without a pattern, made as they are read.
  private static InputStream file(long bytes) {
    var chance = new SplittableRandom(7);
    return new InputStream() {
      private long left = bytes;

      @Override
      public int read() {
        return left-- > 0 ? chance.nextInt(256) : -1;
      }

      @Override
      public int read(byte[] into, int from, int most) {
        if (left <= 0) return -1;
        byte[] some = new byte[(int) Math.min(most, left)];
        chance.nextBytes(some);
        System.arraycopy(some, 0, into, from, some.length);
        left -= some.length;
        return some.length;
      }
    };
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ParvisProcess start(String... words) {
    ParvisProcess process = ParvisProcess.start(data(), words);
    started.add(process);
    return process;
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve(name)));
  }

  private static void ready(ParvisProcess process) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      process.stranger(http).get("/health/ready").ok();
    }
  }
}
