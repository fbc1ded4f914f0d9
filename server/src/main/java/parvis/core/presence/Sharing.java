package parvis.core.presence;

import java.util.function.LongConsumer;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.protocol.room.Membership;

/// Who sees whether somebody is there: those who are in a room with them that is not too large.
final class Sharing {
  /// People in a room in which one sees who is there.
  static final int ROOM_MAX = 500;

  private final Rooms rooms;

  Sharing(Rooms rooms) {
    this.rooms = rooms;
  }

  boolean shares(long one, long other) {
    if (one == other) {
      return true;
    }
    for (var standing : rooms.memberships().of(one).all()) {
      if (standing.membership() == Membership.JOIN
          && rooms
              .find(standing.room())
              .filter(Sharing::isSmall)
              .filter(room -> room.published().isJoined(other))
              .isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Names everybody around somebody, perhaps more than once, and themselves. Rooms that are not in
  /// memory are left out: nobody syncs there.
  void around(long user, LongConsumer each) {
    each.accept(user);
    for (var standing : rooms.memberships().of(user).all()) {
      if (standing.membership() == Membership.JOIN) {
        rooms.loaded(standing.room()).filter(Sharing::isSmall).ifPresent(room -> name(room, each));
      }
    }
  }

  private static void name(Room room, LongConsumer each) {
    for (var nid : room.published().joined()) {
      each.accept(nid);
    }
  }

  private static boolean isSmall(Room room) {
    return room.published().joined().length <= ROOM_MAX;
  }
}
