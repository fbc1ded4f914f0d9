package parvis.protocol.event;

import java.util.Optional;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What somebody wants to say in a room, before it has a place in its history.
///
/// @param stateKey present for state events
/// @param room absent for a create event whose hash becomes the room id
/// @param originServerTs milliseconds since 1970
/// @param redacts the target of an `m.room.redaction`; where it is written is the room version's
///       matter
public record EventDraft(
    String type,
    Optional<String> stateKey,
    UserId sender,
    Optional<RoomId> room,
    JsonObject content,
    long originServerTs,
    Optional<EventId> redacts) {

  public static EventDraft message(
      String type, UserId sender, RoomId room, JsonObject content, long originServerTs) {
    return new EventDraft(
        type,
        Optional.empty(),
        sender,
        Optional.of(room),
        content,
        originServerTs,
        Optional.empty());
  }

  public static EventDraft state(
      String type,
      String stateKey,
      UserId sender,
      RoomId room,
      JsonObject content,
      long originServerTs) {
    return new EventDraft(
        type,
        Optional.of(stateKey),
        sender,
        Optional.of(room),
        content,
        originServerTs,
        Optional.empty());
  }
}
