package parvis.conformance;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// Tells the person at the keyboard how far a run is and how long it will still take.
///
/// At a terminal it is one line that changes with every test; elsewhere a line every half minute.
final class Progress {
  private static final Duration LINE_EVERY = Duration.ofSeconds(30);

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final Map<String, Double> ahead;
  private final Map<String, Double> took = new TreeMap<>();
  private final boolean known;
  private final long began;
  private long told;
  private int failed;
  private double expectedSoFar;

  /// @param earlier how long the tests took in an earlier run of the same command
  Progress(PrintStream out, boolean terminal, LongSupplier nanos, Durations earlier) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
    this.ahead = new TreeMap<>(earlier.seconds());
    this.known = !ahead.isEmpty();
    this.began = nanos.getAsLong();
    this.told = began;
  }

  void note(TestEvent event) {
    if (!event.topLevel() || !event.ends()) return;
    took.put(event.test(), event.seconds());
    if (event.action().equals("fail")) failed++;
    Double expected = ahead.remove(event.test());
    if (expected != null) expectedSoFar += expected;
    if (terminal) out.print("\r\033[K" + sentence(event.test()));
    else if (nanos.getAsLong() - told >= LINE_EVERY.toNanos()) {
      out.println(sentence(event.test()));
      told = nanos.getAsLong();
    }
    out.flush();
  }

  /// Where a run stands: `12 tests, 1 failed, 0:42 so far, about 3:10 to go: csapi/TestSync`.
  String sentence(String test) {
    String head = took.size() + " tests, " + failed + " failed, " + clock(elapsed()) + " so far";
    return head + (known ? ", about " + clock(toGo()) + " to go" : "") + ": " + test;
  }

  /// What is ahead took so long last time; a run that is slower so far will stay so.
  private double toGo() {
    double rest = ahead.values().stream().mapToDouble(Double::doubleValue).sum();
    return expectedSoFar < 1 ? rest : rest * elapsed() / expectedSoFar;
  }

  private double elapsed() {
    return (nanos.getAsLong() - began) / 1e9;
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /// Ends the line that changes.
  void end() {
    if (terminal) out.print("\r\033[K");
    out.flush();
  }

  Durations durations() {
    return new Durations(took);
  }
}
