package parvis.core.rooms;

import static parvis.platform.http.Route.get;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// Events that relate to others, and the threads of a room.
/// spec: cs-api#relationships-api, cs-api#querying-threads-in-a-room
final class RelationRoutes {
  private static final String RELATIONS = "/_matrix/client/v1/rooms/{roomId}/relations/{eventId}";
  private static final int LIMIT_DEFAULT = 5;
  private static final int THREADS_DEFAULT = 20;
  private static final int LIMIT_MAX = 500;

  private final Reading reading;
  private final Related related;
  private final EventJson json;
  private final HistoryTokens tokens;

  RelationRoutes(Reading reading, Related related, EventJson json, HistoryTokens tokens) {
    this.reading = reading;
    this.related = related;
    this.json = json;
    this.tokens = tokens;
  }

  Routes table() {
    return Routes.of(
        get(RELATIONS, "What relates to an event", this::any),
        get(RELATIONS + "/{relType}", "What relates to an event in one way", this::ofKind),
        get(
            RELATIONS + "/{relType}/{eventType}",
            "What relates to an event in one way, of one type",
            this::ofKindAndType),
        get("/_matrix/client/v1/rooms/{roomId}/threads", "The threads of a room", this::threads));
  }

  private Reply any(Call call) {
    return relations(call, Optional.empty(), Optional.empty());
  }

  private Reply ofKind(Call call) {
    return relations(call, Optional.of(call.path("relType")), Optional.empty());
  }

  private Reply ofKindAndType(Call call) {
    return relations(call, Optional.of(call.path("relType")), Optional.of(call.path("eventType")));
  }

  private Reply relations(Call call, Optional<String> relType, Optional<String> type) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var parent = reading.event(window, call.path("eventId"));
    var recurse = call.queryBool("recurse").orElse(false);
    var limit = Math.max(1, HistoryRoutes.limit(call, LIMIT_DEFAULT, LIMIT_MAX));
    var forward = forward(call);
    var from = call.query("from").map(tokens::read);
    var to = call.query("to").map(tokens::read);
    var wanted =
        new Related.Wanted(
            relType,
            type,
            recurse,
            forward,
            (forward ? from : to).orElse(0L),
            (forward ? to : from).orElse(Long.MAX_VALUE),
            limit + 1);
    var found = related.of(window, parent.eventId(), wanted);
    var page = reading.bundled(window, found.subList(0, Math.min(limit, found.size())));
    var out = new JsonOut(page.size() * 512);
    write(out.raw("{\"chunk\":"), call, window, page);
    if (found.size() > limit) {
      var last = page.getLast().pos();
      out.raw(",\"next_batch\":").string(tokens.text(forward ? last : last - 1));
    }
    from.ifPresent(cut -> out.raw(",\"prev_batch\":").string(tokens.text(cut)));
    if (recurse) {
      out.raw(",\"recursion_depth\":").number(Related.DEPTH_MAX);
    }
    return Reply.json(out.raw("}").segments());
  }

  private static boolean forward(Call call) {
    return switch (call.query("dir").orElse("b")) {
      case "b" -> false;
      case "f" -> true;
      default -> throw Refused.invalidParam("dir is b or f.");
    };
  }

  private Reply threads(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var participated =
        switch (call.query("include").orElse("all")) {
          case "all" -> false;
          case "participated" -> true;
          default -> throw Refused.invalidParam("include is all or participated.");
        };
    var limit = Math.max(1, HistoryRoutes.limit(call, THREADS_DEFAULT, LIMIT_MAX));
    var upTo = call.query("from").map(tokens::read).orElse(window.upTo());
    var found = related.threads(window, participated, upTo, limit + 1);
    var shown = found.subList(0, Math.min(limit, found.size()));
    var page = reading.bundled(window, shown.stream().map(Related.Begun::root).toList());
    var out = new JsonOut(page.size() * 1_024);
    write(out.raw("{\"chunk\":"), call, window, page);
    if (found.size() > limit) {
      out.raw(",\"next_batch\":").string(tokens.text(shown.getLast().last() - 1));
    }
    return Reply.json(out.raw("}").segments());
  }

  private void write(JsonOut out, Call call, Reading.Window window, List<RoomEvent> events) {
    out.raw("[");
    for (var event : events) {
      var telling =
          new EventJson.Telling(
              call.actor(), window.room().id().value(), window.sight().membershipAt(event));
      json.write(out.comma(), event, telling);
    }
    out.raw("]");
  }
}
