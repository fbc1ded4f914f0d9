package parvis.core.push;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.core.sync.Counting;
import parvis.platform.memory.Memory;
import parvis.protocol.room.Membership;

/// How many events people have not read, over all their rooms: the number on the icon of an app.
///
/// Rooms that are not in memory are counted once; nothing has happened in them since, or it was
/// counted when it did.
final class Badges {
  private static final int PERCENT = 1;
  private static final long COUNT_BYTES = 100;

  private final Rooms rooms;
  private final Counting counting;

  /// Person → room → what is unread there.
  private final Cache<Long, Map<Long, Integer>> known;

  Badges(Rooms rooms, Counting counting, Memory memory) {
    this.rooms = rooms;
    this.counting = counting;
    this.known = memory.cache("badges", PERCENT, (_, of) -> COUNT_BYTES * (1 + of.size()));
  }

  int of(Actor actor) {
    return counts(actor).values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Room by nid → what is unread there.
  Map<Long, Integer> counts(Actor actor) {
    var before = known.getIfPresent(actor.userNid());
    var counts = new ConcurrentHashMap<Long, Integer>();
    for (var standing : rooms.memberships().of(actor.userNid()).all()) {
      if (standing.membership() != Membership.JOIN) {
        continue;
      }
      counts.put(standing.room(), count(actor, standing, before));
    }
    known.put(actor.userNid(), counts);
    return counts;
  }

  private int count(Actor actor, UserRooms.Standing standing, @Nullable Map<Long, Integer> before) {
    var loaded = rooms.loaded(standing.room());
    if (loaded.isEmpty() && before != null && before.containsKey(standing.room())) {
      return before.get(standing.room());
    }
    return loaded
        .or(() -> rooms.find(standing.room()))
        .map(room -> counting.unread(actor, room, standing, room.published().lastPos()))
        .orElse(0);
  }
}
