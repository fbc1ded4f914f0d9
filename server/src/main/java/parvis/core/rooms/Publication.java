package parvis.core.rooms;

import java.util.Optional;

/// What the log hands to its followers with an event that this node prepared.
///
/// @param after the room right after this event
/// @param member nid of the person whose membership it sets, or 0
/// @param lost the event whose content this one took away, without it
public record Publication(RoomEvent event, RoomView after, long member, Optional<RoomEvent> lost) {}
