package parvis.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.config.StartRefused;
import parvis.platform.db.DatabaseFault;

/// The door of HTTP: all routes of the house on one port.
///
/// Event loops read and write sockets, handlers run on virtual threads, and a parked request holds
/// no thread at all.
public final class HttpServer implements AutoCloseable {
  /// Bytes of a request line; inline filters of sync need some room.
  static final int LINE_BYTES_MAX = 16 * 1024;

  /// Bytes of all headers of a request.
  static final int HEAD_BYTES_MAX = 16 * 1024;

  /// Requests that may be open on one HTTP/2 connection.
  static final int STREAMS_MAX = 128;

  /// Connections the kernel may hold for us before they are accepted.
  static final int BACKLOG = 4096;

  /// Handlers that run at the same time; beyond, 503.
  static final int RUNNING_MAX = 20_000;

  /// Bytes of bodies in memory, of all requests together: an eighth of the heap.
  private static final long BODY_BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;

  /// How often it is said that the database does not answer.
  private static final long SAID_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private static final Duration STOP_CHECK = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private final HttpSettings settings;
  private final PathTree tree;
  private final Authenticator authenticator;
  private final RateLimits limits;
  private final HttpMetrics metrics;
  private final Clock clock;
  private final RandomGenerator random;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
  private final Timers timers = new Timers(threads);
  private final List<Loop> loops = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicLong bodies = new AtomicLong();
  private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - SAID_AGAIN_NANOS);
  private final Optional<WebFiles> web;
  private volatile Witness witness = (_, _, _) -> {};
  private volatile boolean stopping;
  private volatile int port;
  private @Nullable Vertx vertx;

  public HttpServer(
      HttpSettings settings,
      List<Routes> tables,
      Authenticator authenticator,
      RateLimits limits,
      MeterRegistry registry,
      Clock clock,
      RandomGenerator random) {
    this.settings = settings;
    this.tree = new PathTree(tables);
    this.authenticator = authenticator;
    this.limits = limits;
    this.metrics = new HttpMetrics(registry);
    this.clock = clock;
    this.random = random;
    this.web = settings.web().map(WebFiles::in);
  }

  /// Who takes note of what is sensitive; to be said before it starts.
  public void witness(Witness whom) {
    witness = whom;
  }

  void note(Route route, Call call) {
    if (!route.noted().isEmpty()) witness.saw(route.noted(), route.isNotedHourly(), call);
  }

  /// Listens; returns when the port is open.
  public void start() {
    timers.start();
    Vertx started = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(settings.eventLoops()));
    vertx = started;
    HttpServerOptions options = Loop.options(settings);
    try {
      settings.tls().ifPresent(tls -> follow(new Certificates(started, tls), options));
      started
          .deployVerticle(
              () -> {
                Loop loop = new Loop(this, options);
                loops.add(loop);
                return loop;
              },
              new DeploymentOptions().setInstances(settings.eventLoops()))
          .await();
    } catch (Exception closed) {
      close();
      throw refusal(closed);
    }
  }

  /// What Vert.x throws may be checked without saying so.
  private RuntimeException refusal(Exception closed) {
    if (closed instanceof BindException) {
      return new StartRefused(
          "Port "
              + settings.port()
              + " cannot be opened: another program has it, or only root may; choose another one"
              + " with --port.");
    }
    return closed instanceof RuntimeException fault ? fault : new IllegalStateException(closed);
  }

  private void follow(Certificates certificates, HttpServerOptions options) {
    certificates.apply(options);
    threads.execute(
        () -> {
          while (!stopping && pause(settings.patience().check())) {
            certificates.check();
          }
        });
  }

  /// Waits; false when it was interrupted.
  private static boolean pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// The port that is open, also where the system chose it.
  public int port() {
    return port;
  }

  /// Stops without breaking anything off: no new requests, parked ones are told to come back,
  /// running ones get `grace`.
  public void stop(Duration grace) {
    stopping = true;
    loops.forEach(Loop::release);
    long end = System.nanoTime() + grace.toNanos();
    boolean going = true;
    while (going && (running.get() > 0 || busy.get() > 0) && System.nanoTime() < end) {
      going = pause(STOP_CHECK);
    }
    close();
  }

  @Override
  public void close() {
    stopping = true;
    timers.close();
    loops.clear();
    Vertx started = vertx;
    if (started != null) {
      started.close().await();
    }
    threads.shutdownNow();
  }

  // ---- for loops and exchanges

  HttpSettings settings() {
    return settings;
  }

  PathTree tree() {
    return tree;
  }

  Timers timers() {
    return timers;
  }

  HttpMetrics metrics() {
    return metrics;
  }

  Clock clock() {
    return clock;
  }

  boolean stopping() {
    return stopping;
  }

  void listening(int port) {
    this.port = port;
  }

  String clientAddress(HttpServerRequest request) {
    return Heads.clientAddress(request, settings.trustedProxies());
  }

  /// Runs a handler on a virtual thread of its own.
  void execute(Runnable work) {
    running.incrementAndGet();
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            running.decrementAndGet();
          }
        });
  }

  /// Counts requests that have begun and not ended.
  void busy(int change) {
    busy.addAndGet(change);
  }

  /// Makes room for a piece of a body; false when there is none.
  boolean hold(long bytes) {
    if (bodies.addAndGet(bytes) <= BODY_BYTES_MAX) return true;
    bodies.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    bodies.addAndGet(-bytes);
  }

  boolean overloaded() {
    return running.get() >= RUNNING_MAX;
  }

  /// Finds out who calls, and whether they called too often.
  void admit(Route route, Call call) {
    if (route.access() != Access.OPEN) {
      Optional<String> token = call.token();
      if (token.isPresent()) {
        call.actsAs(authenticate(token.get(), call));
      } else if (route.access() == Access.USER) {
        throw Refused.missingToken();
      }
    }
    if (call.maybeActor().isEmpty()
        ? call.token().filter(authenticator::isUncounted).isPresent()
        : !call.actor().through().limited()) {
      return;
    }
    String who =
        call.maybeActor()
            .map(RateLimits::accountKey)
            .orElseGet(() -> RateLimits.addressKey(call.remoteAddress()));
    limits.spend(route.rateClass(), who);
  }

  /// Tokens that nobody has are counted where they come from: each costs a look into the database.
  private Actor authenticate(String token, Call call) {
    try {
      return authenticator.authenticate(token, call);
    } catch (Refused refused) {
      limits.spend(RateClass.ORDINARY, RateLimits.addressKey(call.remoteAddress()));
      throw refused;
    }
  }

  /// What is answered where no route is: the web client, or nothing.
  Reply elsewhere(HttpServerRequest request) {
    return web.flatMap(files -> files.find(request))
        .orElseGet(() -> Refusals.reply(Refused.unrecognized()));
  }

  /// Logs a fault, once, and answers with the id under which it can be found.
  Reply fault(String routePath, Throwable fault) {
    if (fault instanceof DatabaseFault database && database.unavailable()) {
      long said = saidNanos.get();
      long now = System.nanoTime();
      if (now - said > SAID_AGAIN_NANOS && saidNanos.compareAndSet(said, now)) {
        LOG.error("The database does not answer: {}", database.getMessage());
      }
      return Refusals.reply(Refused.unavailable(TRY_AGAIN));
    }
    String traceId = HexFormat.of().toHexDigits(random.nextLong());
    LOG.error("A request failed (trace {}, route {})", traceId, routePath, fault);
    return Refusals.fault(traceId);
  }
}
