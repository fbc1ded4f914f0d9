package parvis.bench;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// The measured part of a load: after its warm-up and until its end.
///
/// Operations are counted when they end inside it; their latencies when they were due inside it.
final class Window {
  private final long begin;
  private final long end;
  private final Latencies latencies = new Latencies();
  private final LongAdder accepted = new LongAdder();
  private final Map<String, Long> failures = new TreeMap<>();
  private long serverCpu;
  private long ownCpu;

  Window(Duration warmUp, Duration length) {
    begin = System.nanoTime() + warmUp.toNanos();
    end = begin + length.toNanos();
  }

  private Window(Window other) {
    begin = other.begin;
    end = other.end;
  }

  /// A window over the same time, for other operations.
  Window beside() {
    return new Window(this);
  }

  boolean over() {
    return System.nanoTime() - end >= 0;
  }

  Latencies latencies() {
    return latencies;
  }

  /// Counts an operation that has just ended.
  void ended(long due, Optional<String> failure) {
    long now = System.nanoTime();
    if (now - begin < 0 || due - end >= 0) return;
    if (failure.isPresent()) {
      failures.merge(failure.get(), 1L, Long::sum);
      return;
    }
    if (now - end < 0) accepted.increment();
    if (due - begin >= 0) latencies.record(now - due);
  }

  /// Waits for the end and measures what was spent in between.
  void watch(Processes processes) {
    sleepUntil(begin);
    long server = processes.cpuMicros();
    long own = Processes.ownCpuMicros();
    sleepUntil(end);
    serverCpu = processes.cpuMicros() - server;
    ownCpu = Processes.ownCpuMicros() - own;
  }

  double perSecond(long operations) {
    return operations * 1e9 / (end - begin);
  }

  long count() {
    return accepted.sum();
  }

  Map<String, Long> failures() {
    return failures;
  }

  /// Puts what one operation cost, the homeserver only when its processes were named.
  void costs(Report.Row row, Processes processes, String operation, long operations) {
    long divisor = Math.max(1, operations);
    if (processes.any()) {
      row.put("server CPU us per " + operation, (double) serverCpu / divisor);
      row.put("server cores busy", serverCpu * 1e3 / (end - begin));
    }
    row.put("bench CPU us per " + operation, (double) ownCpu / divisor);
  }

  private static void sleepUntil(long nanos) {
    long left = nanos - System.nanoTime();
    if (left > 0) Desk.pause(Duration.ofNanos(left));
  }
}
