package parvis.suite.tasks;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parvis.base.Csv;
import parvis.base.Folded;
import parvis.base.Refused;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// A table of tasks, as spreadsheets write it: in UTF-8 or Windows-1252, parted by semicolons,
/// commas or tabs. Its first line names the columns, in French or English, or as the board calls
/// its fields; all else is a task on each line.
record TaskFile(Board board, List<String> columns, List<Csv.Row> rows) {
  static final int BYTES_MAX = 2 * 1024 * 1024;
  static final int ROWS_MAX = 1_000;

  /// Columns that are left out and told.
  static final int LEFT_OUT_MAX = 100;

  /// Says to programs why a whole file is refused.
  private static final String REASON = "reason";

  /// A day as spreadsheets in France write it.
  private static final Pattern DAY = Pattern.compile("(\\d{1,2})[/.](\\d{1,2})[/.](\\d{4})");

  /// Characters of a cell: nothing of a task is longer.
  private static final int CELL_CHARS_MAX = Values.DESCRIPTION_CHARS_MAX;

  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String FORMULAS = "=+-@\t\r";
  private static final String BETWEEN = "[,|]";

  /// Priorities as French names them; in English they are called by their words.
  static final Map<String, String> PRIORITIES =
      Map.of(
          "none", "Sans", "low", "Basse", "normal", "Normale", "high", "Haute", "urgent", "Urgent");

  /// A column of every board's table.
  enum Column {
    NUMBER("number", "Numéro", "Number"),
    TITLE("title", "Titre", "Title"),
    DESCRIPTION("description", "Description", "Description"),
    COLUMN("column", "Colonne", "Column"),
    ASSIGNEES("assignees", "Responsables", "Assignees"),
    START("start", "Début", "Start"),
    DUE("due", "Échéance", "Due"),
    PRIORITY("priority", "Priorité", "Priority"),
    LABELS("labels", "Étiquettes", "Labels"),
    ESTIMATE("estimate_minutes", "Temps estimé (min)", "Estimate (min)"),
    SPENT("spent_minutes", "Temps passé (min)", "Spent (min)");

    private final String word;
    final String french;
    final String english;

    Column(String word, String french, String english) {
      this.word = word;
      this.french = french;
      this.english = english;
    }

    /// A field of the board keeps its name from what else a column is called.
    private static Optional<Column> of(Board board, String name) {
      return named(name, one -> List.of(one.word, one.french, one.english).stream())
          .or(
              () ->
                  field(board, name).isPresent() ? Optional.empty() : named(name, Column::shownAs));
    }

    /// What it is called where tasks are read.
    private Stream<String> shownAs() {
      return this == COLUMN ? Stream.of("État", "State") : Stream.empty();
    }

    private static Optional<Column> named(String name, Function<Column, Stream<String>> names) {
      return Arrays.stream(values())
          .filter(
              one -> names.apply(one).anyMatch(known -> Folded.of(known).equals(Folded.of(name))))
          .findFirst();
    }
  }

