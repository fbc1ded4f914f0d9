package parvis.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
  private static final String PASSWORD = "for-this-test";

  @TempDir Path folder;

  private record Made(KeyStore keys, X509Certificate certificate) {}

  @Test
  void speaksHttp2AndReadsAChangedCertificateAgain() throws Exception {
    Made first = made("first");
    Made second = made("second");
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    write(first, certificate, key);
    try (Served served =
        new Served(
            settings ->
                settings
                    .withPatience(Served.SHORT)
                    .withTls(new HttpSettings.Tls(certificate, key)))) {
      int port = served.server.port();
      assertThat(version(port, first)).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(subject(port, first, second)).isEqualTo("CN=first");
      write(second, certificate, key);
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!subjectOrNone(port, first, second).equals("CN=second")) {
        assertThat(System.nanoTime()).as("the certificate was not read again").isLessThan(end);
      }
      assertThat(version(port, second)).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  private static HttpClient.Version version(int port, Made trusted) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(trusted)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/open")).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).contains("world");
      return answer.version();
    }
  }

  /// A handshake in the very moment of the change may be cut: a client comes again.
  private static String subjectOrNone(int port, Made... trusted) throws Exception {
    try {
      return subject(port, trusted);
    } catch (SocketException | SSLException cut) {
      return "";
    }
  }

  private static String subject(int port, Made... trusted) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) trusting(trusted).getSocketFactory().createSocket("localhost", port)) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private static SSLContext trusting(Made... trusted) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Made made : trusted) {
      store.setCertificateEntry(
          made.certificate().getSubjectX500Principal().getName(), made.certificate());
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    TrustManager[] managers = factory.getTrustManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, new SecureRandom());
    return context;
  }

  private Made made(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new Made(keys, (X509Certificate) keys.getCertificate(name));
  }

  private static void write(Made made, Path certificate, Path key) throws Exception {
    String alias = made.keys().aliases().nextElement();
    Files.writeString(certificate, pem("CERTIFICATE", made.certificate().getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", made.keys().getKey(alias, PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }
}
