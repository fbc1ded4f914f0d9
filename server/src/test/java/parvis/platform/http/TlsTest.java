package parvis.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Certificate;
import parvis.harness.Race;

final class TlsTest {
  @TempDir Path folder;

  @Test
  void speaksHttp2AndReadsAChangedCertificateAgain() throws Exception {
    Certificate first = Certificate.made(folder, "first");
    Certificate second = Certificate.made(folder, "second");
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    first.write(certificate, key);
    try (Served served =
        new Served(
            settings ->
                settings
                    .withPatience(Served.SHORT)
                    .withTls(new HttpSettings.Tls(certificate, key)))) {
      int port = served.server.port();
      assertThat(version(port, first)).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(subject(port, first, second)).isEqualTo("CN=first");
      second.write(certificate, key);
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!subjectOrNone(port, first, second).equals("CN=second")) {
        assertThat(System.nanoTime()).as("the certificate was not read again").isLessThan(end);
        Race.breathe();
      }
      assertThat(version(port, second)).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  private static HttpClient.Version version(int port, Certificate trusted) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(Certificate.trusting(trusted)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/open")).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).contains("world");
      return answer.version();
    }
  }

  /// A handshake in the very moment of the change may be cut: a client comes again.
  private static String subjectOrNone(int port, Certificate... trusted) throws Exception {
    try {
      return subject(port, trusted);
    } catch (SocketException | SSLException cut) {
      return "";
    }
  }

  private static String subject(int port, Certificate... trusted) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            Certificate.trusting(trusted).getSocketFactory().createSocket("localhost", port)) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }
}
