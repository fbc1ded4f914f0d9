package parvis.suite.tasks;

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
import parvis.core.things.Link;
import parvis.core.things.ThingShapes;
import parvis.platform.http.Body;
import parvis.platform.http.Live;
import parvis.platform.http.Shape;

/// What goes over the wire about tasks, told to who writes a client; the bounds are those by which
/// it is judged.
final class Shapes {
  static final Shape USER = line(Body.NAME_BYTES_MAX);
  private static final Shape STATE = word("open", "done", "validated");
  private static final Shape REQUEST = ThingShapes.request(Edit.REQUEST_CHARS_MAX);

  private static final Shape BASE = count().says("The version that was seen");

  private static final Shape LABEL =
      object(
              needed("id", id()),
              needed("name", line(Board.NAME_CHARS_MAX)),
              needed("colour", integer(0, Board.COLOUR_MAX)))
          .called("Label");

  private static final Shape COLUMN =
      object(
              needed("id", id()),
              needed("name", line(Board.NAME_CHARS_MAX)),
              needed("state", STATE),
              may("limit", integer(1, Board.LIMIT_MAX).orNull()))
          .called("Column");

  private static final Shape FIELD =
      object(
              needed("id", id()),
              needed("name", line(Board.NAME_CHARS_MAX)),
              needed("kind", word("text", "number", "date", "choice", "person")),
              may("choices", list(LABEL, BoardField.CHOICES_MAX)),
              may("on_cards", yesOrNo().says("Whether the cards of the board tell it")))
          .called("BoardField");

  static final Shape ARRANGED =
      object(
          needed("base", BASE),
          may("columns", list(COLUMN, Board.COLUMNS_MAX)),
          may("labels", list(LABEL, Board.LABELS_MAX)),
          may("fields", list(FIELD, Board.FIELDS_MAX)));

  static final Shape BOARD =
      object(
              needed("version", count()),
              needed("columns", list(COLUMN, Board.COLUMNS_MAX)),
              needed("labels", list(LABEL, Board.LABELS_MAX)),
              needed("fields", list(FIELD, Board.FIELDS_MAX)))
          .called("Board");

  static final Shape SET = object(wished()).called("TaskSet");
  static final Shape MADE = object(needed("request_id", REQUEST), needed("set", SET));

  static final Shape CHANGED =
      object(needed("request_id", REQUEST), needed("base", BASE), needed("set", SET));

  static final Shape MANY =
      object(
          needed("request_id", REQUEST),
          needed(
              "tasks",
              list(
                  object(
                      needed("id", id()),
                      needed("base", BASE),
                      may("set", SET.says("What this one is to have besides, or instead"))),
                  Many.TASKS_MAX)),
          may("set", SET.says("What all are to have")),
          may("each", yesOrNo().says("Change those that can be; otherwise it is all or none")));

  static final Shape CARD = object(told()).called("Card");
  static final Shape CARDS = object(needed("tasks", list(CARD, Filter.PAGE_MAX)));

  static final Shape MANY_DONE =
      object(
          needed("tasks", list(CARD, Many.TASKS_MAX)),
          needed(
              "refused",
              list(
                  object(
                      needed("id", id()),
                      needed("why", line(Body.NAME_BYTES_MAX).says("As in forbidden, changed")),
                      needed("error", text(Body.TEXT_CHARS_MAX)),
                      may("fields", list(line(Body.NAME_BYTES_MAX), Field.values().length)),
                      may("task", Shape.anything().says("As it is, where it was changed"))),
                  Many.TASKS_MAX)));

  static final Shape TASK =
      object(
              with(
                  told(),
                  needed("description", text(Values.DESCRIPTION_CHARS_MAX)),
                  needed("checklist", wish(Field.CHECKLIST)),
                  needed("versions", Shape.anything())))
          .called("Task");

  static final Shape READ_IN =
      object(
          needed("dry_run", yesOrNo()),
          needed(
              "left_out",
              list(text(Board.NAME_CHARS_MAX), TaskFile.LEFT_OUT_MAX)
                  .says("Columns that this board has not")),
          needed(
              "lines",
              list(
                  object(
                      needed("line", count()),
                      needed("outcome", word("made", "there", "refused")),
                      may("task", id()),
                      may("field", line(Body.NAME_BYTES_MAX).says("What of the task is wrong")),
                      may(FilePeople.PERSON, word("several", "nobody").says("Whom it may mean")),
                      may("column", text(Board.NAME_CHARS_MAX).says("As the file calls it")),
                      may("cell", text(Board.NAME_CHARS_MAX).says("The beginning of what it says")),
                      may("why", text(Body.TEXT_CHARS_MAX))),
                  TaskFile.ROWS_MAX)));

