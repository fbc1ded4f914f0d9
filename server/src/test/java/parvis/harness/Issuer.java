package parvis.harness;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A provider of identities of this machine, which says what a test has it say: the truth, or what
/// nobody should believe. Its people are asked nothing: a test comes back with their code.
public final class Issuer implements AutoCloseable {
  public static final String CLIENT = "parvis";
  public static final String SECRET = "the-secret-of-parvis-at-the-provider";

  private static final String KEY = "of-today";
  private static final String BASIC =
      "Basic cGFydmlzOnRoZS1zZWNyZXQtb2YtcGFydmlzLWF0LXRoZS1wcm92aWRlcg==";

  /// What may be asked of it; it refuses everything else.
  private static final Set<String> PARAMETERS =
      Set.of(
          "response_type",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "nonce",
          "code_challenge",
          "code_challenge_method",
          "acr_values",
          "claims",
          "prompt");

  /// How long a code is good, as that of the State's provider is.
  private static final Duration CODE_LIFE = Duration.ofSeconds(30);

  private record Granted(
      Map<String, List<String>> asked, String subject, JsonObject claims, Instant until) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final RSAKey key;
  private final Map<String, Granted> codes = new ConcurrentHashMap<>();
  private final Map<String, Granted> tokens = new ConcurrentHashMap<>();
  private volatile Consumer<JWTClaimsSet.Builder> lie = _ -> {};
  private volatile Function<SignedJWT, JWT> forge = signed -> signed;
  private volatile String toldOf = "";
  private volatile boolean strange;
  private volatile boolean away;
  private volatile boolean signed;
  private volatile Duration later = Duration.ZERO;

  private Issuer(HttpServer server) throws JOSEException {
    this.server = server;
    this.key = generated();
  }

  private static RSAKey generated() throws JOSEException {
    return new RSAKeyGenerator(2_048).keyID(KEY).generate();
  }

  /// The key of which none of them tells anybody.
  private static final class Hidden {
    static final RSAKey key;

    static {
      try {
        key = generated();
      } catch (JOSEException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  public static Issuer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Issuer issuer = new Issuer(server);
      server.createContext("/", issuer::answer);
      server.setExecutor(issuer.threads);
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What an administrator says of it.
  ///
  /// @param domain that it may speak for
  public JsonObject described(String domain) {
    return JsonObject.of(
        "label",
        "Annuaire",
        "issuer",
        url(),
        "client_id",
        CLIENT,
        "client_secret",
        SECRET,
        "domains",
        JsonArray.of(domain));
  }

  /// It tells the truth again.
  public void honest() {
    lie = _ -> {};
    forge = token -> token;
    toldOf = "";
    strange = false;
    away = false;
    signed = false;
    later = Duration.ZERO;
  }

  /// As much time passes for it.
  public void waits(Duration time) {
    later = later.plus(time);
  }

  /// Claims of the token that are others than they should be.
  public void lies(Consumer<JWTClaimsSet.Builder> lie) {
    this.lie = lie;
  }

  /// The token without a signature.
  public void unsigned() {
    forge =
        token -> {
          try {
            return new PlainJWT(token.getJWTClaimsSet());
          } catch (java.text.ParseException e) {
            throw new AssertionError(e);
          }
        };
  }

  /// It signs by a key of which it tells nobody.
  public void signsStrangely() {
    strange = true;
  }

  /// Whom it tells more of than of who came.
  public void tellsOf(String subject) {
    toldOf = subject;
  }

  /// What it says of the end of a session, signed.
  ///
  /// @param of whom it means
  public String over(Consumer<JWTClaimsSet.Builder> of) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience(CLIENT)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(120)))
            .claim(
                "events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    of.accept(claims);
    try {
      return signed(claims.build()).serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /// It answers no request.
  public void away() {
    away = true;
  }

  /// It signs what it tells more of people.
  public void signs() {
    signed = true;
  }

  /// What comes back with a person's browser that was sent there: a path of ours.
  public String back(String sent, String subject, JsonObject claims) {
    URI uri = URI.create(sent);
    Map<String, List<String>> asked = URLUtils.parseParameters(uri.getRawQuery());
    if (!PARAMETERS.containsAll(asked.keySet())) {
      throw new AssertionError("asked with more: " + asked.keySet());
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, new Granted(asked, subject, claims, now().plus(CODE_LIFE)));
    String redirect = URI.create(one(asked, "redirect_uri")).getPath();
    return redirect + "?code=" + code + "&state=" + one(asked, "state");
  }

  private Instant now() {
    return Instant.now().plus(later);
  }

  private static String one(Map<String, List<String>> all, String name) {
    return Optional.ofNullable(all.get(name)).map(List::getFirst).orElse("");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (away) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" -> say(exchange, 200, metadata().toString());
        case "/jwks" -> say(exchange, 200, new JWKSet(key).toPublicJWKSet().toString());
        case "/token" -> token(exchange);
        case "/userinfo" -> userInfo(exchange);
        case "/end" -> end(exchange);
        default -> exchange.sendResponseHeaders(404, -1);
      }
    } catch (JOSEException | java.text.ParseException e) {
      throw new AssertionError(e);
    }
  }

