package parvis.core.sync;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What one person set or was sent, as far as the log was applied: account data, and messages to
/// their devices. The later position wins, so that loading and following may overlap.
final class Things {

  /// A value and the position of its last change.
  record Thing(long pos, byte[] value, boolean tombstone) {}

  /// @param room 0 for what concerns no room
  record Name(long room, String key) {}

  private final Map<Name, Thing> accountData = new ConcurrentHashMap<>();
  private final Map<Name, Thing> toDevice = new ConcurrentHashMap<>();
  private volatile long changed;

  void accountData(long room, String type, Thing thing) {
    accountData.merge(new Name(room, type), thing, Things::later);
    changed = Math.max(changed, thing.pos());
  }

  void toDevice(String key, Thing thing) {
    toDevice.merge(new Name(0, key), thing, Things::later);
    changed = Math.max(changed, thing.pos());
  }

  private static Thing later(Thing old, Thing now) {
    return now.pos() >= old.pos() ? now : old;
  }

  Map<Name, Thing> accountData() {
    return accountData;
  }

  /// Last position at which any of this changed.
  long changed() {
    return changed;
  }

  record Message(long pos, byte[] value) {}

  /// Messages of a device in `(since, upTo]`, ascending.
  List<Message> messages(String device, long since, long upTo) {
    if (toDevice.isEmpty()) {
      return List.of();
    }
    var prefix = device + "/";
    return toDevice.entrySet().stream()
        .filter(e -> e.getKey().key().startsWith(prefix))
        .map(Map.Entry::getValue)
        .filter(t -> t.pos() > since && t.pos() <= upTo)
        .sorted((a, b) -> Long.compare(a.pos(), b.pos()))
        .map(t -> new Message(t.pos(), t.value()))
        .toList();
  }

  /// Forgets messages of a device that it has shown to have received. Whether there were any.
  boolean received(String device, long upTo) {
    if (toDevice.isEmpty()) {
      return false;
    }
    var prefix = device + "/";
    return toDevice
        .entrySet()
        .removeIf(e -> e.getKey().key().startsWith(prefix) && e.getValue().pos() <= upTo);
  }
}
