package parvis.platform.log;

import java.util.List;

/// What one statement writes: the chosen writes of a batch, laid out row by row.
///
/// @param rooms one for each room
/// @param events in the order of their positions, all events of all rooms
/// @param keys the keys that are used up
/// @param things after the events, each (kind, user, room, key) at most once
record Contents(
    List<Head> rooms,
    List<Item> events,
    List<Snapshot> snapshots,
    List<Key> keys,
    List<Syncable> things) {

  /// A room from the version that must be found to what it becomes.
  record Head(long nid, long version, int events, long snapshot, String tip, long depth) {}

  /// An event in its room.
  ///
  /// @param redactedBy nid of an event of the same batch that takes its content away; 0 when none
  /// @param member as in the row, but 0 when a later event of the batch decides that membership
  record Item(long room, EventRow row, long redactedBy, long member) {}

  /// A snapshot, and the room whose move decides whether it is written.
  record Snapshot(long room, SnapshotRow row) {}

  /// A key that is used up.
  ///
  /// @param room whose move decides whether it is written; 0 when no room does
  record Key(long room, SendKey key, String eventId) {}

  boolean isEmpty() {
    return events.isEmpty() && things.isEmpty();
  }
}
