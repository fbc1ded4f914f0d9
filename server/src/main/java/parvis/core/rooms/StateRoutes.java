package parvis.core.rooms;

import static parvis.platform.http.Route.get;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Refused;
import parvis.core.identity.Service;
import parvis.core.identity.Services;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Reading the state of a room, and who is in it.
final class StateRoutes {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  private final Rooms rooms;
  private final Reading reading;
  private final EventJson json;
  private final HistoryTokens tokens;
  private final Services services;

  StateRoutes(
      Rooms rooms, Reading reading, EventJson json, HistoryTokens tokens, Services services) {
    this.services = services;
    this.rooms = rooms;
    this.reading = reading;
    this.json = json;
    this.tokens = tokens;
  }

  Routes table() {
    return Routes.of(
        get(ROOM + "/state", "The state of a room", this::all).guests(),
        get(ROOM + "/state/{eventType}/{stateKey?}", "One state of a room", this::one).guests(),
        get(ROOM + "/members", "The member events of a room", this::members).guests(),
        get(ROOM + "/joined_members", "Who is in a room", this::joined));
  }

  private Reply all(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var state = window.view().state();
    var out = new JsonOut(state.size() * 512).raw("[");
    state.others().forEach(event -> write(out.comma(), call, window.room(), event));
    state.members().forEach(event -> write(out.comma(), call, window.room(), event));
    return Reply.json(out.raw("]").segments());
  }

  private Reply one(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var event =
        window
            .view()
            .state()
            .event(call.path("eventType"), call.path("stateKey"))
            .orElseThrow(() -> Refused.notFound("The room has no such state."));
    return switch (call.query("format").orElse("content")) {
      case "content" -> Reply.json(event.pdu().content());
      case "event" -> {
        var out = new JsonOut(1_024);
        write(out, call, window.room(), event);
        yield Reply.json(out.segments());
      }
      default -> throw Refused.invalidParam("format is content or event.");
    };
  }

  /// spec: cs-api#get_matrixclientv3roomsroomidmembers
  private Reply members(Call call) {
    var window = reading.window(call.actor(), call.path("roomId"));
    var wanted = call.query("membership").map(StateRoutes::membership);
    var unwanted = call.query("not_membership").map(StateRoutes::membership);
    var at = call.query("at").map(tokens::read).orElse(Long.MAX_VALUE);
    var chosen = new ArrayList<RoomEvent>();
    for (var member : members(window, at)) {
      var membership = State.membership(member);
      if (wanted.map(w -> membership.filter(w::equals).isPresent()).orElse(true)
          && unwanted.map(u -> membership.filter(u::equals).isEmpty()).orElse(true)) {
        chosen.add(member);
      }
    }
    var out = new JsonOut(chosen.size() * 512).raw("{\"chunk\":[");
    chosen.forEach(member -> write(out.comma(), call, window.room(), member));
    return Reply.json(out.raw("]}").segments());
  }

  /// The members at a moment, or at the first one after it of which the reader may know. Before the
  /// room was there, which is where its first timeline begins, whoever made it is its member.
  private List<RoomEvent> members(Reading.Window window, long before) {
    var made = window.view().state().event("m.room.create", "").map(RoomEvent::pos).orElse(0L);
    var at = Math.max(before, made + 1);
    var seen = window.sight().firstFrom(at).filter(pos -> pos < window.view().lastPos());
    var state = seen.map(pos -> rooms.stateAt(window.room(), pos)).orElse(window.view().state());
    return List.copyOf(state.members());
  }

  private static Membership membership(String word) {
    return Membership.of(word)
        .orElseThrow(() -> Refused.invalidParam(word + " is not a membership."));
  }

  /// Who has no name or picture has null there: clients count on the names of the fields.
  private Reply joined(Call call) {
    var room = joinedRoom(call);
    var people = JsonObject.builder();
    for (var member : room.published().state().members()) {
      if (State.membership(member).filter(m -> m == Membership.JOIN).isPresent()) {
        var content = member.pdu().content();
        people.put(
            member.stateKey().orElse(""),
            JsonObject.of(
                "display_name", content.string("displayname").orElse(null),
                "avatar_url", content.string("avatar_url").orElse(null)));
      }
    }
    return Reply.json(JsonObject.of("joined", people.build()));
  }

  /// For an application service it is enough that any of its people are in the room.
  private Room joinedRoom(Call call) {
    var service = services.of(call.actor());
    return service
        .flatMap(_ -> rooms.find(call.path("roomId")))
        .filter(room -> service.filter(one -> isIn(one, room)).isPresent())
        .orElseGet(() -> rooms.joined(call.actor(), call.path("roomId")));
  }

  private boolean isIn(Service service, Room room) {
    return room.published().state().members().stream()
        .filter(member -> State.membership(member).filter(m -> m == Membership.JOIN).isPresent())
        .flatMap(member -> UserId.parse(member.stateKey().orElse("")).stream())
        .anyMatch(user -> services.is(service, user));
  }

  private void write(JsonOut out, Call call, Room room, RoomEvent event) {
    json.writeState(out, event, call.actor(), room.id().value());
  }
}
