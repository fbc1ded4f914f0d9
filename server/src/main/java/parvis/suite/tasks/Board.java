package parvis.suite.tasks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The board of a space: its columns, in their order, and the labels that its tasks may have.
///
/// @param version how often it was arranged
record Board(int version, List<Column> columns, List<Label> labels, List<BoardField> fields) {
  /// What is arranged of it.
  static final List<String> ARRANGED = List.of("columns", "labels", "fields");

  static final int COLUMNS_MAX = 30;
  static final int NAME_CHARS_MAX = 60;
  static final long LIMIT_MAX = 10_000;
  static final int LABELS_MAX = 100;
  static final long COLOUR_MAX = 11;
  static final int FIELDS_MAX = 30;

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
    static Label read(String word, JsonValue said) {
      var body = new Body(Said.object(word, said));
      var colour = body.integer("colour");
      if (colour < 0 || colour > COLOUR_MAX) {
        throw Said.invalid(word, "has a colour from 0 to " + COLOUR_MAX);
      }
      return new Label(
          Said.id(word, body.string("id")),
          Said.line(word, body.string("name"), NAME_CHARS_MAX),
          colour);
    }

    JsonObject json() {
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
          List.of(),
          List.of());

  /// This board as somebody wants it arranged; what they do not name stays.
  ///
  /// @throws parvis.base.Refused badJson or invalidParam
  Board arranged(int next, Body wish) {
    return new Board(
        next,
        wish.value("columns").map(Board::readColumns).orElse(columns),
        wish.value("labels").map(Board::readLabels).orElse(labels),
        wish.value("fields").map(this::readFields).orElse(fields));
  }

  /// The arrangement of another board, as that of this one.
  Board like(Board other, int next) {
    return new Board(next, other.columns, other.labels, other.fields);
  }

  /// A field keeps its kind: its values would say something else.
  private List<BoardField> readFields(JsonValue said) {
    var word = "fields";
    var read =
        Said.list(word, said, FIELDS_MAX).stream().map(one -> BoardField.read(word, one)).toList();
    Values.refuseTwice(word, read.stream().map(BoardField::id).toList());
    var before = fieldsById();
    for (var field : read) {
      var known = before.get(field.id());
      if (known != null && known.kind() != field.kind()) {
        throw Said.invalid(word, "changes the kind of one that there is");
      }
    }
    return read;
  }

  private static List<Column> readColumns(JsonValue said) {
    var word = "columns";
    var columns =
        Said.list(word, said, COLUMNS_MAX).stream().map(one -> column(word, one)).toList();
    if (columns.isEmpty()) {
      throw Said.invalid(word, "has at least one");
    }
    Values.refuseTwice(word, columns.stream().map(Column::id).toList());
    return columns;
  }

  private static List<Label> readLabels(JsonValue said) {
    var word = "labels";
    var labels =
        Said.list(word, said, LABELS_MAX).stream().map(one -> Label.read(word, one)).toList();
    Values.refuseTwice(word, labels.stream().map(Label::id).toList());
    return labels;
  }

  private static Column column(String word, JsonValue said) {
    var body = new Body(Said.object(word, said));
    var state =
        State.of(body.string("state"))
            .orElseThrow(() -> Said.invalid(word, "has a state: open, done or validated"));
    var limit = body.optionalInteger("limit");
    if (limit.isPresent() && (limit.getAsLong() < 1 || limit.getAsLong() > LIMIT_MAX)) {
      throw Said.invalid(word, "has a limit that no board has");
    }
    return new Column(
        Said.id(word, body.string("id")),
        Said.line(word, body.string("name"), NAME_CHARS_MAX),
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

  Map<String, BoardField> fieldsById() {
    return fields.stream().collect(Collectors.toMap(BoardField::id, field -> field));
  }

  JsonObject json() {
    return JsonObject.of(
        "version", version,
        "columns", JsonArray.of(columns.stream().map(Column::json).toArray()),
        "labels", JsonArray.of(labels.stream().map(Label::json).toArray()),
        "fields", JsonArray.of(fields.stream().map(BoardField::json).toArray()));
  }
}
