package parvis.core.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What one person set for themselves, as far as the log was applied. The later position wins, so
/// that loading and following may overlap.
final class Things {
  /// Earlier values kept of each type by which events are judged; what came before the oldest of
  /// them is judged by it.
  static final int BEFORE_MAX = 20;

  private static final int THING_BYTES = 250;

  /// A value and the position of its last change.
  record Thing(long pos, byte[] value, boolean tombstone) {}

  /// By room, 0 for what concerns none, and type.
  private final Map<Long, Map<String, Thing>> accountData = new ConcurrentHashMap<>();

  private final Map<String, Thing> before = new ConcurrentHashMap<>();
  private final Following following = new Following();
  private final AtomicLong changed = new AtomicLong();
  private final AtomicLong everywhere = new AtomicLong();
  private final AtomicLong judging = new AtomicLong();
  private final AtomicLong valueBytes = new AtomicLong();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger removed = new AtomicInteger();

  void accountData(long room, String type, Thing thing) {
    var inRoom = accountData.computeIfAbsent(room, _ -> new ConcurrentHashMap<>());
    inRoom.compute(type, (_, old) -> later(old, thing));
    changed.accumulateAndGet(thing.pos(), Math::max);
    if (room == 0) {
      everywhere.accumulateAndGet(thing.pos(), Math::max);
    }
    if (room == 0 && Rules.JUDGING.contains(type)) {
      judging.accumulateAndGet(thing.pos(), Math::max);
    }
  }

  /// Notes what a type said until the position of `thing`.
  void before(String key, Thing thing) {
    before.compute(key, (_, old) -> later(old, thing));
    judging.accumulateAndGet(thing.pos(), Math::max);
  }

  /// Notes whether the person follows a thread of a room.
  void following(long room, long root, Thing thing) {
    following.note(room, root, thing);
    changed.accumulateAndGet(thing.pos(), Math::max);
  }

  /// The threads that the person follows or did.
  Following following() {
    return following;
  }

  private Thing later(@Nullable Thing old, Thing now) {
    if (old == null) {
      count.incrementAndGet();
      valueBytes.addAndGet(now.value().length);
      removed.addAndGet(now.tombstone() ? 1 : 0);
      return now;
    }
    if (now.pos() < old.pos()) {
      return old;
    }
    valueBytes.addAndGet(now.value().length - old.value().length);
    removed.addAndGet((now.tombstone() ? 1 : 0) - (old.tombstone() ? 1 : 0));
    return now;
  }

  /// Everything of one room, 0 for what concerns none, by type.
  Map<String, Thing> accountData(long room) {
    return accountData.getOrDefault(room, Map.of());
  }

  /// The rooms of which there is something, 0 among them for what concerns none.
  Set<Long> accountDataRooms() {
    return Set.copyOf(accountData.keySet());
  }

  Optional<Thing> accountData(long room, String type) {
    return Optional.ofNullable(accountData(room).get(type));
  }

  /// How many values there are.
  int count() {
    return count.get() - removed.get();
  }

  /// How many were taken away, and are kept so that clients hear of it.
  int removed() {
    return removed.get();
  }

  /// The bytes of all values.
  long valueBytes() {
    return valueBytes.get();
  }

  /// An estimate of the memory that this holds.
  long sizeBytes() {
    return valueBytes() + (long) (count.get() + following.count()) * THING_BYTES;
  }

  /// What a type said before it changed, oldest first; each with the position where that ended.
  List<Thing> before(String type) {
    return entriesBefore(type).stream().map(Map.Entry::getValue).toList();
  }

  private List<Map.Entry<String, Thing>> entriesBefore(String type) {
    return before.entrySet().stream()
        .filter(e -> e.getKey().startsWith(type + "/"))
        .sorted(Comparator.comparingLong(e -> e.getValue().pos()))
        .toList();
  }

  /// The key for one more earlier value of a type: a new one, or that of the oldest.
  String slotBefore(String type) {
    var known = entriesBefore(type);
    return known.size() < BEFORE_MAX ? type + "/" + known.size() : known.getFirst().getKey();
  }

  /// Last position at which anything changed by which events are judged; 0 when nothing ever did.
  long judging() {
    return judging.get();
  }

  /// Last position at which any of this changed that is of no room, and may concern all of them.
  long everywhere() {
    return everywhere.get();
  }

  /// Last position at which any of this changed.
  long changed() {
    return changed.get();
  }
}
