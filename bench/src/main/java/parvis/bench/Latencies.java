package parvis.bench;

import java.time.Duration;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// How long things took, kept to three significant digits.
///
/// Open loads record from the moment at which a request was due and not from when it went out, so a
/// server that stalls cannot hide the requests that the stall held back (no coordinated omission).
final class Latencies {
  /// Longer waits are recorded as this one.
  private static final long MICROS_MAX = Duration.ofMinutes(10).toNanos() / 1_000;

  private final Histogram micros = new ConcurrentHistogram(MICROS_MAX, 3);

  void record(long nanos) {
    micros.recordValue(Math.clamp(nanos / 1_000, 0, MICROS_MAX));
  }

  long count() {
    return micros.getTotalCount();
  }

  /// The wait in milliseconds that this many per cent did not exceed; 0 when nothing was recorded.
  double percentile(double percent) {
    return count() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1_000.0;
  }

  double maxMillis() {
    return count() == 0 ? 0 : micros.getMaxValue() / 1_000.0;
  }

  /// Puts the four figures that every report shows.
  void into(Report.Row row, String what) {
    row.put(what + " p50 ms", percentile(50));
    row.put(what + " p90 ms", percentile(90));
    row.put(what + " p99 ms", percentile(99));
    row.put(what + " max ms", maxMillis());
  }
}
