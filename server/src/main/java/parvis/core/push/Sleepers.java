package parvis.core.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import parvis.core.rooms.Room;

/// Who of the people in a room has a pusher: known until somebody comes, goes, or sets one, so that
/// an event costs as much as there are devices to tell of it, and not as much as there are people.
final class Sleepers {
  /// Rooms of which it is kept.
  private static final int ROOMS_MAX = 10_000;

  /// @param joined the people, as the room had them: while nobody comes or goes the same array
  /// @param changes how many pushers had been set or removed
  private record Known(long[] joined, long changes, List<Long> asleep) {}

  private final Pushers pushers;
  private final Cache<Long, Known> rooms = Caffeine.newBuilder().maximumSize(ROOMS_MAX).build();
  private final AtomicLong looked = new AtomicLong();

  Sleepers(Pushers pushers) {
    this.pushers = pushers;
  }

  /// By number.
  List<Long> in(Room room) {
    var joined = room.published().joined();
    var changes = pushers.changes();
    var known = rooms.getIfPresent(room.nid());
    if (known == null || !Arrays.equals(known.joined(), joined) || known.changes() != changes) {
      looked.addAndGet(joined.length);
      var people = Arrays.stream(joined).boxed().toList();
      known = new Known(joined, changes, List.copyOf(pushers.of(people).keySet()));
      rooms.put(room.nid(), known);
    }
    return known.asleep();
  }

  /// How many people were asked whether they have a pusher.
  long looked() {
    return looked.get();
  }
}
