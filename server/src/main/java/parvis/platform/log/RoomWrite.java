package parvis.platform.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// All events of one room that become durable together, prepared on one version of the room.
///
/// A room's version is how many events it has. The next write of the room is prepared on
/// [#versionAfter], without waiting for this one.
///
/// @param room nid of a room whose row exists
/// @param version the version of the room that the first event was prepared on
/// @param snapshot the state after the last event
/// @param tip the room's forward extremities after the last event, as their writer reads them
/// @param depth the depth of the last event
/// @param events at least one, in order, and at most [#EVENTS_MAX]
/// @param snapshots new states that the events or the room refer to
/// @param key under which a session may ask for the same again; null when nobody can
public record RoomWrite(
    long room,
    long version,
    long snapshot,
    String tip,
    long depth,
    List<EventRow> events,
    List<SnapshotRow> snapshots,
    @Nullable SendKey key)
    implements Write {
  /// Events of one write: as many as a new room begins with.
  public static final int EVENTS_MAX = 400;

  public RoomWrite {
    events = List.copyOf(events);
    snapshots = List.copyOf(snapshots);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a write into a room has at least one event");
    }
    if (events.size() > EVENTS_MAX) {
      throw new IllegalArgumentException("a write into a room has at most " + EVENTS_MAX);
    }
  }

  /// The version of the room once this is written.
  public long versionAfter() {
    return version + events.size();
  }
}