  static final Shape PAGE =
      object(
          needed("tasks", list(CARD, Filter.PAGE_MAX)),
          needed("since", line(Body.NAME_BYTES_MAX)),
          may("next", line(Body.NAME_BYTES_MAX).says("The \"from\" of the next page")));

  static final Shape NEWS =
      object(
          needed("since", line(Body.NAME_BYTES_MAX)),
          may("tasks", list(CARD, News.CHANGES_MAX)),
          may("gone", list(id(), News.CHANGES_MAX)),
          may("board", BOARD),
          may("reset", yesOrNo().says("Too much has changed: read the board anew")));

  private static final Shape.Part TEXT = needed("text", line(TalkRoutes.TEXT_CHARS_MAX));
  private static final Shape.Part MENTIONS = may("mentions", list(USER, TalkRoutes.MENTIONS_MAX));

  static final Shape SAID = object(needed("request_id", REQUEST), TEXT, MENTIONS);
  static final Shape REWORDED = object(TEXT, MENTIONS);

  static final Shape COMMENT =
      object(
              needed("id", id()),
              needed("by", USER),
              needed("at", count()),
              may("edited_at", count()),
              TEXT,
              MENTIONS)
          .called("Comment");

  static final Shape COMMENTS =
      object(
          needed("comments", list(COMMENT, Comments.PAGE)),
          may("next", line(Body.NAME_BYTES_MAX).says("The \"from\" of the next page")));

  static final Shape.Part FROM_COMMENT =
      may("from", line(Body.NAME_BYTES_MAX).says("The \"next\" of a page before"));

  static final Shape.Part TODAY = may("today", day());
  static final Shape.Part PART =
      may(
          "part",
          word("late", "today", "week", "later", "to_validate", "validated")
              .says("All of one part; without it, the first of each"));

  private static final Shape MY_CARDS =
      list(
          object(with(told(), needed("space_name", text(Body.TEXT_CHARS_MAX)))).called("MyCard"),
          Work.LOOKED_AT_MAX);

  static final Shape MINE =
      object(
          may("late", MY_CARDS),
          may("today", MY_CARDS),
          may("week", MY_CARDS),
          may("later", MY_CARDS),
          may("to_validate", MY_CARDS),
          may("validated", MY_CARDS),
          needed("more", Shape.anything().says("How many there are besides, by part")),
          needed("cut", yesOrNo().says("Whether there is more than is looked at")),
          needed("since", line(Body.NAME_BYTES_MAX).says("From where on changes are asked for")));

  static final Shape MINE_CHANGED =
      object(
          needed("since", line(Body.NAME_BYTES_MAX)),
          needed("changed", yesOrNo().says("Whether mine is to be read anew")));

  private static final List<Shape.Part> END =
      ThingShapes.end(
          kinds(),
          "decision",
          may("task", id().says("Of a task")),
          may("uri", line(Body.NAME_BYTES_MAX * 2).says("Of a file, which was uploaded: mxc://…")),
          may("name", line(Body.NAME_BYTES_MAX)),
          may("size", count()),
          may("type", line(Links.TYPE_CHARS_MAX)));

  static final Shape LINK = object(END);

  static final Shape TIED = ThingShapes.tied(END, Values.TITLE_CHARS_MAX).called("TaskLink");

  static final Shape LINKS = object(needed("links", list(TIED, Links.LINKS_MAX)));

  static final Shape TRACES =
      object(
          needed(
              "tasks",
              list(
                  object(needed("event", line(Body.NAME_BYTES_MAX)), needed("task", CARD)),
                  Links.TRACES_MAX)));

  /// Of what is taken away.
  static final Shape NOTHING = object();

  static final Shape COPIED =
      object(needed("base", BASE), needed("from", line(Body.NAME_BYTES_MAX)));

  static final Shape.Part LANES_ASKED =
      may(
          "by",
          line(Body.NAME_BYTES_MAX)
              .says("column, state, priority, parent, assignee, label or custom.…"));

  static final Shape LANES =
      object(
          needed(
              "counts",
              list(
                  object(
                      needed("column", id()),
                      needed("lane", text(Body.NAME_BYTES_MAX)),
                      needed("tasks", count())),
                  Lanes.COUNTS_MAX)));

