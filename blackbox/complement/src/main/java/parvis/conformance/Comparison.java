package parvis.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What changed from one run to the next.
///
/// @param lines a line for each test whose verdict changed: `-` lost, `+` won, neither for the rest
/// @param lost tests that passed and do not any more
/// @param won tests that pass and did not before
record Comparison(List<String> lines, int lost, int won) {

  static Comparison of(Results old, Results now) {
    Set<String> tests = new TreeSet<>(old.verdicts().keySet());
    tests.addAll(now.verdicts().keySet());
    List<String> lines = new ArrayList<>();
    int lost = 0;
    int won = 0;
    for (String test : tests) {
      Optional<Verdict> before = Optional.ofNullable(old.verdicts().get(test));
      Optional<Verdict> after = Optional.ofNullable(now.verdicts().get(test));
      if (before.equals(after)) continue;
      boolean loss = before.equals(Optional.of(Verdict.PASS));
      boolean gain = after.equals(Optional.of(Verdict.PASS));
      lost += loss ? 1 : 0;
      won += gain ? 1 : 0;
      String mark = loss ? "-" : gain ? "+" : " ";
      lines.add(mark + " " + test + ": " + word(before) + " -> " + word(after));
    }
    return new Comparison(lines, lost, won);
  }

  private static String word(Optional<Verdict> verdict) {
    return verdict.map(Verdict::name).orElse("none");
  }
}
