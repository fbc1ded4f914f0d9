package parvis.core.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Rooms;
import parvis.protocol.room.Membership;

/// Which rooms are of which of somebody's spaces, and which of them are feeds.
final class Places {
  private final Map<Long, String> spaces = new HashMap<>();
  private final Set<Long> feeds = new HashSet<>();

  Places(Actor actor, Rooms rooms, Rights rights) {
    for (var standing : rooms.memberships().of(actor.userNid()).all()) {
      if (standing.membership() == Membership.JOIN) {
        rooms
            .find(standing.room())
            .flatMap(room -> rights.find(room.id().value()))
            .ifPresent(space -> take(space, rooms));
      }
    }
  }

  private void take(Space space, Rooms rooms) {
    for (var room : space.rooms(rooms)) {
      spaces.put(room.nid(), space.id().value());
      if (space.isFeed(room)) {
        feeds.add(room.nid());
      }
    }
  }

  boolean isFeed(long room) {
    return feeds.contains(room);
  }

  Optional<String> spaceOf(long room) {
    return Optional.ofNullable(spaces.get(room));
  }

  /// The rooms of a space: also of one that somebody is in by one of its rooms alone.
  static Set<Long> rooms(String space, Rooms rooms, Rights rights) {
    return rights.find(space).stream()
        .flatMap(found -> found.rooms(rooms).stream())
        .map(room -> room.nid())
        .collect(Collectors.toSet());
  }
}
