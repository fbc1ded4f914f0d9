package parvis.core.sync;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;

/// The last position at which anything happened in a room, since this node started. A sync passes
/// over all other rooms with one look.
final class Changes implements Follower {
  /// Rooms remembered; of the earlier ones it is not known any more whether anything happened.
  static final int ROOMS_MAX = 200_000;

  private final ConcurrentHashMap<Long, Long> rooms = new ConcurrentHashMap<>();
  private final Log log;
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
    for (var row : rows) {
      if (row.room() != 0) {
        rooms.put(row.room(), row.pos());
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
    if (since < from || from < 0) {
      return true;
    }
    var last = rooms.get(room);
    return last != null && last > since;
  }
}
