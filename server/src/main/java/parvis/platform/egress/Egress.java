package parvis.platform.egress;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The client through which all requests to others go. Calls block and are meant for virtual
/// threads.
public final class Egress implements AutoCloseable {
  /// Requests under way at the same time; others wait for one of them.
  static final int REQUESTS_MAX = 128;

  /// Connections to one server.
  static final int CONNECTIONS_MAX = 16;

  /// How long a connection that nobody uses is kept.
  private static final int KEPT_SECONDS = 30;

  /// The most that finding somebody may take, of the whole time.
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// Addresses of one name that are tried, one after the other.
  private static final int ADDRESSES_MAX = 3;

  private static final int HEAD_BYTES_MAX = 16 * 1024;

  /// Names that are looked up at the same time: it takes a thread of the system.
  private static final int LOOKUPS_MAX = 4;

  private static final String AGENT = "Parvis";

  private static final String JSON = "application/json";

  /// What the operator decided.
  ///
  /// @param authorities certificates in PEM that are believed beside the usual ones
  /// @param ports those that may be asked; empty: any
  public record Policy(Reach reach, Optional<Path> authorities, Set<Integer> ports) {}

  /// What one request may take.
  ///
  /// @param time in all, names and connection included
  /// @param cut whether of a longer answer the beginning is taken, instead of nothing
  public record Bounds(Duration time, int answerBytesMax, boolean cut) {
    public Bounds(Duration time, int answerBytesMax) {
      this(time, answerBytesMax, false);
    }
  }

  /// What is sent.
  ///
  /// @param type what the body is, or what is wanted
  /// @param headers beside these
  private record Asked(
      HttpMethod method, URI to, Optional<byte[]> body, String type, Map<String, String> headers) {}

  private final Reach reach;
  private final Set<Integer> ports;
  private final Optional<TrustOptions> trust;
  private final Names names;
  private final MeterRegistry registry;
  private final Semaphore permits = new Semaphore(REQUESTS_MAX, true);
  private final ExecutorService lookups =
      Executors.newFixedThreadPool(
          LOOKUPS_MAX, Thread.ofPlatform().name("egress-names-", 0).daemon().factory());
  private @Nullable Vertx vertx;
  private @Nullable HttpClientAgent client;
  private volatile boolean closed;

  public Egress(Policy policy, MeterRegistry registry) {
    this(policy, registry, Names.ofSystem());
  }

  Egress(Policy policy, MeterRegistry registry, Names names) {
    this.reach = policy.reach();
    this.ports = policy.ports();
    this.trust = Authorities.with(policy.authorities());
    this.registry = registry;
    this.names = names;
  }

  /// Sends JSON and waits for what becomes of it.
  ///
  /// @param purpose a word for the figures
  /// @param to an address with `http` or `https`, without a user in it
  public Outcome post(String purpose, URI to, byte[] json, Bounds bounds) {
    return post(purpose, to, json, "", bounds);
  }

  /// The same with a token that shows who asks.
  public Outcome post(String purpose, URI to, byte[] json, String token, Bounds bounds) {
    return post(purpose, to, json, JSON, authorized(token), bounds);
  }

  /// Sends anything and waits for what becomes of it.
  ///
  /// @param type what it is
  /// @param headers beside that
  public Outcome post(
      String purpose,
      URI to,
      byte[] body,
      String type,
      Map<String, String> headers,
      Bounds bounds) {
    return send(purpose, new Asked(HttpMethod.POST, to, Optional.of(body), type, headers), bounds);
  }

  /// What shows who asks; nothing where nobody wants to know.
  private static Map<String, String> authorized(String token) {
    return token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
  }

  /// Puts JSON somewhere and waits for what becomes of it.
  ///
  /// @param token what shows who asks
  public Outcome put(String purpose, URI to, byte[] json, String token, Bounds bounds) {
    return send(
        purpose, new Asked(HttpMethod.PUT, to, Optional.of(json), JSON, authorized(token)), bounds);
  }

  /// Asks for what is there and waits for what becomes of it.
  ///
  /// @param accept the types of content that are wanted
  public Outcome get(String purpose, URI to, String accept, Bounds bounds) {
    return get(purpose, to, accept, Map.of(), bounds);
  }

  /// Asks for JSON with a token that shows who asks.
  public Outcome getJson(String purpose, URI to, String token, Bounds bounds) {
    return get(purpose, to, JSON, authorized(token), bounds);
  }

  /// Asks for what is there.
  ///
  /// @param headers beside what is wanted
  public Outcome get(
      String purpose, URI to, String accept, Map<String, String> headers, Bounds bounds) {
    return send(purpose, new Asked(HttpMethod.GET, to, Optional.empty(), accept, headers), bounds);
  }

