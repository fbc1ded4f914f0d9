package parvis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir private Path folder;

  private static SortedMap<String, Verdict> verdicts(String... lines) {
    SortedMap<String, Verdict> verdicts = new TreeMap<>();
    for (String line : lines) {
      TestEvent event = TestEvent.of(line).orElseThrow();
      event.verdict().ifPresent(verdict -> verdicts.put(event.test(), verdict));
    }
    return verdicts;
  }

  private static String event(String action, String suite, String test) {
    return "{\"Time\":\"t\",\"Action\":\"%s\",\"Package\":\"a/b/%s\",\"Test\":\"%s\",\"Elapsed\":0.25}"
        .formatted(action, suite, test);
  }

  private static Results run(String... lines) {
    return new Results("Toy 1", Set.of("go test"), verdicts(lines));
  }

  @Test
  void aRunIsSortedTextUnderItsTotals() {
    Results results =
        run(
            event("run", "two", "TestB"),
            event("pass", "two", "TestB"),
            event("run", "one", "TestA"),
            event("pass", "one", "TestA/x"),
            event("fail", "one", "TestA/y"),
            event("fail", "one", "TestA"),
            event("skip", "one", "TestC"));
    assertThat(results.text())
        .isEqualTo(
            """
            # Toy 1
            # $ go test
            # one  0 of 2 tests passed, 1 failed, 1 skipped; 1 of 2 subtests passed, 1 failed
            # two  1 of 1 tests passed, 0 failed; 0 of 0 subtests passed, 0 failed
            # all  1 of 3 tests passed, 1 failed, 1 skipped; 1 of 2 subtests passed, 1 failed
            FAIL one/TestA
            PASS one/TestA/x
            FAIL one/TestA/y
            SKIP one/TestC
            PASS two/TestB
            """);
  }

  @Test
  void aTestThatNeverEndedHasFailed() {
    assertThat(run(event("run", "one", "TestPanics")).text()).contains("FAIL one/TestPanics");
  }

  @Test
  void whatIsNoEventOfATestIsNotCounted() {
    assertThat(TestEvent.of("FAIL\ta/b [build failed]")).isEmpty();
    assertThat(TestEvent.of("{broken")).isEmpty();
    assertThat(TestEvent.of("{\"Elapsed\":1}")).isEmpty();
    assertThat(run("{\"Action\":\"pass\",\"Package\":\"a/b\",\"Elapsed\":12}").verdicts())
        .isEmpty();
  }

  @Test
  void whatWasWrittenIsRead() {
    Path file = folder.resolve("results.txt");
    Results results = run(event("pass", "one", "TestA"), event("fail", "one", "TestA/ a b"));
    results.write(file);
    assertThat(Results.read(file)).isEqualTo(results);
  }

  @Test
  void aLaterRunHasTheLastWordOnTheTestsItRan() {
    Results first =
        run(
            event("fail", "one", "TestA"),
            event("fail", "one", "TestA/gone"),
            event("pass", "one", "TestB"));
    Results second =
        new Results("Toy 2", Set.of("go test -run A"), verdicts(event("pass", "one", "TestA")));
    assertThat(first.then(second).text())
        .isEqualTo(
            """
            # Toy 2
            # $ go test
            # $ go test -run A
            # one  2 of 2 tests passed, 0 failed; 0 of 0 subtests passed, 0 failed
            # all  2 of 2 tests passed, 0 failed; 0 of 0 subtests passed, 0 failed
            PASS one/TestA
            PASS one/TestB
            """);
  }

  @Test
  void aComparisonTellsWhatWasLostAndWon() {
    Results old =
        run(
            event("pass", "one", "TestLost"),
            event("fail", "one", "TestWon"),
            event("pass", "one", "TestGone"),
            event("pass", "one", "TestSame"));
    Results now =
        run(
            event("fail", "one", "TestLost"),
            event("pass", "one", "TestWon"),
            event("fail", "one", "TestNew"),
            event("pass", "one", "TestSame"));
    Comparison comparison = Comparison.of(old, now);
    assertThat(comparison.lines())
        .containsExactly(
            "- one/TestGone: PASS -> none",
            "- one/TestLost: PASS -> FAIL",
            "  one/TestNew: none -> FAIL",
            "+ one/TestWon: FAIL -> PASS");
    assertThat(comparison.lost()).isEqualTo(2);
    assertThat(comparison.won()).isEqualTo(1);
  }

  @Test
  void theCommandEndsWithOneWhenSomethingWasLost() throws IOException {
    Path old = folder.resolve("old.txt");
    Path now = folder.resolve("new.txt");
    run(event("pass", "one", "TestA")).write(old);
    run(event("fail", "one", "TestA")).write(now);
    assertThat(Conformance.commandLine().execute("compare", old + "", now + "")).isEqualTo(1);
    assertThat(Conformance.commandLine().execute("compare", now + "", old + "")).isZero();
    Files.delete(old);
    assertThat(Conformance.commandLine().execute("compare", old + "", now + "")).isEqualTo(3);
  }
}
