package parvis.suite.decisions;

import static parvis.core.things.ThingShapes.with;
import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.day;
import static parvis.platform.http.Shape.id;
import static parvis.platform.http.Shape.integer;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import parvis.core.things.Link;
import parvis.core.things.ThingShapes;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about decisions, told to who writes a client; the bounds are those by
/// which it is judged.
final class Shapes {
  private static final Shape USER = line(Body.NAME_BYTES_MAX);
  private static final Shape STATE =
      word(Arrays.stream(State.values()).map(State::word).toArray(String[]::new));
  private static final Shape REQUEST = ThingShapes.request(Edit.REQUEST_CHARS_MAX);

  private static final Shape SET =
      object(Arrays.stream(Field.values()).map(one -> may(one.word(), field(one))).toList())
          .called("DecisionSet");

  static final Shape MADE = object(needed("request_id", REQUEST), needed("set", SET));

  static final Shape CHANGED =
      object(
          needed("request_id", REQUEST),
          needed("base", count().says("The version that was seen")),
          needed("set", SET));

  /// What is told of one where another one is told.
  private static final Shape LINE =
      object(
              needed("id", id()),
              needed("number", count()),
              needed("title", text(Field.TITLE_CHARS_MAX)),
              needed("state", STATE))
          .called("DecisionLine");

  static final Shape DECISION =
      object(
              with(
                  told(),
                  needed(Field.TEXT.word(), field(Field.TEXT)),
                  needed(Field.WHY.word(), field(Field.WHY)),
                  needed("versions", Shape.anything()),
                  may("earlier", LINE),
                  needed("superseded_by", list(LINE, DecisionStore.LATER_MAX))))
          .called("Decision");

  static final Shape PAGE =
      object(
          needed(
              "decisions",
              list(
                  object(
                      with(
                          told(),
                          may(Field.TEXT.word(), field(Field.TEXT)),
                          may(Field.WHY.word(), field(Field.WHY)),
                          may("versions", Shape.anything()),
                          may("earlier", LINE),
                          needed("superseded_by", list(LINE, DecisionStore.LATER_MAX)))),
                  Filter.PAGE_MAX)),
          needed("since", line(Body.NAME_BYTES_MAX)),
          may("next", count().says("The \"from\" of the next page")));

  static final Shape HISTORY = ThingShapes.history(words(), HistoryStore.PAGE);

  private static final List<Shape.Part> END = ThingShapes.end(kinds(), "task");

  static final Shape LINK = object(END);

  static final Shape TIED = ThingShapes.tied(END, Body.NAME_BYTES_MAX).called("DecisionLink");

  static final Shape LINKS = object(needed("links", list(TIED, Links.LINKS_MAX)));

  static final Shape TRACES =
      object(
          needed(
              "decisions",
              list(
                  object(
                      needed("event", line(Body.NAME_BYTES_MAX)),
                      needed("decision", object(told()))),
                  Links.TRACES_MAX)));

  /// Of one that was found by words.
  static final Shape HIT =
      object(
              needed("decision", id()),
              needed("space", line(Body.NAME_BYTES_MAX)),
              needed("space_name", text(Body.TEXT_CHARS_MAX)),
              needed("number", count()),
              needed("title", text(Field.TITLE_CHARS_MAX)),
              needed("state", STATE),
              needed("at", count()))
          .called("DecisionHit");

  static final Shape.Part FROM = may("from", count().says("The \"next\" of a page before"));

  /// Of what is taken away.
  static final Shape NOTHING = object();

  private Shapes() {}

  /// What lists of decisions are asked by.
  static Shape.Part[] asked() {
    return new Shape.Part[] {
      may("state", STATE),
      may("year", integer(Filter.YEAR_MIN, Filter.YEAR_MAX)),
      may("text", text(Filter.TEXT_CHARS_MAX)),
      may("whole", yesOrNo().says("With what is long")),
      FROM,
      may("limit", integer(1, Filter.PAGE_MAX))
    };
  }

  private static String[] kinds() {
    return Arrays.stream(LinkKind.values()).map(Link::word).toArray(String[]::new);
  }

  private static String[] words() {
    return Stream.concat(Arrays.stream(Field.values()).map(Field::word), Stream.of(Decisions.LINK))
        .toArray(String[]::new);
  }

  private static List<Shape.Part> told() {
    var parts =
        new ArrayList<>(
            List.of(
                needed("id", id()),
                needed("space", line(Body.NAME_BYTES_MAX)),
                needed("number", count()),
                needed("version", count()),
                needed("state_by", USER),
                needed("state_at", count()),
                needed("made_by", USER),
                needed("made_at", count()),
                needed("changed_at", count())));
    for (var field : Field.values()) {
      if (!field.isLong()) {
        parts.add(needed(field.word(), field(field)));
      }
    }
    return parts;
  }

  /// What a field takes, and what is told of it.
  private static Shape field(Field field) {
    return switch (field) {
      case TITLE -> line(Field.TITLE_CHARS_MAX);
      case TEXT, WHY -> text(Field.TEXT_CHARS_MAX);
      case QUESTION -> text(Field.QUESTION_CHARS_MAX);
      case BODY -> text(Field.BODY_CHARS_MAX);
      case MEETING -> text(Field.MEETING_CHARS_MAX);
      case DECIDERS -> list(USER, Field.DECIDERS_MAX);
      case ASKED -> list(USER, Field.ASKED_MAX);
      case OPENED -> list(USER, Field.OPENED_MAX);
      case DAY -> day().orNull();
      case SUPERSEDES -> id().orNull();
      case STATE -> STATE;
    };
  }
}
