package parvis.core.moderation;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.Arrays;
import java.util.List;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about reports, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  static final Shape DECIDED =
      object(
          needed("decision", word(Arrays.stream(Decision.values()).map(Decision::word))),
          needed("reason", line(ReportRoutes.REASON_CHARS_MAX)));

  private static final Shape NAME = line(Body.NAME_BYTES_MAX);
  private static final Shape SAID = text(Body.TEXT_CHARS_MAX);
  private static final Shape DECISION = word(Arrays.stream(Decision.values()).map(Decision::word));

  private static final List<Part> REPORT =
      List.of(
          needed("id", count()),
          needed("received_ts", count()),
          needed("may", list(DECISION, Decision.values().length)),
          may("about_me", yesOrNo().says("Others decide on it, and nothing more is told")),
          may("user_id", NAME.says("Who reported it")),
          may("reason", text(ReportRoutes.REASON_CHARS_MAX)),
          may("about_user_id", NAME),
          may("room_id", NAME),
          may("name", SAID),
          may("event_id", NAME),
          may("sender", NAME),
          may("changes", yesOrNo().says("Whether the event changes the room")),
          may("organisation", NAME),
          may(
              "decided",
              object(
                  needed("decision", DECISION),
                  needed("at", count()),
                  needed("by", NAME),
                  needed("reason", text(ReportRoutes.REASON_CHARS_MAX)))));

  static final Shape PAGE =
      object(
          needed("reports", list(object(REPORT), ReportRoutes.PAGE_MAX)), needed("total", count()));

  private static final Shape CHANGED =
      object(
          ReportRoutes.CHANGES.stream().map(field -> may(field, SAID)).toList(),
          needed("key", text(Body.NAME_BYTES_MAX)));

  static final Shape WHOLE =
      object(
          REPORT,
          needed(
              "context",
              list(
                  object(
                      needed("event_id", NAME),
                      needed("sender", NAME),
                      needed("type", NAME),
                      needed("ts", count()),
                      may("redacted", yesOrNo()),
                      may("state", CHANGED),
                      may("body", SAID),
                      may("html", SAID)),
                  ReportRoutes.CONTEXT_MAX + 1)));

  static final Shape NOTHING = object();

  private Shapes() {}
}
