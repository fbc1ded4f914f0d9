package parvis.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What two homeservers did is told as figures and by how much the first is better.
class ComparisonTest {
  private static final Step STEP =
      new Step(
          "sending",
          SendLoad::new,
          "",
          List.of(
              Step.Figure.rate("1 sender", "accepted/s", "messages a second"),
              Step.Figure.cost("1 sender", "latency p50 ms", "p50, ms"),
              Step.Figure.cost("1 sender", "CPU", "CPU µs")));

  private static Report report(double rate, double latency) {
    var report = new Report();
    report.row("1 sender").put("accepted/s", rate).put("latency p50 ms", latency);
    report.row("16 senders").put("accepted/s", 1.0);
    return report;
  }

  private static Comparison comparison(Report first, Report second) {
    var comparison = new Comparison("Parvis", "Another");
    comparison.add(STEP, List.of(first), List.of(second));
    return comparison;
  }

  @Test
  void whoHasMoreOfARateOrLessOfACostIsBetter() {
    assertThat(comparison(report(6_400, 0.5), report(160, 12.34)).text())
        .isEqualTo(
            """
            | | Parvis | Another | times as good |
            |---|---|---|---|
            | sending: messages a second | 6,400 | 160 | 40.0 |
            | sending: p50, ms | 0.50 | 12.3 | 24.7 |
            """);
  }

  @Test
  void whoIsWorseHasLessThanOneAndNothingIsDividedByZero() {
    assertThat(comparison(report(10, 0), report(40, 1)).text())
        .endsWith(
            """
            | sending: messages a second | 10.0 | 40.0 | 0.25 |
            | sending: p50, ms | 0.00 | 1.00 |  |
            """);
  }

  @Test
  void whatOnlyOneHasIsShownAlone() {
    var measured = report(10, 1);
    measured.row("none").put("CPU", 1.0);
    var alone = new Report();
    alone.row("1 sender").put("CPU", 7.0).put("accepted/s", "none");
    assertThat(comparison(alone, measured).text())
        .endsWith(
            """
            | sending: messages a second |  | 10.0 |  |
            | sending: p50, ms |  | 1.00 |  |
            | sending: CPU µs | 7.00 |  |  |
            """);
  }

  @Test
  void ofSeveralTurnsTheMedianIsTold() {
    var comparison = new Comparison("Parvis", "Another");
    comparison.add(
        STEP,
        List.of(report(30, 1), report(10, 9), report(20, 2)),
        List.of(report(10, 1), report(50, 2)));
    assertThat(comparison.text())
        .endsWith(
            """
            | sending: messages a second | 20.0 | 30.0 | 0.67 |
            | sending: p50, ms | 2.00 | 1.50 | 0.75 |
            """);
  }

  @Test
  void aLoadThatFailedOnOneOfThemFailsTheComparison() {
    assertThat(comparison(report(1, 1), report(1, 1)).failed()).isFalse();
    assertThat(comparison(report(1, 1), report(1, 1).fail()).failed()).isTrue();
  }

  @Test
  void everyStepIsACommandLineOfItsLoad() {
    assertThat(Stream.concat(Step.full().stream(), Step.brief().stream()))
        .allSatisfy(
            step ->
                assertThat(new CommandLine(step.load().get()).parseArgs(step.options().split(" ")))
                    .isNotNull());
  }
}
