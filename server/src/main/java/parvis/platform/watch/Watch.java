package parvis.platform.watch;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// The figures and the health of this process.
///
/// Parts count into `registry()`, and say by `check` what they need in order to work; the process
/// is ready when every check holds.
public final class Watch implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private volatile @Nullable Looked looked;

  /// What counters read: the registry alone would let it go.
  private final List<DoubleSupplier> counted = new CopyOnWriteArrayList<>();

  /// Something this process needs, and whether it has it; answered within a second.
  record Check(String name, BooleanSupplier holds) {}

  public Watch() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  public MeterRegistry registry() {
    return registry;
  }

  /// The figures in the text format of Prometheus.
  public String scrape() {
    return registry.scrape();
  }

  public void check(String name, BooleanSupplier holds) {
    checks.add(new Check(name, holds));
  }

  /// The names of what is missing; empty when everything is there. Looked at once a second at most:
  /// everybody may ask.
  public List<String> missing() {
    Looked last = looked;
    long now = System.nanoTime();
    if (last != null && now - last.atNanos() < LOOK_EVERY.toNanos()) return last.missing();
    List<String> missing = checks.stream().filter(check -> !holds(check)).map(Check::name).toList();
    looked = new Looked(now, missing);
    return missing;
  }

  private record Looked(long atNanos, List<String> missing) {}

  /// A figure that is read whenever figures are asked for.
  public void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble).description(description).register(registry);
  }

  /// A figure that only grows.
  public void counter(String name, String description, DoubleSupplier value) {
    counted.add(value);
    FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .register(registry);
  }

  private static boolean holds(Check check) {
    try {
      return check.holds().getAsBoolean();
    } catch (RuntimeException _) {
      return false;
    }
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
