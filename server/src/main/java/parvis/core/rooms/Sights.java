package parvis.core.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.Optional;
import parvis.base.Actor;
import parvis.platform.db.Db;
import parvis.platform.memory.Memory;

/// What people may see of rooms, kept while they come back for more of it.
final class Sights {
  private static final int PERCENT = 2;

  private final Db db;
  private final Cache<Key, Sight> known;

  /// A sight is right as long as neither the person's standing nor the room's visibility changes.
  private record Key(long user, long room, long standing, long visibility) {}

  Sights(Db db, Memory memory) {
    this.db = db;
    this.known = memory.cache("sights", PERCENT, (_, sight) -> sight.sizeBytes());
  }

  Sight of(Actor actor, Room room, Optional<UserRooms.Standing> standing) {
    var state = room.published().state();
    var visibility = state.event("m.room.history_visibility", "").map(RoomEvent::pos).orElse(0L);
    var since = standing.map(UserRooms.Standing::pos).orElse(0L);
    var key = new Key(actor.userNid(), room.nid(), since, visibility);
    return known.get(key, _ -> db.read(tx -> Sight.of(tx, room, actor.user())));
  }
}