  /// Of one that was found by words.
  static final Shape HIT =
      object(
              needed("task", id()),
              needed("space", line(Body.NAME_BYTES_MAX)),
              needed("space_name", text(Body.TEXT_CHARS_MAX)),
              needed("number", count()),
              needed("title", text(Values.TITLE_CHARS_MAX)),
              needed("state", STATE),
              may("due", day()),
              needed("assignees", list(USER, Values.ASSIGNEES_MAX)),
              needed("at", count()))
          .called("TaskHit");

  static final Shape.Part[] FOLLOWED = {
    needed("since", line(Body.NAME_BYTES_MAX)),
    may("timeout", integer(0, News.TIMEOUT_MAX.toMillis()).says("Milliseconds"))
  };

  static final Shape.Part[] HEARD = {
    may(
        "since",
        line(Body.NAME_BYTES_MAX)
            .says("Where to begin, unless the header Last-Event-ID says how far one has heard")),
    may(
        "timeout",
        integer(0, Live.Bounds.USUAL.life().toMillis())
            .says("Milliseconds after which it ends; 0: after what there is"))
  };

  static final Shape.Part FROM = may("from", count());

  static final Shape VIEW =
      object(
          needed("request_id", REQUEST),
          needed("name", line(Board.NAME_CHARS_MAX)),
          needed("look", Shape.anything()),
          may("shared", yesOrNo()));

  static final Shape VIEW_KEPT =
      object(
              needed("id", id()),
              needed("name", line(Board.NAME_CHARS_MAX)),
              needed("shared", yesOrNo()),
              needed("look", Shape.anything()))
          .called("View");

  static final Shape VIEWS =
      object(needed("views", list(VIEW_KEPT, Shelf.OWN_MAX + Shelf.SHARED_MAX)));

  static final Shape TEMPLATE =
      object(
          needed("request_id", REQUEST),
          needed("name", line(Board.NAME_CHARS_MAX)),
          needed("set", SET),
          may("parts", list(SET, Kept.PARTS_MAX)),
          may("due_in_days", integer(0, Kept.DAYS_MAX)));

  static final Shape TEMPLATE_KEPT =
      object(
              needed("id", id()),
              needed("name", line(Board.NAME_CHARS_MAX)),
              needed("shared", yesOrNo()),
              needed("set", SET),
              needed("parts", list(SET, Kept.PARTS_MAX)),
              may("due_in_days", integer(0, Kept.DAYS_MAX)))
          .called("Template");

  static final Shape TEMPLATES =
      object(needed("templates", list(TEMPLATE_KEPT, Shelf.OWN_MAX + Shelf.SHARED_MAX)));

  static final Shape USED = object(needed("request_id", REQUEST), may("today", day()));

  static final Shape REMINDER =
      object(
          may("days_before", integer(0, Reminder.DAYS_MAX)),
          needed("minute", integer(0, Reminder.MINUTE_MAX).says("Of the day")),
          needed("zone", line(Reminder.ZONE_CHARS_MAX).says("As in Europe/Paris")));

  static final Shape REMINDED =
      object(
              may("days_before", integer(0, Reminder.DAYS_MAX)),
              may("minute", integer(0, Reminder.MINUTE_MAX)),
              may("zone", line(Reminder.ZONE_CHARS_MAX)),
              may("at", count().orNull().says("The moment; null while the task has no day")))
          .says("Empty where one is reminded of nothing");

  private static final Shape.Part URI = needed("uri", line(Webhooks.URI_CHARS_MAX));
  private static final Shape.Part EVENTS =
      may(
          "events",
          list(word(Webhook.Kind.asked().toArray(String[]::new)), Webhook.Kind.values().length)
              .says("None: of all"));
  private static final Shape.Part PAUSED = may("paused", yesOrNo());

  static final Shape WEBHOOK = object(URI, EVENTS, PAUSED);
  static final Shape WEBHOOK_WISH = object(EVENTS, PAUSED);

  static final Shape TOLD =
      object(
          needed("event", line(Body.NAME_BYTES_MAX)),
          needed("at", count()),
          needed("status", count().says("0: there was no answer")),
          needed("outcome", word("told", "refused", "barred", "failed")));

  static final Shape WEBHOOK_TOLD = object(hook()).called("Webhook");

