package parvis.suite.tasks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Csv;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.base.Sheet;
import parvis.base.Turnstile;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;

/// Tasks as a table that goes out, and a table that becomes tasks. What is right of it is made,
/// some lines in one transaction, and what is wrong is told line by line. The same file makes
/// nothing twice: after a fault it is sent again. Nor does a file that was mended: as long as lines
/// of a space were refused, those that were made are known by what they say, in whatever file they
/// come; once all of a file are there, another one may say the same.
final class TaskFiles {
  /// What a table takes that goes out.
  private static final int OUT_BYTES_MAX = 64 * 1024 * 1024;

  /// Lines that become tasks in one transaction: others write in the space between two.
  private static final int BATCH = 100;

  /// Tables that are made at once, and for how long one waits for its turn.
  private static final int AT_ONCE = 2;

  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private static final int HASH_BYTES = 16;

  /// Those behind one address who are looked at: who is alone, and who is not.
  private static final int SHARING_MAX = 50;

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final Stores stores;
  private final Doing doing;
  private final Telling telling;
  private final Turnstile turns = new Turnstile(AT_ONCE, WAIT_MAX);

  TaskFiles(TasksFeature.Needs needs, Tasks tasks, Stores stores, Doing doing, Telling telling) {
    this.needs = needs;
    this.tasks = tasks;
    this.stores = stores;
    this.doing = doing;
    this.telling = telling;
  }

  /// What became of a line.
  enum Outcome {
    MADE,
    /// The same file has made it before, or one in which others were refused.
    THERE,
    REFUSED
  }

  /// @param task its id; empty where there is none
  /// @param why it is refused
  record Line(int number, Outcome outcome, String task, Optional<Refused> why) {
    static Line refused(int number, Refused why) {
      return new Line(number, Outcome.REFUSED, "", Optional.of(why));
    }
  }

  /// What a file has done, or would do.
  ///
  /// @param real false: it was looked at, and nothing was done
  record Report(TaskFile file, boolean real, List<Line> lines) {}

  /// A line that may become a task.
  ///
  /// @param ofFile its name in this file
  /// @param ofWords its name in any file that says the same, and says it so often
  private record Asked(int line, String ofFile, String ofWords, Doing.Draft draft) {}

  /// Takes back a transaction that only looked.
  private static final class Looked extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Line> lines;

