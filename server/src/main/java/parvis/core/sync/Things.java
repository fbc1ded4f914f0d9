package parvis.core.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What one person set or was sent, as far as the log was applied: account data, and messages to
/// their devices. The later position wins, so that loading and following may overlap.
final class Things {
  /// Earlier values kept of each type by which events are judged; what came before the oldest of
  /// them is judged by it.
  static final int BEFORE_MAX = 20;

  /// A value and the position of its last change.
  record Thing(long pos, byte[] value, boolean tombstone) {}

  /// @param room 0 for what concerns no room
  record Name(long room, String key) {}

  private final Map<Name, Thing> accountData = new ConcurrentHashMap<>();
  private final Map<Name, Thing> toDevice = new ConcurrentHashMap<>();
  private final Map<String, Thing> before = new ConcurrentHashMap<>();
  private final AtomicLong changed = new AtomicLong();
  private final AtomicLong judging = new AtomicLong();

  void accountData(long room, String type, Thing thing) {
    accountData.merge(new Name(room, type), thing, Things::later);
    changed.accumulateAndGet(thing.pos(), Math::max);
    if (room == 0 && Rules.JUDGING.contains(type)) {
      judging.accumulateAndGet(thing.pos(), Math::max);
    }
  }

  void toDevice(String key, Thing thing) {
    toDevice.merge(new Name(0, key), thing, Things::later);
    changed.accumulateAndGet(thing.pos(), Math::max);
  }

  /// Notes what a type said until the position of `thing`.
  void before(String key, Thing thing) {
    before.merge(key, thing, Things::later);
    judging.accumulateAndGet(thing.pos(), Math::max);
  }

  /// What a type said before it changed, oldest first; each with the position where that ended.
  List<Thing> before(String type) {
    return before.entrySet().stream()
        .filter(e -> e.getKey().startsWith(type + "/"))
        .map(Map.Entry::getValue)
        .sorted(Comparator.comparingLong(Thing::pos))
        .toList();
  }

  /// The key for one more earlier value of a type: a new one, or that of the oldest.
  String slotBefore(String type) {
    var keys =
        before.entrySet().stream()
            .filter(e -> e.getKey().startsWith(type + "/"))
            .sorted(Comparator.comparingLong(e -> e.getValue().pos()))
            .map(Map.Entry::getKey)
            .toList();
    return keys.size() < BEFORE_MAX ? type + "/" + keys.size() : keys.getFirst();
  }

  /// Last position at which anything changed by which events are judged; 0 when nothing ever did.
  long judging() {
    return judging.get();
  }

  private static Thing later(Thing old, Thing now) {
    return now.pos() >= old.pos() ? now : old;
  }

  Map<Name, Thing> accountData() {
    return accountData;
  }

  /// Last position at which any of this changed.
  long changed() {
    return changed.get();
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
