package parvis.core.push;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.identity.Users;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.core.sync.Counting;
import parvis.core.sync.Rules;
import parvis.protocol.room.Membership;

/// Which events one is to be told of, and which of them one has not read.
final class Notices {
  private final Users users;
  private final Rooms rooms;
  private final Rules rules;
  private final Counting counting;

  Notices(Users users, Rooms rooms, Rules rules, Counting counting) {
    this.users = users;
    this.rooms = rooms;
    this.rules = rules;
    this.counting = counting;
  }

  /// Somebody, for whom this server acts by itself.
  Actor actor(long user) {
    return new Actor(users.id(user), user, "", 0, 0, false);
  }

  /// What somebody is to be told of an event that came into a room.
  Optional<Notice> of(Actor actor, Room room, RoomEvent event) {
    if (event.senderNid() == actor.userNid() || !reaches(actor, room, event)) {
      return Optional.empty();
    }
    var actions = rules.of(actor).actions(room, event);
    return actions.values().isEmpty()
        ? Optional.empty()
        : Optional.of(new Notice(room.nid(), event.eventId(), event.pos(), actions));
  }

  /// Whether an event is the business of somebody: those in the room, and whom it invites.
  private boolean reaches(Actor actor, Room room, RoomEvent event) {
    return rooms
        .memberships()
        .of(actor.userNid())
        .in(room.nid())
        .filter(standing -> reaches(standing, event))
        .isPresent();
  }

  private static boolean reaches(UserRooms.Standing standing, RoomEvent event) {
    return switch (standing.membership()) {
      case JOIN -> standing.since() < event.pos();
      case INVITE -> standing.event() == event.nid();
      case LEAVE, BAN, KNOCK -> false;
    };
  }

  /// Whether somebody has not read an event that they are to be told of, and could read it now.
  boolean isUnread(Actor actor, Room room, RoomEvent event) {
    return rooms
        .memberships()
        .of(actor.userNid())
        .in(room.nid())
        .filter(standing -> reaches(standing, event) && event.redactedBy() == 0)
        .filter(
            standing ->
                standing.membership() == Membership.INVITE
                    || counting.isUnread(actor, room, standing, event))
        .isPresent();
  }

  /// The last events in `(since, upTo]` of all rooms that somebody is in or invited to, descending.
  List<Rooms.Placed> last(Actor actor, long since, long upTo, int count) {
    var stretches = new ArrayList<Rooms.Stretch>();
    for (var standing : rooms.memberships().of(actor.userNid()).all()) {
      switch (standing.membership()) {
        case JOIN -> add(stretches, standing.room(), Math.max(since, standing.since()), upTo);
        case INVITE ->
            add(
                stretches,
                standing.room(),
                Math.max(since, standing.pos() - 1),
                Math.min(upTo, standing.pos()));
        case LEAVE, BAN, KNOCK -> {}
      }
    }
    return rooms.last(stretches, count);
  }

  private static void add(Collection<Rooms.Stretch> to, long room, long since, long upTo) {
    if (since < upTo) {
      to.add(new Rooms.Stretch(room, since, upTo));
    }
  }

  /// What somebody was not told of and has not read yet, of what came in `(since, upTo]`: the last
  /// of it, ascending.
  ///
  /// @param looked events that are looked at, at most
  List<Notice> missed(Actor actor, long since, long upTo, int looked) {
    return last(actor, since, upTo, looked).stream()
        .filter(placed -> isUnread(actor, placed.room(), placed.event()))
        .flatMap(placed -> of(actor, placed.room(), placed.event()).stream())
        .sorted(Comparator.comparingLong(Notice::pos))
        .toList();
  }
}
