package parvis.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What a suite showed, as text to commit: totals first, then one sorted line a test and subtest.
///
/// @param title what was judged, such as a name and a version
/// @param commands what was run, in order
/// @param verdicts by test
record Results(String title, Set<String> commands, SortedMap<String, Verdict> verdicts) {
  private static final String COMMAND = "# $ ";

  Results {
    commands = Collections.unmodifiableSet(new LinkedHashSet<>(commands));
    verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
  }

  static Results none() {
    return new Results("", Set.of(), new TreeMap<>());
  }

  static Results read(Path file) {
    try {
      String title = "";
      Set<String> commands = new LinkedHashSet<>();
      SortedMap<String, Verdict> verdicts = new TreeMap<>();
      for (String line : Files.readAllLines(file)) {
        if (title.isEmpty() && line.startsWith("# ")) title = line.substring(2);
        else if (line.startsWith(COMMAND)) commands.add(line.substring(COMMAND.length()));
        else if (line.matches("(PASS|FAIL|SKIP) .+"))
          verdicts.put(line.substring(5), Verdict.valueOf(line.substring(0, 4)));
      }
      return new Results(title, commands, verdicts);
    } catch (IOException e) {
      throw new Conformance.Failed("These results cannot be read: " + file);
    }
  }

  /// These results where a later run says nothing else: that one has the last word on each test
  /// that it ran, with all subtests.
  Results then(Results later) {
    SortedMap<String, Verdict> all = new TreeMap<>(verdicts);
    Set<String> again = new TreeSet<>();
    later.verdicts.keySet().forEach(test -> again.add(topLevel(test)));
    all.keySet().removeIf(test -> again.contains(topLevel(test)));
    all.putAll(later.verdicts);
    Set<String> both = new LinkedHashSet<>(commands);
    both.addAll(later.commands);
    return new Results(later.title, both, all);
  }

  private static String topLevel(String test) {
    int end = test.indexOf('/', test.indexOf('/') + 1);
    return end < 0 ? test : test.substring(0, end);
  }

  void write(Path file) {
    try {
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new Conformance.Failed("The results cannot be written: " + file);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder("# " + title + "\n");
    for (String command : commands) text.append(COMMAND).append(command).append('\n');
    for (String total : totals()) text.append("# ").append(total).append('\n');
    verdicts.forEach((test, verdict) -> text.append(verdict + " " + test + "\n"));
    return text.toString();
  }

  /// A line for each package and one for all of them.
  List<String> totals() {
    Set<String> suites = new TreeSet<>();
    verdicts.keySet().forEach(test -> suites.add(test.substring(0, test.indexOf('/'))));
    int width = suites.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (String suite : suites)
      lines.add(total(suite, width, test -> test.startsWith(suite + "/")));
    lines.add(total("all", width, _ -> true));
    return lines;
  }

  private String total(String name, int width, Predicate<String> counted) {
    String pad = " ".repeat(Math.max(0, width - name.length()));
    return name
        + pad
        + "  "
        + count("tests", counted.and(test -> topLevel(test).equals(test)))
        + "; "
        + count("subtests", counted.and(test -> !topLevel(test).equals(test)));
  }

  private String count(String noun, Predicate<String> counted) {
    Map<Verdict, Integer> counts = new TreeMap<>();
    verdicts.forEach(
        (test, verdict) -> {
          if (counted.test(test)) counts.merge(verdict, 1, Integer::sum);
        });
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    int passed = counts.getOrDefault(Verdict.PASS, 0);
    int failed = counts.getOrDefault(Verdict.FAIL, 0);
    int skipped = counts.getOrDefault(Verdict.SKIP, 0);
    String sentence = passed + " of " + all + " " + noun + " passed, " + failed + " failed";
    return skipped == 0 ? sentence : sentence + ", " + skipped + " skipped";
  }
}
