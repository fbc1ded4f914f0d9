package parvis.core.moderation;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Administration;
import parvis.core.identity.Users;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Telling the administrators of something, and what they read of it.
/// spec: cs-api#reporting-content
final class ReportRoutes {
  private static final String V3 = "/_matrix/client/v3";

  /// What administrators read: of everything, and as tools for Synapse read reports of events.
  private static final String ALL = "/api/v1/reports";

  private static final String EVENTS = "/_synapse/admin/v1/event_reports";

  static final int REASON_CHARS_MAX = 2_000;
  private static final int WORD_CHARS_MAX = 20;
  private static final int PAGE = 100;
  static final int PAGE_MAX = 500;
  private static final int EXPECTED_BYTES = 2_048;
  private static final String HTML = "org.matrix.custom.html";

  /// The words of what is no message, such as a poll.
  private static final String WORDS = "org.matrix.msc1767.text";

  static final List<String> CHANGES =
      List.of("name", "topic", "membership", "displayname", "join_rule");

  /// Events before a reported one that are shown with it.
  static final int CONTEXT_MAX = 5;

  private final Reports reports;
  private final Deciding deciding;
  private final Rooms rooms;
  private final Users users;
  private final EventJson json;

  ReportRoutes(Reports reports, Deciding deciding, Rooms rooms, Users users, EventJson json) {
    this.reports = reports;
    this.deciding = deciding;
    this.rooms = rooms;
    this.users = users;
    this.json = json;
  }

