package parvis.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What two homeservers did under the same loads, as a table of Markdown.
final class Comparison {
  private final StringBuilder table = new StringBuilder();
  private boolean failed;

  Comparison(String first, String second) {
    table.append("| | %s | %s | times as good |\n|---|---|---|---|\n".formatted(first, second));
  }

  /// @param first what the first did, each time it was measured
  void add(Step step, List<Report> first, List<Report> second) {
    failed |= Stream.concat(first.stream(), second.stream()).anyMatch(Report::failed);
    for (Step.Figure figure : step.figures()) {
      OptionalDouble one = median(first, figure);
      OptionalDouble other = median(second, figure);
      if (one.isEmpty() && other.isEmpty()) continue;
      table.append("| %s: %s | ".formatted(step.title(), figure.title()));
      table.append(shown(one)).append(" | ").append(shown(other)).append(" | ");
      table.append(advantage(figure, one, other)).append(" |\n");
    }
  }

  private static OptionalDouble median(List<Report> reports, Step.Figure figure) {
    double[] sorted =
        reports.stream()
            .map(report -> report.figure(figure.row(), figure.name()))
            .flatMapToDouble(OptionalDouble::stream)
            .sorted()
            .toArray();
    if (sorted.length == 0) return OptionalDouble.empty();
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /// Whether one of them did not do what it was to do.
  boolean failed() {
    return failed;
  }

  String text() {
    return table.toString();
  }

  /// By how much the first is better, of a rate or of a cost; less than one when it is worse.
  private static String advantage(Step.Figure figure, OptionalDouble one, OptionalDouble other) {
    if (one.isEmpty() || other.isEmpty()) return "";
    double first = one.getAsDouble();
    double second = other.getAsDouble();
    double above = figure.moreIsBetter() ? first : second;
    double below = figure.moreIsBetter() ? second : first;
    return above <= 0 || below <= 0 ? "" : shown(OptionalDouble.of(above / below));
  }

  /// Three significant digits, which is more than a measurement is worth.
  private static String shown(OptionalDouble value) {
    if (value.isEmpty()) return "";
    double number = value.getAsDouble();
    if (Math.abs(number) >= 100) return String.format(Locale.ROOT, "%,.0f", number);
    if (Math.abs(number) >= 10) return String.format(Locale.ROOT, "%.1f", number);
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
