package parvis.suite.spaces;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import parvis.base.Cells;

/// Members as a table for spreadsheets.
final class Table {
  private Table() {}

  static String of(List<Members.Member> members) {
    var lines =
        members.stream()
            .map(
                one ->
                    Cells.row(
                        List.of(
                            one.user().value(),
                            one.name().orElse(""),
                            one.role().word(),
                            one.affiliation().map(of -> of.organisation().label()).orElse(""),
                            Boolean.toString(one.external()),
                            Instant.ofEpochMilli(one.sinceMs()).toString())))
            .collect(Collectors.joining());
    return Cells.row(List.of("user_id", "name", "role", "organisation", "external", "since"))
        + lines;
  }
}
