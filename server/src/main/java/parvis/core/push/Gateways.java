package parvis.core.push;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.State;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Outcome;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonWriter;

/// Speaks to push gateways: what is written there, and what their answers mean.
/// spec: push-gateway-api#post_matrixpushv1notify
final class Gateways {
  private static final Egress.Bounds BOUNDS = new Egress.Bounds(Duration.ofSeconds(15), 64 * 1024);

  private static final int OK = 200;

  /// What a gateway makes of what it is told.
  enum Heard {
    DELIVERED,
    /// The device is no more.
    REJECTED,
    /// Perhaps later.
    NOT_NOW
  }

  private final Egress egress;
  private final Rooms rooms;
  private final Notices notices;
  private final Browsers browsers;

  Gateways(Egress egress, Rooms rooms, Notices notices, Browsers browsers) {
    this.egress = egress;
    this.rooms = rooms;
    this.notices = notices;
    this.browsers = browsers;
  }

  /// What one device is told.
  record Told(JsonObject body, boolean urgent) {}

  /// What a gateway is told of an event; empty when its reader has read it by now, or may not any
  /// more, or when it was taken back.
  Optional<Told> about(Actor actor, Pusher pusher, Notice notice, int unread) {
    return rooms
        .find(notice.room())
        .flatMap(
            room ->
                rooms
                    .event(room, notice.eventId())
                    .filter(event -> notices.isUnread(actor, room, event))
                    .map(event -> about(actor, pusher, notice, room, event, unread)));
  }

  private Told about(
      Actor actor, Pusher pusher, Notice notice, Room room, RoomEvent event, int unread) {
    var tweaks = Notice.tweaks(notice.actions());
    var urgent = isUrgent(event, tweaks);
    return new Told(
        pusher.isBrowser()
            ? browsers.about(actor, pusher, room, event, unread)
            : about(actor, pusher, room, event, tweaks, unread),
        urgent);
  }

  private static JsonObject about(
      Actor actor, Pusher pusher, Room room, RoomEvent event, JsonObject tweaks, int unread) {
    var told =
        JsonObject.builder()
            .put("event_id", event.eventId())
            .put("room_id", room.id().value())
            .put("prio", isUrgent(event, tweaks) ? "high" : "low")
            .put("counts", unread > 0 ? JsonObject.of("unread", unread) : JsonObject.EMPTY);
    if (pusher.idOnly()) {
      return told.put("devices", devices(pusher, JsonObject.EMPTY)).build();
    }
    var state = room.published().state();
    told.put("type", event.type())
        .put("sender", event.sender())
        .putIf("sender_display_name", name(state, event.sender()))
        .putIf("room_name", room.published().name(actor.user()))
        .putIf("room_alias", text(state, "m.room.canonical_alias", "alias"))
        .put("content", event.pdu().content())
        .put("devices", devices(pusher, tweaks));
    event
        .stateKey()
        .filter(_ -> event.type().equals("m.room.member"))
        .ifPresent(key -> told.put("user_is_target", key.equals(actor.user().value())));
    return told.build();
  }

  /// Of what is encrypted nobody here knows whether it is.
  private static boolean isUrgent(RoomEvent event, JsonObject tweaks) {
    return event.type().equals("m.room.encrypted")
        || tweaks.string("sound").isPresent()
        || tweaks.bool("highlight").orElse(false);
  }

  private static JsonArray devices(Pusher pusher, JsonObject tweaks) {
    var device =
        JsonObject.builder()
            .put("app_id", pusher.appId())
            .put("pushkey", pusher.pushkey())
            .put("pushkey_ts", Duration.ofMillis(pusher.setMs()).toSeconds())
            .put("data", pusher.data().without("url"));
    if (!tweaks.isEmpty()) {
      device.put("tweaks", tweaks);
    }
    return JsonArray.of(device.build());
  }

  static Optional<String> name(State state, String user) {
    return UserId.parse(user)
        .flatMap(state::member)
        .flatMap(member -> member.pdu().content().string("displayname"))
        .filter(name -> !name.isBlank());
  }

  private static Optional<String> text(State state, String type, String field) {
    return state
        .event(type, "")
        .flatMap(event -> event.pdu().content().string(field))
        .filter(text -> !text.isBlank());
  }

  /// What a gateway is told when less is unread than before. A zero is said here, against the
  /// specification's advice: it is what takes the number off an icon.
  static Told badge(Pusher pusher, int unread) {
    return new Told(
        JsonObject.of(
            "counts",
            JsonObject.of("unread", unread),
            "devices",
            devices(pusher, JsonObject.EMPTY)),
        false);
  }

  /// Tells a browser which of the rooms that it shows are read; nothing, when none is.
  Heard read(Actor actor, Pusher pusher, int unread) {
    return browsers
        .read(actor, pusher, unread)
        .map(cleared -> browsers.tell(pusher, cleared, false))
        .orElse(Heard.DELIVERED);
  }

  Heard tell(Pusher pusher, Told told) {
    return pusher.isBrowser()
        ? browsers.tell(pusher, told.body(), told.urgent())
        : tell(pusher, told.body());
  }

  private Heard tell(Pusher pusher, JsonObject notification) {
    var body = JsonWriter.write(JsonObject.of("notification", notification));
    return switch (egress.post("push", pusher.url(), body, BOUNDS)) {
      case Outcome.Answered(int status, byte[] answer, _, _) when status == OK ->
          rejected(answer).contains(pusher.pushkey()) ? Heard.REJECTED : Heard.DELIVERED;
      case Outcome.Answered _, Outcome.Barred _, Outcome.Failed _ -> Heard.NOT_NOW;
    };
  }

  /// The devices that a gateway says are no more. One that says nothing we understand rejects
  /// nobody.
  private static List<String> rejected(byte[] answer) {
    try {
      return JsonReader.read(answer, JsonLimits.REQUEST) instanceof JsonObject said
          ? said.array("rejected").orElse(JsonArray.EMPTY).strings()
          : List.of();
    } catch (JsonRefused _) {
      return List.of();
    }
  }
}
