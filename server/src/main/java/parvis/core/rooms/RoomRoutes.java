package parvis.core.rooms;

import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonObject;

/// Making rooms and writing into them.
final class RoomRoutes {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  /// How long an event is to wait, in milliseconds.
  private static final String DELAY = "org.matrix.msc4140.delay";

  /// The largest number of an event.
  /// spec: appendices#canonical-json
  private static final long TS_MAX = (1L << 53) - 1;

  private final Creating creating;
  private final Sending sending;
  private final Upgrading upgrading;
  private final Joining joining;
  private final DelayedEvents delayed;
  private final RoomVersion defaultVersion;

  RoomRoutes(
      Creating creating,
      Sending sending,
      Upgrading upgrading,
      Joining joining,
      DelayedEvents delayed,
      RoomVersion defaultVersion) {
    this.joining = joining;
    this.delayed = delayed;
    this.creating = creating;
    this.sending = sending;
    this.upgrading = upgrading;
    this.defaultVersion = defaultVersion;
  }

  Routes table() {
    return Routes.of(
        post("/_matrix/client/v3/createRoom", "Create a room", this::create).costs(RateClass.JOIN),
        put(ROOM + "/send/{eventType}/{txnId}", "Send a message", this::send)
            .guests()
            .costs(RateClass.MESSAGE),
        put(ROOM + "/state/{eventType}/{stateKey?}", "Set a state", this::state)
            .guests()
            .costs(RateClass.MESSAGE),
        put(ROOM + "/redact/{eventId}/{txnId}", "Delete an event's content", this::redact)
            .emptyBody()
            .costs(RateClass.MESSAGE)
            .quiet(),
        post(ROOM + "/upgrade", "Replace a room by one of another version", this::upgrade)
            .costs(RateClass.JOIN));
  }

  private Reply create(Call call) {
    var request = CreateRequest.read(call.body(), defaultVersion);
    request.initialState().forEach(state -> HouseState.refuse(state.type()));
    var room = creating.create(call.actor(), request);
    return Reply.json(JsonObject.of("room_id", room.value()));
  }

  private Reply send(Call call) {
    var delay = call.queryLong(DELAY);
    if (delay.isPresent()) {
      return later(call, Optional.empty(), Optional.of(call.path("txnId")), delay.getAsLong());
    }
    var id =
        sending.message(
            call.actor(),
            call.path("roomId"),
            call.path("eventType"),
            call.json(),
            call.path("txnId"),
            ts(call));
    return event(id);
  }

  /// When it happened elsewhere; of nobody but an application service it is believed.
  /// spec: as-api#timestamp-massaging
  private static OptionalLong ts(Call call) {
    var ts = call.actor().isThroughService() ? call.queryLong("ts") : OptionalLong.empty();
    if (ts.isPresent() && (ts.getAsLong() < 0 || ts.getAsLong() > TS_MAX)) {
      throw Refused.invalidParam("ts is no time that an event can have.");
    }
    return ts;
  }

  private Reply state(Call call) {
    var type = call.path("eventType");
    HouseState.refuse(type);
    joining.checkMember(call.actor(), type, call.path("stateKey"), call.json());
    var delay = call.queryLong(DELAY);
    if (delay.isPresent()) {
      return later(call, Optional.of(call.path("stateKey")), Optional.empty(), delay.getAsLong());
    }
    var id =
        sending.state(
            call.actor(),
            call.path("roomId"),
            call.path("eventType"),
            call.path("stateKey"),
            call.json(),
            ts(call));
    return event(id);
  }

  /// spec: MSC4140
  private Reply later(Call call, Optional<String> stateKey, Optional<String> txn, long delay) {
    var wish = new DelayedEvents.Wish(call.path("roomId"), call.path("eventType"), stateKey, txn);
    return Reply.fields("delay_id", delayed.schedule(call.actor(), wish, delay, call::json));
  }

  private Reply redact(Call call) {
    call.body().optionalString("reason");
    var id =
        sending.redaction(
            call.actor(),
            call.path("roomId"),
            call.path("eventId"),
            call.json(),
            call.path("txnId"));
    return event(id);
  }

  private Reply upgrade(Call call) {
    var body = call.body();
    var wish =
        new Upgrading.Wish(
            RoomVersion.of(body.string("new_version")).orElseThrow(Refused::unsupportedRoomVersion),
            CreateRequest.people(body, "additional_creators", CreateRequest.INVITES_MAX));
    var room = upgrading.upgrade(call.actor(), call.path("roomId"), wish);
    return Reply.json(JsonObject.of("replacement_room", room.value()));
  }

  private static Reply event(String id) {
    return Reply.json(JsonObject.of("event_id", id));
  }
}
