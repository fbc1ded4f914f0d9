package parvis.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// A push gateway of this machine, over TLS with a certificate that nobody else believes. It keeps
/// what it was sent and answers as it is told.
public final class Gateway implements AutoCloseable {
  /// Where every gateway listens.
  public static final String PATH = "/_matrix/push/v1/notify";

  private static final char[] PASSWORD = "secret".toCharArray();
  private static final long WAIT_SECONDS = 20;

  /// What it says from now on.
  public record Says(int status, String body, Optional<String> location) {
    static final Says DELIVERED = new Says(200, "{\"rejected\":[]}", Optional.empty());
  }

  /// A key and the certificate that nobody else vouches for.
  private static final class Certificate {
    /// Made once: `keytool` takes as long as a whole test.
    static final Certificate OURS = new Certificate();

    final Path folder;
    final SSLContext tls;

    Certificate() {
      try {
        this.folder = Files.createTempDirectory("parvis-gateway-");
        Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
        this.tls = context(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void delete() {
      try {
        Leftovers.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final HttpServer server;
  private final Certificate certificate;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
  private volatile Says says = Says.DELIVERED;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private Gateway(HttpServer server, Certificate certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  /// All of them have the same certificate.
  public static Gateway start() {
    return start(Certificate.OURS);
  }

  /// One with a certificate of its own.
  public static Gateway stranger() {
    return start(new Certificate());
  }

  /// A server of this machine with the certificate of all gateways.
  static HttpsServer listening() throws IOException {
    return listening(Certificate.OURS);
  }

  private static HttpsServer listening(Certificate certificate) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.tls));
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    return server;
  }

  /// The certificate of all gateways in PEM.
  static Path authority() {
    return Certificate.OURS.folder.resolve("gateway.pem");
  }

  private static Gateway start(Certificate certificate) {
    try {
      HttpsServer server = listening(certificate);
      Gateway gateway = new Gateway(server, certificate);
      server.createContext("/", gateway::answer);
      server.setExecutor(gateway.threads);
      server.start();
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext context(Path folder) {
    Path store = folder.resolve("gateway.p12");
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "gateway",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=gateway",
                  "-ext",
                  "san=dns:localhost,dns:push.example",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  new String(PASSWORD))
              .inheritIO()
              .start();
      if (keytool.waitFor() != 0) throw new IllegalStateException("keytool failed");
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
      String pem =
          Base64.getMimeEncoder().encodeToString(keys.getCertificate("gateway").getEncoded());
      Files.writeString(
          folder.resolve("gateway.pem"),
          "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Says now = says;
      if (JsonReader.read(body, JsonLimits.REQUEST) instanceof JsonObject object) {
        received.add(object);
      }
      await(gate);
      now.location().ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
      byte[] answer = now.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(now.status(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      var _ = gate.await(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Answers nobody from now on, until it is closed.
  public void hangs() {
    gate = new CountDownLatch(1);
  }

  /// A device that is told by it, as its client asks for it.
  public JsonObject pusher(String pushkey) {
    return pusher(pushkey, url());
  }

  public static JsonObject pusher(String pushkey, String url) {
    return JsonObject.of(
        "kind", "http",
        "app_id", "example.app",
        "pushkey", pushkey,
        "app_display_name", "App",
        "device_display_name", "Telephone",
        "lang", "fr",
        "data", JsonObject.of("url", url));
  }

  /// Where it listens, under this name.
  public String url(String host) {
    return "https://" + host + ":" + port() + PATH;
  }

  public String url() {
    return url("localhost");
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// Its certificate in PEM.
  public Path certificate() {
    return certificate.folder.resolve("gateway.pem");
  }

  public void delivers() {
    says = Says.DELIVERED;
  }

  /// Answers everything with this from now on.
  public void says(int status, String body) {
    says = new Says(status, body, Optional.empty());
  }

  /// Sends everybody elsewhere from now on.
  public void sendsTo(String location) {
    says = new Says(307, "", Optional.of(location));
  }

  /// Says that devices with these pushkeys are no more.
  public void rejects(String... pushkeys) {
    says(200, JsonObject.of("rejected", JsonArray.of((Object[]) pushkeys)).toString());
  }

  /// The next thing it was sent, waited for.
  public JsonObject next() {
    try {
      JsonObject next = received.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) throw new AssertionError("nothing came in " + WAIT_SECONDS + " seconds");
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What of it came so far and was not looked at.
  public int waiting() {
    return received.size();
  }

  public void forget() {
    received.clear();
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.close();
  }
}