  /// @throws Refused tooLarge, or invalidParam when it is no such table
  static TaskFile read(Board board, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw Refused.tooLarge("A file has at most " + BYTES_MAX + " bytes").with(REASON, "bytes");
    }
    var text = decoded(bytes);
    var csv = new Csv(text, Csv.separator(text));
    var rows = new ArrayList<Csv.Row>();
    while (csv.more()) {
      var row = csv.next();
      if (!row.isBlank()) {
        rows.add(row);
      }
      if (rows.size() > ROWS_MAX + 1) {
        throw Refused.tooLarge("A file has at most " + ROWS_MAX + " tasks").with(REASON, "rows");
      }
    }
    if (rows.size() < 2) {
      throw Refused.invalidParam("The file has a line that names its columns, and tasks below")
          .with(REASON, "empty");
    }
    var columns = rows.removeFirst().fields().stream().map(String::strip).toList();
    var file = new TaskFile(board, columns, rows);
    if (!file.isTitled() && !file.leftOut().isEmpty()) {
      var first = file.leftOut().getFirst();
      throw Refused.invalidParam(
              "This board has no column \"" + first + "\", and no title is there")
          .with(REASON, "column")
          .with("column", first);
    }
    return file;
  }

  private boolean isTitled() {
    return columns.stream()
        .flatMap(name -> Column.of(board, name).stream())
        .anyMatch(column -> column == Column.TITLE);
  }

  /// The columns that this board has not: what stands in them is left out.
  List<String> leftOut() {
    return columns.stream()
        .filter(name -> !name.isEmpty())
        .filter(name -> Column.of(board, name).isEmpty() && field(board, name).isEmpty())
        .map(TaskFile::shown)
        .limit(LEFT_OUT_MAX)
        .toList();
  }

  private static String shown(String text) {
    return text.length() > Board.NAME_CHARS_MAX ? text.substring(0, Board.NAME_CHARS_MAX) : text;
  }

  /// UTF-8, where it is; else what spreadsheets write in France.
  private static CharSequence decoded(byte[] bytes) {
    var text = decoded(bytes, StandardCharsets.UTF_8).or(() -> decoded(bytes, WINDOWS));
    if (text.isEmpty() || text.get().chars().anyMatch(c -> c == 0)) {
      throw Refused.invalidParam("The file is neither in UTF-8 nor in Windows-1252")
          .with(REASON, "encoding");
    }
    var whole = text.get();
    var marked = whole.length() > 0 && whole.charAt(0) == BYTE_ORDER_MARK;
    return marked ? whole.subSequence(1, whole.length()) : whole;
  }

  private static Optional<CharBuffer> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)));
    } catch (CharacterCodingException other) {
      return Optional.empty();
    }
  }

  private static Optional<BoardField> field(Board board, String name) {
    return board.fields().stream()
        .filter(field -> Folded.of(field.name()).equals(Folded.of(name)))
        .findFirst();
  }

  /// What stands in a column of a row.
  ///
  /// @param text no more of it than can be shown
  record Cell(String column, String text) {}

  /// Where a value stands that was refused, by its word in a [Field] or a field of the board.
  Optional<Cell> cell(Csv.Row row, String word) {
    for (int i = 0; i < columns.size(); i++) {
      var name = columns.get(i);
      if (shown(name).equals(word) || word(name).equals(word)) {
        var text = i < row.fields().size() ? row.fields().get(i).strip() : "";
        return Optional.of(new Cell(shown(name), shown(text)));
      }
    }
    return Optional.empty();
  }

  private String word(String name) {
    return Column.of(board, name)
        .map(column -> column.word)
        .or(() -> field(board, name).map(field -> Custom.word(field.id())))
        .orElse("");
  }

  /// What one line wishes.
  ///
  /// @throws Refused invalidParam, which says what is wrong with it
  Edit edit(String request, Csv.Row row, FilePeople people) {
    if (row.wrong() || row.fields().size() > columns.size()) {
      throw Refused.invalidParam("This line has other columns than the first one");
    }
    var set = JsonObject.builder();
    var custom = JsonObject.builder();
    for (int i = 0; i < row.fields().size(); i++) {
      var name = columns.get(i);
      var cell = cell(name, row.fields().get(i));
      if (!cell.isEmpty()) {
        Column.of(board, name)
            .ifPresentOrElse(
                column -> put(set, column, cell, people),
                () ->
                    field(board, name)
                        .ifPresent(field -> custom.put(field.id(), value(field, cell, people))));
      }
    }
    var values = set.put(Field.CUSTOM.word(), custom.build()).build();
    Edit.template(values);
    return new Edit(request, 0, Edit.set(values));
  }

  /// What one line says, however empty the columns are that stand between it.
  String words(Csv.Row row) {
    var words = new StringBuilder();
    for (int i = 0; i < row.fields().size(); i++) {
      var cell = row.fields().get(i).strip();
      if (!cell.isEmpty()) {
        var column = i < columns.size() ? Folded.of(columns.get(i)) : "";
        words.append(column).append('\0').append(cell).append('\0');
      }
    }
    return words.toString();
  }

  /// Without what was put before it, so that spreadsheets take it for no formula.
  private static String cell(String name, String text) {
    if (text.length() > CELL_CHARS_MAX) {
      throw Said.invalid(shown(name), "is longer than " + CELL_CHARS_MAX + " characters");
    }
    var cell = text.strip();
    var kept = cell.length() > 1 && cell.charAt(0) == '\'' && FORMULAS.indexOf(cell.charAt(1)) >= 0;
    return kept ? cell.substring(1) : cell;
  }

  private void put(JsonObject.Builder set, Column column, String cell, FilePeople people) {
    switch (column) {
      case NUMBER -> {}
      case TITLE, DESCRIPTION -> set.put(column.word, cell);
      case START, DUE -> set.put(column.word, day(cell));
      case PRIORITY -> set.put(column.word, priority(cell));
      case ESTIMATE, SPENT -> set.put(column.word, minutes(column, cell));
      case COLUMN -> set.put(Field.PLACE.word(), JsonObject.of("column", columnId(cell)));
      case ASSIGNEES -> set.put(column.word, JsonArray.of(assignees(cell, people).toArray()));
      case LABELS ->
          set.put(column.word, JsonArray.of(parts(cell).stream().map(this::label).toArray()));
    }
  }

  private static List<String> assignees(String cell, FilePeople people) {
    var said = people.isName(cell) ? List.of(cell) : parts(cell);
    return said.stream().map(one -> people.id(Column.ASSIGNEES.word, one)).distinct().toList();
  }

  private static List<String> parts(String cell) {
    return Arrays.stream(cell.split(BETWEEN))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static String day(String cell) {
    var said = DAY.matcher(cell);
    return said.matches()
        ? said.group(3) + "-" + two(said.group(2)) + "-" + two(said.group(1))
        : cell;
  }

  private static String two(String digits) {
    return digits.length() < 2 ? "0" + digits : digits;
  }

  private static String priority(String cell) {
    return PRIORITIES.entrySet().stream()
        .filter(one -> Folded.of(one.getValue()).equals(Folded.of(cell)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(cell);
  }

  private static long minutes(Column column, String cell) {
    try {
      return Long.parseLong(cell);
    } catch (NumberFormatException none) {
      throw Said.invalid(column.word, "is a number of minutes");
    }
  }

  private String columnId(String name) {
    return board.columns().stream()
        .filter(one -> Folded.of(one.name()).equals(Folded.of(name)))
        .findFirst()
        .map(Board.Column::id)
        .orElseThrow(() -> Said.invalid("column", "is none of this board"));
  }

  private String label(String name) {
    return named(board.labels(), name)
        .orElseThrow(() -> Said.invalid("labels", "has one that this board has not"));
  }

  private static Optional<String> named(List<Board.Label> all, String name) {
    return all.stream()
        .filter(one -> Folded.of(one.name()).equals(Folded.of(name)))
        .findFirst()
        .map(Board.Label::id);
  }

  private static JsonValue value(BoardField field, String cell, FilePeople people) {
    return switch (field.kind()) {
      case TEXT -> new JsonString(cell);
      case PERSON -> new JsonString(people.id(Custom.word(field.id()), cell));
      case DATE -> new JsonString(day(cell));
      case CHOICE -> new JsonString(named(field.choices(), cell).orElse(cell));
      case NUMBER -> BoardField.number(cell.replace(',', '.')).orElse(new JsonString(cell));
    };
  }
}