  private JsonObject metadata() {
    return JsonObject.of(
        "issuer", url(),
        "authorization_endpoint", url() + "/authorize",
        "token_endpoint", url() + "/token",
        "userinfo_endpoint", url() + "/userinfo",
        "jwks_uri", url() + "/jwks",
        "end_session_endpoint", url() + "/end",
        "response_types_supported", JsonArray.of("code"),
        "subject_types_supported", JsonArray.of("public"),
        "id_token_signing_alg_values_supported", JsonArray.of("RS256"));
  }

  /// Signs out whom a token is of that it gave, and nobody without one.
  private void end(HttpExchange exchange)
      throws IOException, JOSEException, java.text.ParseException {
    Map<String, List<String>> asked =
        URLUtils.parseParameters(exchange.getRequestURI().getRawQuery());
    String hint = one(asked, "id_token_hint");
    if (hint.isEmpty() || !SignedJWT.parse(hint).verify(new RSASSAVerifier(key.toPublicJWK()))) {
      say(exchange, 400, "{\"error\":\"invalid_request\"}");
      return;
    }
    String back = one(asked, "post_logout_redirect_uri") + "?state=" + one(asked, "state");
    exchange.getResponseHeaders().add("Location", back);
    exchange.sendResponseHeaders(302, -1);
  }

  /// A code is good once, soon, with the secret and with what the hash was made of.
  private void token(HttpExchange exchange)
      throws IOException, JOSEException, java.text.ParseException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, List<String>> shown = URLUtils.parseParameters(form);
    Granted granted = codes.remove(one(shown, "code"));
    boolean known = BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean good = granted != null && now().isBefore(granted.until());
    if (!good || !known || !isOfWhoAsked(granted, shown)) {
      say(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience(CLIENT)
            .subject(granted.subject())
            .claim("nonce", one(granted.asked(), "nonce"))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)));
    lie.accept(claims);
    String access = UUID.randomUUID().toString();
    tokens.put(access, granted);
    JsonObject answer =
        JsonObject.of(
            "access_token",
            access,
            "token_type",
            "Bearer",
            "expires_in",
            60,
            "id_token",
            forge.apply(signed(claims.build())).serialize());
    say(exchange, 200, answer.toString());
  }

  private static boolean isOfWhoAsked(Granted granted, Map<String, List<String>> shown) {
    String challenge = one(granted.asked(), "code_challenge");
    String verifier = one(shown, "code_verifier");
    if (challenge.isEmpty()) return verifier.isEmpty();
    return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
        .getValue()
        .equals(challenge);
  }

  private SignedJWT signed(JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY).build(), claims);
    token.sign(new RSASSASigner(strange ? Hidden.key : key));
    return token;
  }

  private void userInfo(HttpExchange exchange) throws IOException, JOSEException {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    Granted granted = tokens.get(shown.substring("Bearer ".length()));
    String subject = toldOf.isEmpty() ? granted.subject() : toldOf;
    if (!signed) {
      say(exchange, 200, granted.claims().with("sub", subject).toString());
      return;
    }
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder().issuer(url()).audience(CLIENT).subject(subject);
    for (JsonObject.Entry claim : granted.claims().entries()) {
      claims.claim(claim.name(), granted.claims().string(claim.name()).orElse(null));
    }
    exchange.getResponseHeaders().add("Content-Type", "application/jwt");
    byte[] bytes = signed(claims.build()).serialize().getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void say(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