    Looked(List<Line> lines) {
      super("a rehearsal", null, false, false);
      this.lines = lines;
    }
  }

  /// Reads a file in, or looks at what would become of it: that is done, and taken back.
  Report read(Actor actor, Reach reach, byte[] bytes, boolean real) {
    reach.require(Action.DO_TASKS);
    var board = needs.db().read(tx -> stores.boards().boardNow(tx, reach.spaceNid()));
    var file = TaskFile.read(board, bytes);
    var name = "csv " + hash(bytes) + " ";
    var meant =
        new FilePeople(
            reach.space(),
            user -> tasks.reach(user, reach.space()).actions().contains(Action.SEE_TASKS),
            address -> needs.people().behind(actor, address, SHARING_MAX));
    var lines = new ArrayList<Line>();
    var drafts = new ArrayList<Asked>();
    var said = new HashMap<String, Integer>();
    for (var row : file.rows()) {
      var words = hash(file.words(row).getBytes(StandardCharsets.UTF_8));
      var ofWords = "csv line " + words + " " + said.merge(words, 1, Integer::sum);
      try {
        var ofFile = name + row.line();
        drafts.add(
            new Asked(row.line(), ofFile, ofWords, doing.draft(file.edit(ofFile, row, meant))));
      } catch (Refused wrong) {
        lines.add(Line.refused(row.line(), wrong));
      }
    }
    var people = doing.people(reach, drafts.stream().map(one -> one.draft().edit()).toList());
    for (int from = 0; from < drafts.size(); from += BATCH) {
      var batch = drafts.subList(from, Math.min(from + BATCH, drafts.size()));
      try {
        lines.addAll(made(reach, batch, people, real));
      } catch (Looked looked) {
        lines.addAll(looked.lines);
      }
    }
    if (real && lines.stream().noneMatch(line -> line.outcome() == Outcome.REFUSED)) {
      forgetWords(reach, drafts);
    }
    lines.sort((a, b) -> Integer.compare(a.number(), b.number()));
    return new Report(file, real, lines);
  }

  private void forgetWords(Reach reach, List<Asked> all) {
    var names = all.stream().map(Asked::ofWords).toList();
    needs
        .db()
        .write(
            tx -> {
              stores.tasks().unask(tx, reach.spaceNid(), names);
              return true;
            });
  }

  private List<Line> made(Reach reach, List<Asked> drafts, Set<String> people, boolean real) {
    var by = new Fact(reach.user().value(), needs.clock().millis());
    return telling.write(
        (tx, notes) -> {
          // One file at a time: of two that say the same, the second finds what the first has made.
          stores.boards().lockBoard(tx, reach.spaceNid());
          var lines =
              drafts.stream().map(draft -> made(tx, notes, reach, draft, people, by)).toList();
          if (!real) {
            throw new Looked(lines);
          }
          return lines;
        });
  }

  /// One line. What is refused here was judged by the board, and has written nothing but a number;
  /// in a space that is full not even that.
  private Line made(
      Tx tx, Telling.Notes notes, Reach reach, Asked asked, Set<String> people, Fact by) {
    long space = reach.spaceNid();
    var before =
        stores
            .tasks()
            .asked(tx, space, asked.ofFile())
            .or(() -> stores.tasks().asked(tx, space, asked.ofWords()));
    try {
      var id = before.orElseGet(() -> made(tx, notes, reach, asked.draft(), people, by));
      stores.tasks().ask(tx, space, asked.ofFile(), id, by.atMs());
      stores.tasks().ask(tx, space, asked.ofWords(), id, by.atMs());
      var outcome = before.isPresent() ? Outcome.THERE : Outcome.MADE;
      return new Line(asked.line(), outcome, id, Optional.empty());
    } catch (Refused wrong) {
      if (wrong.kind() != Refused.Kind.RESOURCE_LIMIT_EXCEEDED) {
        stores.boards().release(tx, space);
      }
      return Line.refused(asked.line(), wrong);
    }
  }

  private String made(
      Tx tx, Telling.Notes notes, Reach reach, Doing.Draft draft, Set<String> people, Fact by) {
    return doing.made(tx, notes, reach, draft, people, by).key().id();
  }

  private static String hash(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The tasks of a space that a filter leaves, as a table.
  ///
  /// @throws Refused tooLarge when a narrower filter is needed, limitExceeded when too many want
  /// one
  List<byte[]> table(Reach reach, Filter filter, Language language) {
    return turns.in(() -> rows(reach, filter, language));
  }

  private List<byte[]> rows(Reach reach, Filter filter, Language language) {
    var board = needs.db().read(tx -> stores.boards().boardNow(tx, reach.spaceNid()));
    var french = language == Language.FRENCH;
    var head =
        Stream.concat(
            Stream.of(TaskFile.Column.values()).map(one -> french ? one.french : one.english),
            board.fields().stream().map(BoardField::name));
    var sheet = new Sheet(OUT_BYTES_MAX, head.toList());
    for (var at = Optional.of(filter); at.isPresent(); ) {
      var asked = at.get();
      var found = needs.db().read(tx -> stores.tasks().whole(tx, reach, asked));
      var page = found.subList(0, Math.min(found.size(), asked.page().limit()));
      page.forEach(task -> sheet.row(row(reach.space(), board, task, french)));
      at = page.size() < found.size() ? Optional.of(asked.after(page.getLast())) : Optional.empty();
    }
    return sheet.bytes();
  }

  private static List<String> row(Space space, Board board, Task task, boolean french) {
    var row = new ArrayList<String>();
    for (var column : TaskFile.Column.values()) {
      row.add(
          switch (column) {
            case NUMBER -> Long.toString(task.key().number());
            case TITLE -> task.text(Field.TITLE);
            case DESCRIPTION -> task.text(Field.DESCRIPTION);
            case COLUMN -> board.column(task.column()).map(Board.Column::name).orElse("");
            case ASSIGNEES ->
                task.assignees().stream()
                    .map(id -> FilePeople.shown(space, id))
                    .collect(Collectors.joining(", "));
            case START -> task.day(Field.START).orElse("");
            case DUE -> task.day(Field.DUE).orElse("");
            case PRIORITY -> priority(task.text(Field.PRIORITY), french);
            case LABELS -> String.join(", ", names(board, task.strings(Field.LABELS)));
            case ESTIMATE -> number(task, Field.ESTIMATE_MINUTES);
            case SPENT -> number(task, Field.SPENT_MINUTES);
          });
    }
    var custom = task.value(Field.CUSTOM) instanceof JsonObject said ? said : JsonObject.EMPTY;
    board.fields().forEach(field -> row.add(said(space, field, custom)));
    return row;
  }

  private static String priority(String word, boolean french) {
    return french ? TaskFile.PRIORITIES.getOrDefault(word, word) : word;
  }

  private static List<String> names(Board board, List<String> labels) {
    return labels.stream().map(id -> board.label(id).map(Board.Label::name).orElse(id)).toList();
  }

  private static String number(Task task, Field field) {
    return task.value(field) instanceof JsonInteger(long minutes) ? Long.toString(minutes) : "";
  }

  private static String said(Space space, BoardField field, JsonObject custom) {
    return switch (custom.get(field.id())) {
      case JsonString(var id) when field.kind() == BoardField.Kind.PERSON ->
          FilePeople.shown(space, id);
      case JsonString(var text) ->
          field.choices().stream()
              .filter(choice -> choice.id().equals(text))
              .map(Board.Label::name)
              .findFirst()
              .orElse(text);
      case JsonInteger(long number) -> Long.toString(number);
      case JsonDecimal(var literal) -> literal;
      case null, default -> "";
    };
  }

  static JsonObject json(Report report) {
    var rows = new HashMap<Integer, Csv.Row>();
    report.file().rows().forEach(row -> rows.put(row.line(), row));
    var lines =
        report.lines().stream()
            .map(line -> json(report.file(), line, Optional.ofNullable(rows.get(line.number()))))
            .toArray();
    return JsonObject.of(
        "dry_run",
        !report.real(),
        "left_out",
        JsonArray.of(report.file().leftOut().toArray()),
        "lines",
        JsonArray.of(lines));
  }

  /// A line; of one that is refused, which cell is wrong, where it is one.
  private static JsonObject json(TaskFile file, Line line, Optional<Csv.Row> row) {
    var field = line.why().map(why -> why.fields().get("field")).map(Object::toString);
    var cell = row.flatMap(there -> field.flatMap(word -> file.cell(there, word)));
    return JsonObject.builder()
        .put("line", line.number())
        .put("outcome", line.outcome().name().toLowerCase(Locale.ROOT))
        .putIf("task", Optional.of(line.task()).filter(id -> !id.isEmpty()))
        .putIf("field", field)
        .putIf(
            FilePeople.PERSON,
            line.why().map(why -> why.fields().get(FilePeople.PERSON)).map(Object::toString))
        .putIf("column", cell.map(TaskFile.Cell::column))
        .putIf("cell", cell.map(TaskFile.Cell::text))
        .putIf("why", line.why().map(Refused::sentence))
        .build();
  }
}