  private Outcome send(String purpose, Asked asked, Bounds bounds) {
    long begun = System.nanoTime();
    Outcome outcome;
    try {
      outcome = bounded(asked, bounds);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      outcome = new Outcome.Failed();
    }
    Timer.builder("parvis.egress.requests")
        .description("Time of requests to others")
        .tag("purpose", purpose)
        .tag("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    return outcome;
  }

  private Outcome bounded(Asked asked, Bounds bounds) throws InterruptedException {
    URI to = asked.to();
    if (!isWeb(to) || !(ports.isEmpty() || ports.contains(port(to)))) return new Outcome.Barred();
    if (closed) return new Outcome.Failed();
    long end = System.nanoTime() + bounds.time().toNanos();
    if (!permits.tryAcquire(bounds.time().toNanos(), TimeUnit.NANOSECONDS)) {
      return new Outcome.Failed();
    }
    try {
      List<InetAddress> addresses = addresses(to, end);
      if (!addresses.stream().allMatch(reach::permits)) return new Outcome.Barred();
      Outcome outcome = new Outcome.Failed();
      for (int i = 0; i < addresses.size() && outcome instanceof Outcome.Failed; i++) {
        outcome = ask(asked, addresses.get(i), bounds, end);
      }
      return outcome;
    } finally {
      permits.release();
    }
  }

  /// Whether an address is one that a request may be made of at all.
  private static boolean isWeb(URI to) {
    boolean web =
        "https".equalsIgnoreCase(to.getScheme()) || "http".equalsIgnoreCase(to.getScheme());
    return web && to.getHost() != null && to.getRawUserInfo() == null && to.getPort() <= 65_535;
  }

  private static int port(URI to) {
    if (to.getPort() > 0) return to.getPort();
    return "https".equalsIgnoreCase(to.getScheme()) ? 443 : 80;
  }

  /// The addresses of a name, looked up this once; none when there are none in time.
  private List<InetAddress> addresses(URI to, long end) throws InterruptedException {
    String host = to.getHost();
    var lookup = lookups.submit(() -> names.addresses(host));
    try {
      InetAddress[] found = lookup.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      return Arrays.stream(found).limit(ADDRESSES_MAX).toList();
    } catch (ExecutionException | TimeoutException _) {
      lookup.cancel(true);
      return List.of();
    }
  }

  private Outcome ask(Asked asked, InetAddress address, Bounds bounds, long end)
      throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left <= 0) return new Outcome.Failed();
    Future<Outcome> answer =
        client()
            .request(options(asked, address, left))
            .compose(
                request ->
                    send(request, asked)
                        .compose(response -> read(response, bounds))
                        .onFailure(_ -> request.reset()));
    try {
      return answer.toCompletionStage().toCompletableFuture().get(left, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return new Outcome.Failed();
    }
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, Asked asked) {
    return asked.body().isPresent()
        ? request.send(Buffer.buffer(asked.body().get()))
        : request.send();
  }

  private static RequestOptions options(Asked asked, InetAddress address, long leftMs) {
    URI to = asked.to();
    boolean tls = "https".equalsIgnoreCase(to.getScheme());
    int port = port(to);
    String host = to.getHost();
    String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(asked.method())
            .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
            .setHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
            .setPort(port)
            .setSsl(tls)
            .setURI(to.getRawQuery() == null ? path : path + "?" + to.getRawQuery())
            .setFollowRedirects(false)
            .setConnectTimeout(Math.min(leftMs, CONNECT_MAX.toMillis()))
            .setTimeout(leftMs)
            .putHeader(asked.body().isPresent() ? "Content-Type" : "Accept", asked.type())
            .putHeader("User-Agent", AGENT);
    asked.headers().forEach(options::putHeader);
    return options;
  }

  private static Future<Outcome> read(HttpClientResponse response, Bounds bounds) {
    Promise<Outcome> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.handler(
        chunk -> {
          int room = bounds.answerBytesMax() - body.length();
          if (chunk.length() <= room) {
            body.appendBuffer(chunk);
          } else if (bounds.cut()) {
            body.appendBuffer(chunk.slice(0, room));
            whole.tryComplete(answered(response, body));
            response.request().reset();
          } else {
            whole.tryFail("The answer is too large");
          }
        });
    response.endHandler(_ -> whole.tryComplete(answered(response, body)));
    return whole.future();
  }

  private static Outcome answered(HttpClientResponse response, Buffer body) {
    return new Outcome.Answered(
        response.statusCode(),
        body.getBytes(),
        Objects.requireNonNullElse(response.getHeader("Content-Type"), ""),
        Objects.requireNonNullElse(response.getHeader("Location"), ""));
  }

  /// Made at the first request: most servers of a day make none.
  private synchronized HttpClientAgent client() {
    HttpClientAgent made = client;
    if (made != null) return made;
    Vertx own = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setVerifyHost(true)
            .setMaxHeaderSize(HEAD_BYTES_MAX)
            .setKeepAliveTimeout(KEPT_SECONDS)
            .setSslHandshakeTimeout(CONNECT_MAX.toSeconds());
    trust.ifPresent(options::setTrustOptions);
    made =
        own.httpClientBuilder()
            .with(options)
            .with(
                new PoolOptions()
                    .setHttp1MaxSize(CONNECTIONS_MAX)
                    .setMaxWaitQueueSize(REQUESTS_MAX))
            .build();
    vertx = own;
    client = made;
    return made;
  }

  @Override
  public synchronized void close() {
    closed = true;
    lookups.shutdownNow();
    if (vertx != null) vertx.close().await();
  }
}
