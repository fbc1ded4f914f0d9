package parvis.core.rooms;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.config.Directory;
import parvis.platform.http.Call;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;

/// Of which rooms somebody may learn without being in them: those that they could enter, knock at
/// or read.
/// spec: cs-api#get_matrixclientv1roomsroomidhierarchy
final class Discovering {
  private final Memberships memberships;
  private final Admitting admitting;
  private final Directory directory;
  private final AccessRules rules;
  private final Meant meant;

  Discovering(
      Memberships memberships,
      Admitting admitting,
      Directory directory,
      AccessRules rules,
      Meant meant) {
    this.meant = meant;
    this.rules = rules;
    this.directory = directory;
    this.memberships = memberships;
    this.admitting = admitting;
  }

  /// Who asks about rooms that they are not in; empty for who is not signed in.
  ///
  /// @throws Refused missingToken when it is for who is signed in
  Optional<Actor> reader(Call call) {
    var reader = call.maybeActor();
    if (directory == Directory.MEMBERS && reader.isEmpty()) {
      throw Refused.missingToken();
    }
    return reader;
  }

  /// What somebody is to a room.
  Optional<Membership> membership(Actor actor, Room room) {
    return memberships.of(actor.userNid()).in(room.nid()).map(UserRooms.Standing::membership);
  }

  boolean may(Optional<Actor> reader, Room room) {
    return reader
        .map(actor -> may(actor, room))
        .orElseGet(() -> anybody(room) && isShown(reader, room));
  }

  boolean may(Actor actor, Room room) {
    return switch (membership(actor, room).orElse(Membership.LEAVE)) {
      case JOIN, INVITE -> true;
      case BAN -> room.published().isWorldReadable();
      case LEAVE, KNOCK ->
          (anybody(room) || admitted(actor, room)) && isShown(Optional.of(actor), room);
    };
  }

  private boolean isShown(Optional<Actor> reader, Room room) {
    var here = List.of(AccessRules.Sign.of(room.published().state()));
    return meant.isFor(reader.map(Actor::user), room)
        && !rules.shown(reader, here, sign -> sign).isEmpty();
  }

  /// Whether somebody was invited from outside, and finds nobody.
  boolean findsNobody(Actor actor) {
    return rules.isGuest(actor);
  }

  /// Whether everybody may, signed in or not.
  private boolean anybody(Room room) {
    var rule = JoinRule.of(room.version(), room.published().state());
    return room.published().isWorldReadable() || rule == JoinRule.PUBLIC || rule.knockable();
  }

  private boolean admitted(Actor actor, Room room) {
    return admitting.conditions(actor.userNid(), room) == Admitting.Conditions.MET;
  }
}
