package parvis.suite.decisions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.base.Language;
import parvis.base.Sheet;
import parvis.base.Turnstile;
import parvis.protocol.json.JsonObject;

/// A register as a table for spreadsheets: read page by page, and so many at a time.
final class Table {
  /// What a table takes that goes out.
  static final int BYTES_MAX = 16 * 1024 * 1024;

  private static final int AT_ONCE = 2;
  private static final Duration TURN_MAX = Duration.ofSeconds(10);

  /// What a table tells of each decision.
  private enum Column {
    NUMBER("Numéro", "Number"),
    STATE("État", "State"),
    DAY("Date", "Date"),
    TITLE("Objet", "Subject"),
    TEXT("Décision", "Decision"),
    WHY("Motifs", "Reasons"),
    QUESTION("Question", "Question"),
    DECIDED_BY("Décidé par", "Decided by"),
    MEETING("Réunion", "Meeting"),
    SUPERSEDES("Remplace", "Supersedes"),
    SUPERSEDED_BY("Remplacée par", "Superseded by"),
    MADE_BY("Enregistrée par", "Recorded by");

    private final String french;
    private final String english;

    Column(String french, String english) {
      this.french = french;
      this.english = english;
    }
  }

  private final Decisions decisions;
  private final Turnstile turns = new Turnstile(AT_ONCE, TURN_MAX);

  Table(Decisions decisions) {
    this.decisions = decisions;
  }

  /// The decisions that a filter leaves.
  ///
  /// @throws parvis.base.Refused tooLarge when a narrower filter is needed
  List<byte[]> of(Reach reach, Filter filter, Language language) {
    return turns.in(() -> sheet(reach, filter, language).bytes());
  }

  private Sheet sheet(Reach reach, Filter filter, Language language) {
    var head = Arrays.stream(Column.values()).map(one -> language.say(one.french, one.english));
    var sheet = new Sheet(BYTES_MAX, head.toList());
    for (var at = Optional.of(filter); at.isPresent(); ) {
      var asked = at.get();
      var found = decisions.list(reach, asked);
      var page = found.subList(0, Math.min(found.size(), asked.limit()));
      var around = decisions.neighbours(reach, page);
      page.forEach(one -> sheet.row(row(reach, one, around, language)));
      at = page.size() < found.size() ? Optional.of(asked.after(page.getLast())) : Optional.empty();
    }
    return sheet;
  }

  private static List<String> row(
      Reach reach, Decision one, Map<String, JsonObject> around, Language language) {
    var near = around.getOrDefault(one.key().id(), JsonObject.EMPTY);
    return Arrays.stream(Column.values())
        .map(
            column ->
                switch (column) {
                  case NUMBER -> Long.toString(one.key().number());
                  case STATE -> one.state().text(language);
                  case DAY -> one.text(Field.DAY);
                  case TITLE -> one.title();
                  case TEXT -> one.text(Field.TEXT);
                  case WHY -> one.text(Field.WHY);
                  case QUESTION -> one.text(Field.QUESTION);
                  case DECIDED_BY -> decidedBy(reach, one);
                  case MEETING -> one.text(Field.MEETING);
                  case SUPERSEDES -> near.object("earlier").map(Table::number).orElse("");
                  case SUPERSEDED_BY -> later(near);
                  case MADE_BY -> name(reach, one.made().by());
                })
        .toList();
  }

  private static String decidedBy(Reach reach, Decision one) {
    var deciders = new ArrayList<String>();
    one.strings(Field.DECIDERS).forEach(id -> deciders.add(name(reach, id)));
    if (!one.text(Field.BODY).isEmpty()) {
      deciders.add(one.text(Field.BODY));
    }
    return String.join(", ", deciders);
  }

  private static String later(JsonObject near) {
    return near.array("superseded_by")
        .map(later -> later.objects().stream().map(Table::number).toList())
        .map(numbers -> String.join(", ", numbers))
        .orElse("");
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
