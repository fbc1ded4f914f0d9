package parvis.core.rooms;

import java.util.Optional;
import parvis.base.Actor;
import parvis.protocol.room.HistoryVisibility;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;

/// Of which rooms somebody may learn without being in them: those that they could enter, knock at
/// or read.
/// spec: cs-api#get_matrixclientv1roomsroomidhierarchy
final class Discovering {
  private final Memberships memberships;
  private final Admitting admitting;

  Discovering(Memberships memberships, Admitting admitting) {
    this.memberships = memberships;
    this.admitting = admitting;
  }

  /// What somebody is to a room.
  Optional<Membership> membership(Actor actor, Room room) {
    return memberships.of(actor.userNid()).in(room.nid()).map(UserRooms.Standing::membership);
  }

  boolean may(Actor actor, Room room) {
    return switch (membership(actor, room).orElse(Membership.LEAVE)) {
      case JOIN, INVITE -> true;
      case BAN -> readable(room);
      case LEAVE, KNOCK -> anybody(room) || admitted(actor, room);
    };
  }

  /// Whether everybody may, signed in or not.
  boolean anybody(Room room) {
    var rule = JoinRule.of(room.version(), room.published().state());
    return readable(room) || rule == JoinRule.PUBLIC || rule.knockable();
  }

  private static boolean readable(Room room) {
    return HistoryVisibility.of(room.published().state()) == HistoryVisibility.WORLD_READABLE;
  }

  private boolean admitted(Actor actor, Room room) {
    return admitting.conditions(actor.userNid(), room) == Admitting.Conditions.MET;
  }
}
