package parvis.core.rooms;

import static parvis.platform.http.Route.get;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// Reading what was said: pages of history, single events and what surrounds them.
final class HistoryRoutes {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";
  private static final int LIMIT_DEFAULT = 10;
  private static final int LIMIT_MAX = 1_000;
  private static final int CONTEXT_MAX = 100;

  private final Rooms rooms;
  private final Reading reading;
  private final EventJson json;
  private final HistoryTokens tokens;

  HistoryRoutes(Rooms rooms, Reading reading, EventJson json, HistoryTokens tokens) {
    this.rooms = rooms;
    this.reading = reading;
    this.json = json;
    this.tokens = tokens;
  }

  Routes table() {
    return Routes.of(
        get(ROOM + "/messages", "A page of history", this::messages).guests(),
        get(ROOM + "/context/{eventId}", "An event and what surrounds it", this::context).guests(),
        get(ROOM + "/event/{eventId}", "One event", this::event).guests(),
        get("/_matrix/client/v3/events/{eventId}", "One event of any room", this::found),
        get(ROOM + "/initialSync", "A room at a glance", this::glance).guests(),
        get(
            "/_matrix/client/v1/rooms/{roomId}/timestamp_to_event",
            "The event nearest to a moment",
            this::atTime));
  }

  /// spec: cs-api#get_matrixclientv3roomsroomidmessages
  private Reply messages(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var backward = backward(call);
    var limit = limit(call, LIMIT_DEFAULT, LIMIT_MAX);
    var filter = RoomFilter.of(call);
    var from = call.query("from").map(tokens::read).orElse(backward ? Long.MAX_VALUE : 0L);
    var to = call.query("to").map(tokens::read).orElse(backward ? 0L : Long.MAX_VALUE);
    var page =
        backward
            ? reading.backward(window, from, to, limit, filter)
            : reading.forward(window, from, to, limit, filter);
    var out = new JsonOut(limit * 512);
    out.raw("{\"start\":").string(tokens.text(Math.min(from, window.upTo())));
    page.next()
        .or(() -> filter.looks() ? beyond(page, backward) : Optional.empty())
        .ifPresent(next -> out.raw(",\"end\":").string(tokens.text(next)));
    write(out.raw(",\"chunk\":"), window, page.events());
    if (filter.lazyMembers()) {
      writeState(out, call, window, speakers(window, page.events()));
    }
    return Reply.json(out.raw("}").segments());
  }

  /// Where a filtered page that found something ends, also when nothing that fits lies beyond:
  /// clients count on an end there, and the next page has none.
  private static Optional<Long> beyond(Reading.Page page, boolean backward) {
    return page.events().isEmpty()
        ? Optional.empty()
        : Optional.of(page.events().getLast().pos() - (backward ? 1 : 0));
  }

  /// spec: cs-api#get_matrixclientv3roomsroomidcontexteventid
  private Reply context(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var event = reading.shown(window, call.path("eventId"));
    var limit = limit(call, LIMIT_DEFAULT, CONTEXT_MAX);
    var filter = RoomFilter.of(call);
    var before = reading.backward(window, event.pos() - 1, 0, limit / 2, filter);
    var after = reading.forward(window, event.pos(), Long.MAX_VALUE, limit - limit / 2, filter);
    var out = new JsonOut(limit * 512);
    var first = before.events().isEmpty() ? event : before.events().getLast();
    var last = after.events().isEmpty() ? event : after.events().getLast();
    out.raw("{\"start\":").string(tokens.text(first.pos() - 1));
    out.raw(",\"end\":").string(tokens.text(last.pos()));
    write(out.raw(",\"events_before\":"), window, before.events());
    json.write(out.raw(",\"event\":"), event, window.telling(event));
    write(out.raw(",\"events_after\":"), window, after.events());
    writeState(out, call, window, state(window, filter, before, after, event));
    return Reply.json(out.raw("}").segments());
  }

  /// The state at the last event shown.
  private List<RoomEvent> state(
      Reading.Window window,
      RoomFilter filter,
      Reading.Page before,
      Reading.Page after,
      RoomEvent event) {
    var shown = new ArrayList<RoomEvent>(before.events());
    shown.add(event);
    shown.addAll(after.events());
    var senders =
        filter.lazyMembers() ? Optional.of(senders(shown)) : Optional.<Set<String>>empty();
    var then = reading.state(window, shown.getLast(), senders);
    var state = new ArrayList<>(then.others());
    state.addAll(senders.isPresent() ? members(then, senders.get()) : then.members());
    return state;
  }

