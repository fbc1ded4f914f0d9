package parvis.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// A push service of this machine with one browser behind it: it checks who sends as push services
/// do (RFC 8292), and reads what was sent as browsers do (RFC 8291).
public final class PushService implements AutoCloseable {
  private static final long WAIT_SECONDS = 20;
  private static final int POINT_BYTES = 65;
  private static final int SALT_BYTES = 16;

  /// What came through.
  ///
  /// @param bytes of the whole body
  public record Heard(JsonObject said, Map<String, String> headers, int bytes) {}

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Exception> faults = new LinkedBlockingQueue<>();
  private final ECParameterSpec p256;
  private final KeyPair browser;
  private final byte[] secret = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);
  private volatile int says = 201;
  private volatile String sender = "";

  private PushService(HttpsServer server) throws GeneralSecurityException {
    this.server = server;
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    this.p256 = parameters.getParameterSpec(ECParameterSpec.class);
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(p256);
    this.browser = generator.generateKeyPair();
  }

  public static PushService start() {
    try {
      var service = new PushService(Gateway.listening());
      service.server.createContext("/", service::answer);
      service.server.setExecutor(service.threads);
      service.server.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a server needs to be let reach it.
  public Map<String, String> settings() {
    return Map.of(
        "PARVIS_PUSH_SERVICE_NETWORKS",
        "127.0.0.0/8, ::1",
        "PARVIS_TRUSTED_AUTHORITIES",
        Gateway.authority().toString());
  }

  /// The browser subscribes for what this key sends, and nothing else.
  public void subscribe(String key) {
    sender = key;
  }

  public String key() {
    return base64(point((ECPublicKey) browser.getPublic()));
  }

  /// Where it is told, and by what it reads.
  public JsonObject data() {
    return JsonObject.of("url", origin() + "/browser/1", "auth", base64(secret));
  }

  /// The browser as a pusher.
  public JsonObject pusher(JsonObject data) {
    return JsonObject.of(
        "kind", "webpush",
        "app_id", "fr.parvis.web",
        "pushkey", key(),
        "app_display_name", "Parvis",
        "device_display_name", "Navigateur",
        "lang", "fr",
        "data", data);
  }

  private String origin() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /// Answers with this status from now on.
  public void says(int status) {
    says = status;
  }

  /// The next thing that the browser was told, waited for.
  public Heard next() {
    try {
      Heard next = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (!faults.isEmpty()) throw new AssertionError("a wrong push", faults.remove());
      if (next == null) throw new AssertionError("nothing came in " + WAIT_SECONDS + " seconds");
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int waiting() {
    return heard.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int status = says;
      try {
        var headers = exchange.getRequestHeaders();
        check(headers.getFirst("Authorization"));
        must("aes128gcm".equals(headers.getFirst("Content-Encoding")), "the encoding");
        must(body.length <= 4096, "the length");
        heard.add(
            new Heard(
                opened(body),
                Map.of(
                    "TTL", headers.getFirst("TTL"),
                    "Urgency", headers.getFirst("Urgency"),
                    "Topic", headers.getFirst("Topic")),
                body.length));
      } catch (GeneralSecurityException | RuntimeException fault) {
        faults.add(fault);
        status = 400;
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private static void must(boolean holds, String what) {
    if (!holds) throw new IllegalStateException(what + " is wrong");
  }

  private void check(String authorization) throws GeneralSecurityException {
    String[] parts = authorization.split("[ =,]+");
    must(parts[0].equals("vapid") && parts[1].equals("t") && parts[3].equals("k"), "the scheme");
    must(parts[4].equals(sender), "the key");
    String token = parts[2];
    int end = token.lastIndexOf('.');
    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(publicKey(decoded(sender)));
    signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    must(signature.verify(decoded(token.substring(end + 1))), "the signature");
    String[] texts = token.split("\\.");
    must(json(decoded(texts[0])).string("alg").orElse("").equals("ES256"), "the algorithm");
    JsonObject claims = json(decoded(texts[1]));
    must(claims.string("aud").orElse("").equals(origin()), "the audience");
    must(claims.string("sub").orElse("").matches("(https:|mailto:).+"), "the contact");
    long left = claims.integer("exp").orElse(0) - Instant.now().getEpochSecond();
    must(left > 0 && left <= 24 * 3600, "the time");
  }

  /// As a browser reads it, by the JDK's own HKDF.
  private JsonObject opened(byte[] body) throws GeneralSecurityException {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    byte[] salt = new byte[SALT_BYTES];
    bytes.get(salt);
    int recordBytes = bytes.getInt();
    byte[] theirs = new byte[bytes.get()];
    bytes.get(theirs);
    byte[] record = new byte[bytes.remaining()];
    bytes.get(record);
    must(record.length <= recordBytes, "the record");
    var agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(browser.getPrivate());
    agreement.doPhase(publicKey(theirs), true);
    byte[] info =
        ByteBuffer.allocate(14 + 2 * POINT_BYTES)
            .put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII))
            .put(point((ECPublicKey) browser.getPublic()))
            .put(theirs)
            .array();
    byte[] material = derived(agreement.generateSecret(), secret, info, 32);
    byte[] key = derived(material, salt, ascii("Content-Encoding: aes128gcm\0"), 16);
    byte[] nonce = derived(material, salt, ascii("Content-Encoding: nonce\0"), 12);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    byte[] plain = cipher.doFinal(record);
    int end = plain.length - 1;
    while (plain[end] == 0) end--;
    must(plain[end] == 2, "the end of the record");
    return json(Arrays.copyOf(plain, end));
  }

  private static byte[] derived(byte[] from, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(from).addSalt(salt).thenExpand(info, length));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static JsonObject json(byte[] bytes) {
    if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject object) return object;
    throw new IllegalStateException("no object");
  }

  private PublicKey publicKey(byte[] point) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
                    new BigInteger(1, Arrays.copyOfRange(point, 33, POINT_BYTES))),
                p256));
  }

  private static byte[] point(ECPublicKey key) {
    String digits = "%064x%064x";
    String hex = digits.formatted(key.getW().getAffineX(), key.getW().getAffineY());
    return HexFormat.of().parseHex("04" + hex);
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
