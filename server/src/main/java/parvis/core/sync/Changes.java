package parvis.core.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import parvis.core.rooms.UserRooms;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;

/// The last position at which anything happened in a room, since this node started. A sync passes
/// over all other rooms with one look.
final class Changes implements Follower {
  /// Rooms remembered; of the earlier ones it is not known any more whether anything happened.
  static final int ROOMS_MAX = 200_000;

  /// Changes kept in their order, and how many of the last ones are looked at at most. The others
  /// are there so that none of those is overwritten while it is read.
  private static final int RECENT_KEPT = 16_384;

  private static final int RECENT_MAX = 512;

  private final ConcurrentHashMap<Long, Long> rooms = new ConcurrentHashMap<>();
  private final Log log;
  private final AtomicLongArray recentPos = new AtomicLongArray(RECENT_KEPT);
  private final AtomicLongArray recentRooms = new AtomicLongArray(RECENT_KEPT);

  /// How many changes there were.
  private volatile long recent;

  private volatile long from = -1;

  Changes(Log log) {
    this.log = log;
  }

  /// Follows the log from where it is: what comes from here on is known.
  void start() {
    if (from < 0) {
      from = log.applied();
    }
  }

  @Override
  public void applied(List<LogRow> rows) {
    start();
    var count = recent;
    for (var row : rows) {
      if (row.room() != 0 && row.isSynced()) {
        rooms.put(row.room(), row.pos());
        recentPos.set((int) (count % RECENT_KEPT), row.pos());
        recentRooms.set((int) (count % RECENT_KEPT), row.room());
        recent = ++count;
      }
    }
    if (rooms.size() > ROOMS_MAX) {
      forget();
    }
  }

  /// Lets go of the older half.
  private void forget() {
    var sorted = rooms.values().stream().sorted().toList();
    var middle = sorted.get(sorted.size() / 2);
    from = middle;
    rooms.values().removeIf(pos -> pos <= middle);
  }

  /// Whether something may have happened in the room after `since`.
  boolean after(long room, long since) {
    if (!knows(since)) {
      return true;
    }
    var last = rooms.get(room);
    return last != null && last > since;
  }

  /// Whether it is known of each room whether anything happened there after `since`.
  boolean knows(long since) {
    return from >= 0 && since >= from;
  }

  /// What somebody is to those of their rooms in which something may have happened after `since`.
  /// When little happened anywhere since then, none of the others is looked at.
  List<UserRooms.Standing> among(UserRooms own, long since) {
    var last = after(since, Math.min(own.size(), RECENT_MAX));
    if (last.isPresent()) {
      return last.get().stream().flatMap(room -> own.in(room).stream()).toList();
    }
    var changed = new ArrayList<UserRooms.Standing>();
    for (var standing : own.all()) {
      if (after(standing.room(), since)) {
        changed.add(standing);
      }
    }
    return changed;
  }

  /// The rooms of all changes after `since`; empty when there are more than `max` or it is not
  /// known.
  private Optional<Set<Long>> after(long since, int max) {
    if (!knows(since)) {
      return Optional.empty();
    }
    var count = recent;
    Set<Long> found = new HashSet<>();
    for (var at = count - 1; at >= Math.max(0, count - max); at--) {
      var slot = (int) (at % RECENT_KEPT);
      if (recentPos.get(slot) <= since) {
        return Optional.of(found).filter(_ -> recent - count < RECENT_KEPT - RECENT_MAX);
      }
      found.add(recentRooms.get(slot));
    }
    return Optional.of(found).filter(_ -> count <= max);
  }
}
