package parvis.platform.http;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.parking;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.protocol.id.UserId;

/// A server with one route of every kind, on a free port.
final class Served implements AutoCloseable {
  /// Little patience, so that slowness is seen soon.
  static final Patience SHORT =
      new Patience(
          Duration.ofMillis(400),
          Duration.ofMillis(900),
          Duration.ofMillis(600),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMillis(50));

  final Set<Parked> waiting = ConcurrentHashMap.newKeySet();
  final Set<Live> going = ConcurrentHashMap.newKeySet();
  final SimpleMeterRegistry figures = new SimpleMeterRegistry();
  final AtomicLong left = new AtomicLong();
  final AtomicLong cut = new AtomicLong();
  final RateLimits limits = new RateLimits(false, System::nanoTime);
  final HttpServer server;

  Served() {
    this(settings -> settings);
  }

  Served(UnaryOperator<HttpSettings> change) {
    server =
        new HttpServer(
            change.apply(HttpSettings.on("127.0.0.1", 0)),
            List.of(routes()),
            Served::authenticate,
            limits,
            figures,
            Clock.systemUTC(),
            new Random(1));
    server.start();
  }

  Wire wire() throws java.io.IOException {
    return new Wire(server.port());
  }

  Wire.Answer ask(String request) throws java.io.IOException {
    try (Wire wire = wire()) {
      return wire.send(request).answer();
    }
  }

  private Routes routes() {
    return Routes.of(
        get("/open", "Say hello", call -> Reply.fields("hello", "world")).open(),
        get("/who", "Say who", call -> Reply.fields("user", call.actor().user().value())),
        get(
                "/maybe",
                "Say who, if anyone",
                call -> Reply.fields("known", call.maybeActor().isPresent()))
            .optional(),
        post("/echo", "Say it again", call -> Reply.json(call.json())).open(),
        post("/field", "Read a field", call -> Reply.fields("n", call.body().integer("n"))).open(),
        post("/small", "Read little", call -> Reply.json(call.json())).open().bodyMax(16),
        post("/login", "Guess", call -> Reply.empty()).open().emptyBody().costs(RateClass.LOGIN),
        put("/upload", "Read a stream", this::upload).open().streamed(),
        put("/deaf", "Refuse without reading", call -> deaf()).open().streamed(),
        get("/fault", "Break", call -> fault()).open(),
        get("/names/{name}", "Say a name", call -> Reply.fields("name", call.path("name"))).open(),
        get("/state/{type}/{key?}", "Say a key", call -> Reply.fields("key", call.path("key")))
            .open(),
        get("/state/special/x", "Say special", call -> Reply.fields("key", "special")).open(),
        get("/number", "Read a number", call -> Reply.fields("n", call.queryLong("n").orElse(-1)))
            .open(),
        parking(
                "/poll",
                "Wait",
                (call, parked) -> {
                  parked.onClose(left::incrementAndGet);
                  waiting.add(parked);
                })
            .open(),
        parking("/live", "Go on", this::goOn).open(),
        parking(
                "/nap",
                "Wait a little",
                (call, parked) ->
                    parked.after(Duration.ofMillis(100), () -> parked.reply(Reply.empty())))
            .open());
  }

  private void goOn(Call call, Parked parked) {
    Duration life = Duration.ofMillis(call.queryLong("life").orElse(60_000));
    Live live = parked.live(new Live.Bounds(64 * 1024, Duration.ofMillis(100), life));
    live.onClose(left::incrementAndGet);
    going.add(live);
    if (call.query("fault").isPresent()) {
      fault();
    }
  }

  private Reply upload(Call call) throws Exception {
    long bytes = 0;
    long sum = 0;
    try (InputStream in = call.stream()) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
        for (int i = 0; i < n; i++) {
          sum += buffer[i];
        }
      }
    } catch (Refused | java.io.IOException broken) {
      cut.incrementAndGet();
      throw broken;
    }
    return Reply.fields("bytes", bytes, "sum", sum);
  }

  private static Reply deaf() {
    throw Refused.forbidden("Not you");
  }

  private static Reply fault() {
    throw new IllegalStateException("a fault that a test asked for");
  }

  private static Actor authenticate(String token, Call call) {
    if (!token.equals("good")) {
      throw Refused.unknownToken(false);
    }
    return new Actor(UserId.parse("@ada:parvis.test").orElseThrow(), 1, "D", 1, 1, false);
  }

  @Override
  public void close() {
    server.close();
  }
}
