package parvis.core.rooms;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// State snapshots as a bounded chain of deltas: each is its parent plus a few (slot, event) pairs,
/// and every [#STEPS_MAX] steps one holds everything and has no parent.
final class Snapshots {
  /// The longest chain that resolving a snapshot may have to walk.
  static final int STEPS_MAX = 64;

  private static final int PAIR_BYTES = 2 * Long.BYTES;

  private Snapshots() {}

  static byte[] delta(RoomEvent changed) {
    return ByteBuffer.allocate(PAIR_BYTES)
        .putLong(changed.slotNid())
        .putLong(changed.nid())
        .array();
  }

  static byte[] full(State state) {
    var buffer = ByteBuffer.allocate(state.size() * PAIR_BYTES);
    for (var event : state.others()) {
      buffer.putLong(event.slotNid()).putLong(event.nid());
    }
    for (var event : state.members()) {
      buffer.putLong(event.slotNid()).putLong(event.nid());
    }
    return buffer.array();
  }

  /// Slot nid → event nid, from the deltas of a chain, oldest first.
  static Map<Long, Long> resolve(List<byte[]> chain) {
    var state = new HashMap<Long, Long>();
    for (var delta : chain) {
      var buffer = ByteBuffer.wrap(delta);
      while (buffer.remaining() >= PAIR_BYTES) {
        state.put(buffer.getLong(), buffer.getLong());
      }
    }
    return state;
  }
}