  /// What a client shows of a room that it only looks into.
  /// spec: cs-api#get_matrixclientv3roomsroomidinitialsync
  private Reply glance(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var limit = limit(call, LIMIT_DEFAULT, LIMIT_MAX);
    var page = reading.backward(window, window.upTo(), 0, limit, RoomFilter.of(call));
    var first = page.events().isEmpty() ? window.upTo() : page.events().getLast().pos() - 1;
    var out = new JsonOut(limit * 512);
    out.raw("{\"room_id\":").string(window.room().id().value());
    window
        .view()
        .state()
        .membership(call.actor().user())
        .ifPresent(membership -> out.name("membership").string(membership.word()));
    out.name("messages").raw("{\"start\":").string(tokens.text(first));
    out.name("end").string(tokens.text(window.upTo()));
    write(out.name("chunk"), window, page.events().reversed());
    out.raw("}");
    var state = new ArrayList<>(window.view().state().others());
    state.addAll(window.view().state().members());
    writeState(out, call, window, state);
    return Reply.json(out.raw("}").segments());
  }

  /// In a room that one may not read there is no event to be found.
  /// spec: cs-api#get_matrixclientv3roomsroomideventeventid
  private Reply event(Call call) {
    return event(call, call.path("roomId"));
  }

  /// spec: cs-api#get_matrixclientv3eventseventid
  private Reply found(Call call) {
    var room = rooms.holding(call.path("eventId")).orElseThrow(Reading::noEvent);
    return event(call, room.id().value());
  }

  private Reply event(Call call, String roomId) {
    Reading.Window window;
    try {
      window = reading.window(call.actor(), roomId);
    } catch (Refused refused) {
      throw refused.kind() == Refused.Kind.FORBIDDEN ? Reading.noEvent() : refused;
    }
    var event = reading.shown(window, call.path("eventId"));
    var out = new JsonOut(1_024);
    json.write(out, event, window.telling(event));
    return Reply.json(out.segments());
  }

  /// spec: cs-api#get_matrixclientv1roomsroomidtimestamp_to_event
  private Reply atTime(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var ts = call.queryLong("ts").orElseThrow(() -> Refused.missingParam("ts is missing."));
    var forward = !backward(call);
    var event =
        reading
            .at(window, ts, forward)
            .orElseThrow(() -> Refused.notFound("There is no event on that side of this moment."));
    return Reply.json(JsonObject.of("event_id", event.eventId(), "origin_server_ts", event.ts()));
  }

  private static boolean backward(Call call) {
    return switch (call.query("dir").orElseThrow(() -> Refused.missingParam("dir is missing."))) {
      case "b" -> true;
      case "f" -> false;
      default -> throw Refused.invalidParam("dir is b or f.");
    };
  }

  static int limit(Call call, int otherwise, int max) {
    var limit = call.queryLong("limit").orElse(otherwise);
    if (limit < 0) {
      throw Refused.invalidParam("limit is not negative.");
    }
    return (int) Math.min(limit, max);
  }

  /// Who speaks on a page, as they were at its last event.
  private List<RoomEvent> speakers(Reading.Window window, List<RoomEvent> events) {
    var senders = senders(events);
    return events.stream()
        .max(Comparator.comparingLong(RoomEvent::pos))
        .map(last -> members(reading.state(window, last, Optional.of(senders)), senders))
        .orElse(List.of());
  }

  private static Set<String> senders(List<RoomEvent> events) {
    var senders = new LinkedHashSet<String>();
    events.forEach(event -> senders.add(event.sender()));
    return senders;
  }

  private static List<RoomEvent> members(State state, Set<String> people) {
    return people.stream().flatMap(id -> state.event(State.MEMBER, id).stream()).toList();
  }

  private void write(JsonOut out, Reading.Window window, List<RoomEvent> events) {
    out.raw("[");
    for (var event : events) {
      json.write(out.comma(), event, window.telling(event));
    }
    out.raw("]");
  }

  private void writeState(JsonOut out, Call call, Reading.Window window, List<RoomEvent> state) {
    out.raw(",\"state\":[");
    for (var event : state) {
      json.writeState(out.comma(), event, call.actor(), window.room().id().value());
    }
    out.raw("]");
  }
}