  static final Shape WEBHOOK_MADE =
      object(
          with(
              List.of(hook()), needed("secret", line(Body.NAME_BYTES_MAX).says("Told this once"))));

  static final Shape WEBHOOKS =
      object(
          needed(
              "webhooks",
              list(
                  object(with(List.of(hook()), needed("told", list(TOLD, Webhooks.TOLD_MAX)))),
                  Webhooks.OF_SPACE_MAX)));

  private Shapes() {}

  /// What lists of tasks are asked by.
  static Shape.Part[] asked() {
    return new Shape.Part[] {
      may("column", id()),
      may("assignee", USER),
      may("label", id()),
      may("custom", line(Filter.TEXT_CHARS_MAX).says("field=value")),
      may("parent", id()),
      may("priority", wish(Field.PRIORITY)),
      may("without", word("assignee", "label", "parent", "due")),
      may("state", STATE),
      may("due_from", day()),
      may("due_to", day()),
      may("text", line(Filter.TEXT_CHARS_MAX)),
      may("archived", yesOrNo()),
      may("from", line(Body.NAME_BYTES_MAX).says("The \"next\" of a page before")),
      may("limit", integer(1, Filter.PAGE_MAX))
    };
  }

  private static Shape.Part[] hook() {
    return new Shape.Part[] {
      needed("id", id()),
      URI,
      EVENTS,
      PAUSED,
      needed("by", USER),
      needed("at", count()),
      needed("answered", count().orNull()),
      needed("failed", count())
    };
  }

  private static String[] kinds() {
    return Arrays.stream(LinkKind.values()).map(Link::word).toArray(String[]::new);
  }

  private static List<Shape.Part> wished() {
    return Arrays.stream(Field.values()).map(field -> may(field.word(), wish(field))).toList();
  }

  private static List<Shape.Part> told() {
    var parts =
        new ArrayList<>(
            List.of(
                needed("id", id()),
                needed("space", line(Body.NAME_BYTES_MAX)),
                needed("number", count()),
                needed("version", count()),
                needed("column", id()),
                needed("rank", line(Rank.CHARS_MAX)),
                needed("state", STATE),
                needed("state_by", USER),
                needed("state_at", count()),
                needed("steps", count()),
                needed("steps_done", count()),
                needed("comments", count()),
                needed("made_by", USER),
                needed("made_at", count()),
                needed("changed_at", count())));
    for (var field : Field.values()) {
      if (!field.isLong() && field != Field.PLACE) {
        parts.add(needed(field.word(), wish(field)));
      }
    }
    return parts;
  }

  /// What a field takes, and what is told of it.
  private static Shape wish(Field field) {
    return switch (field) {
      case TITLE -> line(Values.TITLE_CHARS_MAX);
      case DESCRIPTION -> text(Values.DESCRIPTION_CHARS_MAX);
      case PLACE ->
          object(
              needed("column", id()),
              may("after", id().orNull().says("The task to come after; null: first")),
              may("rank", line(Rank.CHARS_MAX).says("One that the history of this task told")));
      case ASSIGNEES -> list(USER, Values.ASSIGNEES_MAX);
      case WATCHERS -> list(USER, Values.WATCHERS_MAX);
      case START, DUE -> day().orNull();
      case PRIORITY -> word("none", "low", "normal", "high", "urgent");
      case ESTIMATE_MINUTES, SPENT_MINUTES -> integer(0, Values.MINUTES_MAX).orNull();
      case PARENT -> id().orNull();
      case LABELS -> list(id(), Values.LABELS_MAX);
      case CHECKLIST ->
          list(
              object(
                  needed("id", id()),
                  needed("text", line(Values.STEP_CHARS_MAX)),
                  may("done", yesOrNo())),
              Values.CHECKLIST_MAX);
      case WAITS_FOR ->
          list(
              object(
                  needed("task", id()),
                  needed("kind", word("FS", "SS", "FF", "SF")),
                  may("lag_days", integer(-Values.LAG_DAYS_MAX, Values.LAG_DAYS_MAX))),
              Values.WAITS_MAX);
      case CUSTOM -> Shape.anything().says("By the ids of the fields of the board; null: none");
      case REPEATS ->
          object(
                  needed("rule", line(Repeats.RULE_CHARS_MAX).says("As in RFC 5545: FREQ=WEEKLY")),
                  may("when", word("done", "day")))
              .orNull();
      case ARCHIVED -> yesOrNo();
    };
  }
}
