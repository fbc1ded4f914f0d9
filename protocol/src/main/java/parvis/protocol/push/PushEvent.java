package parvis.protocol.push;

import java.util.Optional;
import parvis.protocol.json.JsonObject;

/// An event and what push rules may ask about its room and its reader.
///
/// @param event as clients see it, `room_id` included
/// @param memberCount how many people are joined
/// @param senderPower the sender's power level
/// @param notificationLevels the `notifications` of the power levels event
/// @param displayName the reader's display name in the room
public record PushEvent(
    JsonObject event,
    long memberCount,
    long senderPower,
    JsonObject notificationLevels,
    Optional<String> displayName) {}
