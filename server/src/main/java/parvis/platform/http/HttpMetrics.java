package parvis.platform.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What the server counts: answers by route and status, and how many connections and parked
/// requests there are.
final class HttpMetrics {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final AtomicInteger connections;
  private final AtomicInteger parked;
  private final AtomicInteger live;
  private final Counter cut;

  private record Key(String method, String route, int status) {}

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
    connections = gauge("parvis.http.connections", "Open connections");
    parked = gauge("parvis.http.parked", "Requests that wait without a thread");
    live = gauge("parvis.http.live", "Answers that go on");
    cut =
        Counter.builder("parvis.http.live.cut")
            .description("Answers that were ended because their client read too slowly")
            .register(registry);
  }

  void answered(String method, String route, int status, long nanos) {
    Key key = new Key(method, route, status);
    Timer timer = timers.get(key);
    if (timer == null) {
      timer = timers.computeIfAbsent(key, this::timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// What a method is called in figures: foreign words must not make rows of their own.
  static String method(HttpMethod method) {
    return METHODS.contains(method.name()) ? method.name() : "other";
  }

  void connections(int change) {
    connections.addAndGet(change);
  }

  void parked(int change) {
    parked.addAndGet(change);
  }

  void live(int change) {
    live.addAndGet(change);
  }

  void cut() {
    cut.increment();
  }

  private Timer timer(Key key) {
    return Timer.builder("parvis.http.requests")
        .description("Time from the end of a request's head to its answer")
        .tag("method", key.method())
        .tag("route", key.route())
        .tag("status", Integer.toString(key.status()))
        .register(registry);
  }

  private AtomicInteger gauge(String name, String description) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder(name, value, AtomicInteger::get).description(description).register(registry);
    return value;
  }
}
