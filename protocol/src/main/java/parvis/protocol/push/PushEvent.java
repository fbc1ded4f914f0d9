package parvis.protocol.push;

import java.util.Optional;
import parvis.protocol.event.ClientEvent;
import parvis.protocol.event.Pdu;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.PowerLevels;
import parvis.protocol.room.RoomState;
import parvis.protocol.room.StateSlot;

/// An event and what push rules may ask about its room and its reader.
///
/// @param event as clients see it, `room_id` included
/// @param memberCount how many people are joined
/// @param senderPower the sender's power level
/// @param notificationLevels the `notifications` of the power levels event
/// @param displayName the reader's display name in the room
/// @param follows whether the reader follows the event's thread; empty when it is in none
public record PushEvent(
    JsonObject event,
    long memberCount,
    long senderPower,
    JsonObject notificationLevels,
    Optional<String> displayName,
    Optional<Boolean> follows) {

  /// An event with the facts of the room it was sent in.
  ///
  /// @param state the room's state at the event
  public static PushEvent of(
      Pdu event, RoomState state, long memberCount, Optional<String> displayName) {
    Optional<JsonObject> levels =
        state
            .get(StateSlot.POWER_LEVELS)
            .flatMap(stated -> stated.content().object("notifications"));
    return new PushEvent(
        ClientEvent.json(event).with("room_id", event.roomId().value()),
        memberCount,
        PowerLevels.of(event.version(), state).user(event.sender()),
        levels.orElse(JsonObject.EMPTY),
        displayName,
        Optional.empty());
  }

  /// The same event, in a thread that the reader follows or does not.
  public PushEvent inThread(boolean followed) {
    return new PushEvent(
        event, memberCount, senderPower, notificationLevels, displayName, Optional.of(followed));
  }

  /// The same event, of whose sender is known whether they might notify the whole room when they
  /// sent it: the room's levels may be others by now.
  public PushEvent notifyingRoom(boolean might) {
    long level = might ? -JsonInteger.CANONICAL_MAX : JsonInteger.CANONICAL_MAX;
    return new PushEvent(
        event,
        memberCount,
        senderPower,
        notificationLevels.with("room", level),
        displayName,
        follows);
  }
}
