package parvis.platform.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import parvis.base.Refused;

/// One event loop: its connections, the requests whose clock it watches, the requests parked on it
/// and the answers that go on.
///
/// Everything in here runs on that one thread.
final class Loop extends VerticleBase {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private final HttpServer server;
  private final HttpServerOptions options;
  private final IdentityHashMap<HttpConnection, Link> links = new IdentityHashMap<>();
  private final Set<Exchange> watched = new HashSet<>();
  private final Set<Exchange> parked = new HashSet<>();
  private final Set<Exchange> live = new HashSet<>();
  private String date = "";

  /// What is known of a connection.
  private static final class Link {
    int requests;
    boolean used;
    long idleSinceNanos = System.nanoTime();
  }

  Loop(HttpServer server, HttpServerOptions options) {
    this.server = server;
    this.options = options;
  }

  @Override
  public Future<?> start() {
    tick();
    vertx.setPeriodic(patience().check().toMillis(), none -> tick());
    return vertx
        .createHttpServer(options)
        .connectionHandler(this::connected)
        .requestHandler(this::handle)
        .invalidRequestHandler(this::invalid)
        .listen()
        .onSuccess(open -> server.listening(open.actualPort()));
  }

  HttpServer server() {
    return server;
  }

  Context context() {
    return context;
  }

  String date() {
    return date;
  }

  private void connected(HttpConnection connection) {
    links.put(connection, new Link());
    server.metrics().connections(1);
    connection.closeHandler(
        none -> {
          links.remove(connection);
          server.metrics().connections(-1);
        });
  }

  private void handle(HttpServerRequest request) {
    Exchange exchange = begun(request);
    if (server.stopping()) {
      request.response().putHeader("Connection", "close");
      exchange.refuse(Refused.unavailable(Duration.ofSeconds(1)));
    } else if (request.method().equals(HttpMethod.OPTIONS)) {
      exchange.answer(Reply.bytes(204, "", List.of()).header("Access-Control-Max-Age", "86400"));
    } else {
      switch (server.tree().find(request.method(), Heads.path(request))) {
        case PathTree.Found.Match match -> exchange.begin(match);
        case PathTree.Found.OtherMethod(var known) ->
            exchange.refuse(
                Refused.methodNotAllowed("This address does not know that method", known));
        case PathTree.Found.UnknownPath unknown -> exchange.answer(server.elsewhere(request));
      }
    }
  }

  /// A request that is not HTTP, or whose head is too large.
  private void invalid(HttpServerRequest request) {
    Exchange exchange = begun(request);
    Throwable cause = request.decoderResult().cause();
    boolean large = cause != null && cause.getClass().getSimpleName().startsWith("TooLong");
    request.response().putHeader("Connection", "close");
    exchange.refuse(
        large
            ? Refused.tooLarge("The head of the request is too large")
            : Refused.unknown("The request is not HTTP"));
    request.connection().close();
  }

  private Exchange begun(HttpServerRequest request) {
    server.busy(1);
    Link link = links.get(request.connection());
    if (link != null) {
      link.requests++;
      link.used = true;
    }
    return new Exchange(this, request);
  }

  void ended(Exchange exchange, HttpConnection connection) {
    server.busy(-1);
    Link link = links.get(connection);
    if (link != null) {
      link.requests--;
      link.idleSinceNanos = System.nanoTime();
    }
  }

  void watched(Exchange exchange, boolean timed) {
    if (timed) {
      watched.add(exchange);
    } else {
      watched.remove(exchange);
    }
  }

  void parked(Exchange exchange, boolean now) {
    if (now) {
      parked.add(exchange);
    } else {
      parked.remove(exchange);
    }
    server.metrics().parked(now ? 1 : -1);
  }

  void live(Exchange exchange, boolean now) {
    if (now ? live.add(exchange) : live.remove(exchange)) {
      server.metrics().live(now ? 1 : -1);
    }
  }

  /// Tells everyone who is parked to come back later, and ends what goes on.
  void release() {
    context.runOnContext(
        none -> {
          List.copyOf(parked).forEach(Exchange::stop);
          List.copyOf(live).forEach(Exchange::stop);
        });
  }

  private void tick() {
    date = HTTP_DATE.format(ZonedDateTime.ofInstant(server.clock().instant(), ZoneOffset.UTC));
    long now = System.nanoTime();
    List.copyOf(watched).forEach(exchange -> exchange.check(now));
    List.copyOf(live).forEach(exchange -> exchange.check(now));
    for (HttpConnection connection : List.copyOf(links.keySet())) {
      Link link = links.get(connection);
      if (link != null && link.requests == 0) {
        Duration max = link.used ? patience().idle() : patience().firstHead();
        if (now - link.idleSinceNanos > max.toNanos()) {
          connection.close();
        }
      }
    }
  }

  private Patience patience() {
    return server.settings().patience();
  }

  /// The options that hold for every loop.
  static HttpServerOptions options(HttpSettings settings) {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(settings.port())
        .setMaxInitialLineLength(HttpServer.LINE_BYTES_MAX)
        .setMaxHeaderSize(HttpServer.HEAD_BYTES_MAX)
        .setAcceptBacklog(HttpServer.BACKLOG)
        .setTcpKeepAlive(true)
        .setTcpNoDelay(true)
        .setHandle100ContinueAutomatically(false)
        .setHttp2ClearTextEnabled(false)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(HttpServer.STREAMS_MAX)
                .setMaxHeaderListSize(HttpServer.HEAD_BYTES_MAX))
        .setSslHandshakeTimeout(settings.patience().firstHead().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }
}
