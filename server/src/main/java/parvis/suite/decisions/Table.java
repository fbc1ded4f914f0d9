package parvis.suite.decisions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parvis.base.Cells;
import parvis.protocol.json.JsonObject;

/// A register as a table for spreadsheets.
final class Table {
  private static final List<String> HEADS =
      List.of(
          "number",
          "state",
          "day",
          "title",
          "text",
          "why",
          "question",
          "decided_by",
          "supersedes",
          "superseded_by",
          "made_by");

  private Table() {}

  /// @param around what stands before and after each, by its id
  static String of(Reach reach, List<Decision> all, Map<String, JsonObject> around) {
    var table = new StringBuilder(Cells.row(HEADS));
    for (var one : all) {
      var near = around.getOrDefault(one.key().id(), JsonObject.EMPTY);
      var deciders = new ArrayList<String>();
      one.strings(Field.DECIDERS).forEach(id -> deciders.add(name(reach, id)));
      if (!one.text(Field.BODY).isEmpty()) {
        deciders.add(one.text(Field.BODY));
      }
      table.append(
          Cells.row(
              List.of(
                  Long.toString(one.key().number()),
                  one.state().word(),
                  one.text(Field.DAY),
                  one.title(),
                  one.text(Field.TEXT),
                  one.text(Field.WHY),
                  one.text(Field.QUESTION),
                  String.join(", ", deciders),
                  near.object("earlier").map(Table::number).orElse(""),
                  near.array("superseded_by")
                      .map(later -> later.objects().stream().map(Table::number).toList())
                      .map(numbers -> String.join(", ", numbers))
                      .orElse(""),
                  name(reach, one.made().by()))));
    }
    return table.toString();
  }

  private static String number(JsonObject line) {
    return Long.toString(line.integer("number").orElse(0));
  }

  /// How the space calls somebody.
  private static String name(Reach reach, String id) {
    return reach
        .space()
        .state()
        .event("m.room.member", id)
        .flatMap(event -> event.pdu().content().string("displayname"))
        .map(name -> name + " (" + id + ")")
        .orElse(id);
  }
}
