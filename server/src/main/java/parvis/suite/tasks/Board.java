package parvis.suite.tasks;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The board of a space: its columns, in their order, and the labels that its tasks may have.
///
/// @param version how often it was arranged
record Board(int version, List<Column> columns, List<Label> labels) {
  static final int COLUMNS_MAX = 30;
  static final int NAME_CHARS_MAX = 60;
  static final long LIMIT_MAX = 10_000;
  static final int LABELS_MAX = 100;
  static final long COLOUR_MAX = 11;

  /// A column, and what a task is that stands in it.
  ///
  /// @param limit of how many tasks people want to be warned
  record Column(String id, String name, State state, OptionalLong limit) {
    private JsonObject json() {
      var most = limit.isPresent() ? limit.getAsLong() : JsonNull.NULL;
      return JsonObject.of("id", id, "name", name, "state", state.word(), "limit", most);
    }
  }

  /// A mark for tasks of one matter.
  ///
  /// @param colour one of those that the interface has
  record Label(String id, String name, long colour) {
    private JsonObject json() {
      return JsonObject.of("id", id, "name", name, "colour", colour);
    }
  }

  /// How every board begins.
  static final Board USUAL =
      new Board(
          0,
          List.of(
              new Column("todo", "À faire", State.OPEN, OptionalLong.empty()),
              new Column("doing", "En cours", State.OPEN, OptionalLong.empty()),
              new Column("review", "À valider", State.DONE, OptionalLong.empty()),
              new Column("done", "Terminé", State.VALIDATED, OptionalLong.empty())),
          List.of());

  /// This board as somebody wants it arranged; what they do not name stays.
  ///
  /// @throws parvis.base.Refused badJson or invalidParam
  Board arranged(int next, Body wish) {
    var said = wish.json();
    return new Board(
        next,
        Optional.ofNullable(said.get("columns")).map(Board::readColumns).orElse(columns),
        Optional.ofNullable(said.get("labels")).map(Board::readLabels).orElse(labels));
  }

  private static List<Column> readColumns(JsonValue said) {
    var word = "columns";
    var columns =
        Values.list(word, said, COLUMNS_MAX).stream().map(one -> column(word, one)).toList();
    if (columns.isEmpty()) {
      throw Values.invalid(word, "has at least one");
    }
    refuseTwice(word, columns.stream().map(Column::id).toList());
    return columns;
  }

  private static void refuseTwice(String word, List<String> ids) {
    if (new HashSet<>(ids).size() < ids.size()) {
      throw Values.invalid(word, "has two of one id");
    }
  }

  private static List<Label> readLabels(JsonValue said) {
    var word = "labels";
    var labels = Values.list(word, said, LABELS_MAX).stream().map(one -> label(word, one)).toList();
    refuseTwice(word, labels.stream().map(Label::id).toList());
    return labels;
  }

  private static Label label(String word, JsonValue said) {
    var body = new Body(Values.object(word, said));
    var colour = body.integer("colour");
    if (colour < 0 || colour > COLOUR_MAX) {
      throw Values.invalid(word, "has a colour from 0 to " + COLOUR_MAX);
    }
    return new Label(
        Values.id(word, body.string("id")),
        Values.line(word, body.string("name"), NAME_CHARS_MAX),
        colour);
  }

  private static Column column(String word, JsonValue said) {
    var body = new Body(Values.object(word, said));
    var state =
        State.of(body.string("state"))
            .orElseThrow(() -> Values.invalid(word, "has a state: open, done or validated"));
    var limit = body.optionalInteger("limit");
    if (limit.isPresent() && (limit.getAsLong() < 1 || limit.getAsLong() > LIMIT_MAX)) {
      throw Values.invalid(word, "has a limit that no board has");
    }
    return new Column(
        Values.id(word, body.string("id")),
        Values.line(word, body.string("name"), NAME_CHARS_MAX),
        state,
        limit);
  }

  /// The columns whose tasks another board would leave without a column, or in another state.
  List<String> lost(Board other) {
    return columns.stream()
        .filter(
            column -> other.column(column.id()).filter(c -> c.state() == column.state()).isEmpty())
        .map(Column::id)
        .collect(Collectors.toList());
  }

  Optional<Column> column(String id) {
    return columns.stream().filter(column -> column.id().equals(id)).findFirst();
  }

  Optional<Label> label(String id) {
    return labels.stream().filter(label -> label.id().equals(id)).findFirst();
  }

  JsonObject json() {
    return JsonObject.of(
        "version", version,
        "columns", JsonArray.of(columns.stream().map(Column::json).toArray()),
        "labels", JsonArray.of(labels.stream().map(Label::json).toArray()));
  }
}