  Routes table() {
    return Routes.of(
        post(V3 + "/rooms/{roomId}/report/{eventId}", "Report an event", this::event)
            .costs(RateClass.JOIN),
        post(V3 + "/rooms/{roomId}/report", "Report a room", this::room).costs(RateClass.JOIN),
        post(V3 + "/users/{userId}/report", "Report a person", this::person).costs(RateClass.JOIN),
        get(ALL, "What was reported", this::all).answers(Shapes.PAGE),
        get(ALL + "/{id}", "A report, with what stands around it", this::whole)
            .answers(Shapes.WHOLE)
            .noted("look at report"),
        put(ALL + "/{id}", "Decide on a report", this::decide)
            .takes(Shapes.DECIDED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        delete(ALL + "/{id}", "Forget a report", this::remove).answers(Shapes.NOTHING).emptyBody(),
        get(EVENTS, "Which events were reported", this::events),
        get(EVENTS + "/{id}", "A report of an event", this::one).noted("look at report"),
        delete(EVENTS + "/{id}", "Forget a report of an event", this::remove).emptyBody());
  }

  private Reply event(Call call) {
    var reason = call.body().optionalString("reason", REASON_CHARS_MAX).orElse("");
    reports.ofEvent(call.actor(), call.path("roomId"), call.path("eventId"), reason);
    return Reply.empty();
  }

  private Reply room(Call call) {
    reports.ofRoom(call.actor(), call.path("roomId"), reason(call));
    return Reply.empty();
  }

  private Reply person(Call call) {
    var reason = reason(call);
    var person = UserId.parse(call.path("userId")).orElseThrow(Refused::notFound);
    reports.ofPerson(call.actor(), person, reason);
    return Reply.empty();
  }

  private static String reason(Call call) {
    return call.body().string("reason", REASON_CHARS_MAX);
  }

  private Reply all(Call call) {
    var remit = reports.remit(call.actor());
    var page = reports.page(remit, wanted(call, remit.organisation(), state(call), false));
    var labels = reports.labels(page.reports());
    var told = page.reports().stream().map(report -> whole(call.actor(), report, labels)).toArray();
    return Reply.fields("reports", JsonArray.of(told), "total", page.total());
  }

  private static String state(Call call) {
    return call.query("state").filter("decided"::equals).orElse("open");
  }

  /// With what may be made of it, and what was. Whom it is about learns that it is there, and that
  /// others decide.
  private JsonObject whole(Actor actor, Report report, Map<Long, String> labels) {
    if (reports.isAbout(actor, report)) {
      return JsonObject.of(
          "id",
          report.id(),
          "received_ts",
          report.receivedMs(),
          "about_me",
          true,
          "may",
          JsonArray.EMPTY);
    }
    var told = told(report);
    var may = deciding.may(report).stream().map(Decision::word).toArray();
    told = told.with("may", JsonArray.of(may));
    var label = report.organisation().map(labels::get);
    if (label.isPresent()) {
      told = told.with("organisation", label.get());
    }
    return report.decided().isPresent()
        ? told.with("decided", decided(report.decided().get()))
        : told;
  }

  private JsonObject decided(Report.Decided decided) {
    return JsonObject.of(
        "decision", decided.decision().word(),
        "at", decided.atMs(),
        "by", users.id(decided.by()).value(),
        "reason", decided.why());
  }

  /// What was said before in the room is shown to who decides, as far as it is there and in clear,
  /// and to an organisation's in rooms of theirs alone.
  private Reply whole(Call call) {
    var remit = reports.remit(call.actor());
    var report = reports.find(call.actor(), remit, id(call));
    var context =
        report
            .room()
            .flatMap(rooms::find)
            .flatMap(
                room ->
                    report
                        .event()
                        .flatMap(nid -> event(room, nid))
                        .map(event -> context(room, event, reports.isWithin(remit, room))))
            .orElse(JsonArray.EMPTY);
    return Reply.json(
        whole(call.actor(), report, reports.labels(List.of(report))).with("context", context));
  }

  private JsonArray context(Room room, RoomEvent event, boolean before) {
    var said = rooms.last(room, 0, event.pos(), before ? CONTEXT_MAX + 1 : 1);
    return JsonArray.of(said.stream().map(ReportRoutes::said).toArray());
  }

  /// What was said, as text and, where it has a form, as HTML; or what was changed in the room.
  private static JsonObject said(RoomEvent event) {
    var told =
        JsonObject.builder()
            .put("event_id", event.eventId())
            .put("sender", event.sender())
            .put("type", event.type())
            .put("ts", event.ts());
    if (event.redactedBy() != 0) {
      return told.put("redacted", true).build();
    }
    var content = event.pdu().content();
    if (event.isState()) {
      return told.put("state", changed(event.stateKey().orElse(""), content)).build();
    }
    var formed = content.string("format").filter(HTML::equals).isPresent();
    return told.putIf("body", content.string("body").or(() -> content.string(WORDS)))
        .putIf("html", content.string("formatted_body").filter(_ -> formed))
        .build();
  }

  /// What a change of a room sets, of those changes that are told in a sentence.
  private static JsonObject changed(String key, JsonObject content) {
    var told = JsonObject.builder().put("key", key);
    for (var field : CHANGES) {
      told.putIf(field, content.string(field));
    }
    return told.build();
  }

  private Reply decide(Call call) {
    var body = call.body();
    var decision =
        Decision.of(body.string("decision", WORD_CHARS_MAX))
            .orElseThrow(
                () -> Refused.invalidParam("decision is dismiss, warn, redact or suspend."));
    var why = body.string("reason", REASON_CHARS_MAX).strip();
    if (why.isEmpty()) {
      throw Refused.invalidParam("A decision has a reason.");
    }
    deciding.decide(call.actor(), id(call), decision, why);
    return Reply.empty();
  }

  private JsonObject told(Report report) {
    var told =
        JsonObject.builder()
            .put("id", report.id())
            .put("received_ts", report.receivedMs())
            .put("user_id", users.id(report.by()).value())
            .put("reason", report.reason())
            .putIf("about_user_id", report.person().map(nid -> users.id(nid).value()));
    report.room().flatMap(rooms::find).ifPresent(room -> about(told, room, report.event()));
    return told.build();
  }

  /// Of an event whether it changes the room, and is no message.
  ///
  /// @param eventNid of the event that it is about; absent: about the room
  private void about(JsonObject.Builder told, Room room, Optional<Long> eventNid) {
    told.put("room_id", room.id().value()).putIf("name", text(room, "m.room.name", "name"));
    eventNid
        .flatMap(nid -> event(room, nid))
        .ifPresent(
            event ->
                told.put("event_id", event.eventId())
                    .put("sender", event.sender())
                    .put("changes", event.isState()));
  }

  private Optional<RoomEvent> event(Room room, long nid) {
    return rooms.events(room, new long[] {nid}).stream().findFirst();
  }

  private static Optional<String> text(Room room, String type, String field) {
    return room.published()
        .state()
        .event(type, "")
        .flatMap(event -> event.pdu().content().string(field));
  }

  private Reply events(Call call) {
    var admin = Administration.by(call);
    var remit = reports.remit(admin);
    var wanted = wanted(call, remit.organisation(), "all", true);
    var page = reports.page(remit, wanted);
    var told =
        page.reports().stream()
            .filter(report -> !reports.isAbout(admin, report))
            .map(report -> (Object) synapse(report))
            .toArray();
    var next = wanted.skip() + page.reports().size();
    var answer =
        JsonObject.builder().put("event_reports", JsonArray.of(told)).put("total", page.total());
    if (next < page.total()) {
      answer.put("next_token", next);
    }
    return Reply.json(answer.build());
  }

  private JsonObject synapse(Report report) {
    var told = told(report);
    var alias =
        report
            .room()
            .flatMap(rooms::find)
            .flatMap(room -> text(room, "m.room.canonical_alias", "alias"));
    return alias.map(name -> told.with("canonical_alias", name)).orElse(told);
  }

  private static ReportStore.Wanted wanted(
      Call call, Optional<Long> organisation, String state, boolean events) {
    var server = Reports.server(call.actor());
    var limit = call.queryLong("limit").orElse(PAGE);
    var skip = call.queryLong("from").orElse(0);
    if (limit < 1 || limit > PAGE_MAX || skip < 0) {
      throw Refused.invalidParam(
          "limit is between 1 and " + PAGE_MAX + ", and from is not negative.");
    }
    var oldestFirst =
        switch (call.query("dir").orElse("b")) {
          case "f" -> true;
          case "b" -> false;
          default -> throw Refused.invalidParam("dir is f or b.");
        };
    return new ReportStore.Wanted(
        server, organisation, state, events, oldestFirst, skip, (int) limit);
  }

  /// With the event itself, which somebody who was to see it has shown.
  private Reply one(Call call) {
    var admin = Administration.by(call);
    var report = reports.find(admin, id(call));
    var room = report.room().flatMap(rooms::find).orElseThrow(Refused::notFound);
    var event = report.event().flatMap(nid -> event(room, nid)).orElseThrow(Refused::notFound);
    var out = new JsonOut(EXPECTED_BYTES);
    var told = JsonWriter.write(synapse(report));
    out.raw(told, 0, told.length - 1).raw(",\"event_json\":");
    json.writeState(out, event, admin, room.id().value());
    return Reply.json(out.raw("}").segments());
  }

  private Reply remove(Call call) {
    if (!reports.remove(Administration.by(call), id(call))) {
      throw Refused.notFound();
    }
    return Reply.empty();
  }

  private static long id(Call call) {
    try {
      return Long.parseLong(call.path("id"));
    } catch (NumberFormatException e) {
      throw Refused.notFound();
    }
  }
}
