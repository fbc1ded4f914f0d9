package parvis.core.rooms;

import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The door for writing into rooms in somebody's name, for parts of the house that are no client.
///
/// Nothing is allowed here that the actor could not do with a client of their own, except to say
/// when something happened: `ts`, in milliseconds, empty for now.
/// spec: as-api#timestamp-massaging
public final class Writing {
  private final Rooms rooms;
  private final Creating creating;
  private final Joining joining;
  private final Sending sending;
  private final RoomVersion defaultVersion;

  Writing(
      Rooms rooms,
      Creating creating,
      Joining joining,
      Sending sending,
      RoomVersion defaultVersion) {
    this.rooms = rooms;
    this.creating = creating;
    this.joining = joining;
    this.sending = sending;
    this.defaultVersion = defaultVersion;
  }

  /// Makes a room as `wish`, the body of a client's request, describes it. From version 12 on what
  /// one person makes at one `ts` would be one room: the second is refused by the database.
  /// spec: cs-api#post_matrixclientv3createroom
  public RoomId create(Actor actor, JsonObject wish, OptionalLong ts) {
    return creating.create(actor, CreateRequest.read(new Body(wish), defaultVersion), ts);
  }

  public void invite(Actor actor, RoomId room, UserId target, OptionalLong ts) {
    var in = rooms.joined(actor, room.value());
    joining.invite(actor, in, target, Optional.empty(), ts);
  }

  public void join(Actor actor, RoomId room, OptionalLong ts) {
    var found = rooms.find(room.value()).orElseThrow(Refused::notFound);
    joining.join(actor, found, Optional.empty(), JsonObject.EMPTY, ts);
  }

  /// Answers the event's id; the first one, when the actor's session used `txn` before.
  public String send(
      Actor actor, RoomId room, String type, JsonObject content, String txn, OptionalLong ts) {
    return sending.message(actor, room.value(), type, content, txn, ts);
  }

  public String state(
      Actor actor, RoomId room, String type, String key, JsonObject content, OptionalLong ts) {
    return sending.state(actor, room.value(), type, key, content, ts);
  }

  public String redact(
      Actor actor, RoomId room, String event, String reason, String txn, OptionalLong ts) {
    return sending.redaction(actor, room.value(), event, JsonObject.of("reason", reason), txn, ts);
  }
}
