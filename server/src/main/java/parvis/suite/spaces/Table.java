package parvis.suite.spaces;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Members as a table for spreadsheets. A cell that a spreadsheet would take for a formula begins
/// with an apostrophe.
final class Table {
  private static final String FORMULAS = "=+-@\t\r";

  private Table() {}

  static String of(List<Members.Member> members) {
    var lines =
        members.stream()
            .map(
                one ->
                    row(
                        List.of(
                            one.user().value(),
                            one.name().orElse(""),
                            one.role().word(),
                            one.affiliation().map(of -> of.organisation().label()).orElse(""),
                            Boolean.toString(one.external()),
                            Instant.ofEpochMilli(one.sinceMs()).toString())))
            .collect(Collectors.joining());
    return row(List.of("user_id", "name", "role", "organisation", "external", "since")) + lines;
  }

  static String row(List<String> cells) {
    return cells.stream().map(Table::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(String text) {
    var safe = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
