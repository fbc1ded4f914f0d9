package parvis.core.rooms;

import java.util.Optional;

/// What the log hands to its followers with an event that this node prepared.
///
/// @param after the room right after this event
/// @param member nid of the person whose membership it sets, or 0
/// @param redacts the id of the event that this one removes
public record Publication(RoomEvent event, RoomView after, long member, Optional<String> redacts) {}
