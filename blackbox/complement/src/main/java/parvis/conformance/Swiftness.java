package parvis.conformance;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// How long the containers of a run took until somebody could connect to them, and to stop when
/// they were asked to.
final class Swiftness {
  private final List<Duration> ready = new CopyOnWriteArrayList<>();
  private final List<Duration> stopped = new CopyOnWriteArrayList<>();

  void ready(Duration after) {
    ready.add(after);
  }

  void stopped(Duration after) {
    stopped.add(after);
  }

  /// A line for people; empty when nothing started.
  Optional<String> told() {
    if (ready.isEmpty()) return Optional.empty();
    String line = "Containers: " + ready.size() + " ready " + spread(ready);
    return Optional.of(
        stopped.isEmpty() ? line : line + "; " + stopped.size() + " stopped " + spread(stopped));
  }

  private static String spread(List<Duration> all) {
    List<Duration> sorted = all.stream().sorted().toList();
    Duration middle = sorted.get(sorted.size() / 2);
    return "after "
        + seconds(middle)
        + " at the median, "
        + seconds(Collections.max(sorted))
        + " at most";
  }

  private static String seconds(Duration of) {
    return String.format(Locale.ROOT, "%.2f s", of.toMillis() / 1000.0);
  }
}
