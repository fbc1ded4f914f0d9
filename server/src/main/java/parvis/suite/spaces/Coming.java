package parvis.suite.spaces;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.FeedGrant;
import parvis.core.rights.Grants;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomView;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Coming into spaces and going, with the feed and the rooms that the space opens.
final class Coming {
  private static final OptionalLong NOW = OptionalLong.empty();

  private final Rooms rooms;
  private final Writing writing;
  private final Rights rights;

  Coming(SpacesFeature.Needs needs) {
    this.rooms = needs.rooms();
    this.writing = needs.writing();
    this.rights = needs.rights();
  }

  /// What came of asking to come in.
  enum Outcome {
    JOINED,
    ASKED
  }

  /// Comes in, accepts an invitation, or asks to be let in, as the space has it.
  Outcome join(Actor actor, String spaceId, Optional<String> reason) {
    var space = rights.require(actor, spaceId, Action.JOIN);
    if (!space.has(actor.user(), Membership.JOIN)) {
      refuseArchived(space);
    }
    if (space.has(actor.user(), Membership.JOIN) || space.has(actor.user(), Membership.INVITE)) {
      enter(actor, space);
      return Outcome.JOINED;
    }
    return switch (space.entry()) {
      case FREE -> {
        enter(actor, space);
        yield Outcome.JOINED;
      }
      case APPROVAL -> {
        writing.knock(actor, space.id(), reason);
        yield Outcome.ASKED;
      }
      case INVITATION -> throw Refused.forbidden("One comes into this space by invitation.");
    };
  }

  static void refuseArchived(Space space) {
    if (space.archived()) {
      throw Refused.forbidden("This space is archived.");
    }
  }

  /// Joins the space and what goes with it.
  void enter(Actor actor, Space space) {
    enter(actor, space, NOW);
  }

  void enter(Actor actor, Space space, OptionalLong ts) {
    writing.join(actor, space.id(), ts);
    try {
      carry(actor, space, ts);
    } catch (Refused refused) {
      // Whom the feed alone keeps out is in the space all the same.
      if (refused.kind() != Refused.Kind.FORBIDDEN) {
        throw refused;
      }
    }
  }

  /// Joins somebody who is in the space to its feed.
  void carry(Actor actor, Space space, OptionalLong ts) {
    var feed = space.feed(rooms);
    if (feed.isEmpty()
        || space.archived()
        || is(actor.user(), feed.get(), Membership.JOIN)
        || Grants.of(space, actor.user(), FeedGrant.APP)
            .filter(FeedGrant.NONE::equals)
            .isPresent()) {
      return;
    }
    if (rights.isExternal(actor.user()) && !is(actor.user(), feed.get(), Membership.INVITE)) {
      inviter(feed.get()).ifPresent(by -> writing.invite(by, feed.get().id(), actor.user(), ts));
    }
    writing.join(actor, feed.get().id(), ts);
  }

  /// Somebody in whose name an external is let into a room, where the space alone lets in none.
  private Optional<Actor> inviter(Room room) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    return levels.named().stream()
        .filter(user -> levels.user(user) >= levels.invite())
        .filter(user -> is(user, room, Membership.JOIN))
        .findFirst()
        .map(rights::acting);
  }

  /// Goes, declines an invitation or takes back the wish to come in.
  ///
  /// @throws Refused conflict for who would leave a space without anybody to animate it
  void leave(Actor actor, String spaceId) {
    var space =
        rights.find(spaceId).orElseThrow(() -> Refused.notFound("There is no such space here."));
    if (!space.has(actor.user(), Membership.JOIN)) {
      if (!space.has(actor.user(), Membership.INVITE)
          && !space.has(actor.user(), Membership.KNOCK)) {
        rights.require(actor, spaceId, Action.JOIN);
      }
      writing.leave(actor, space.id());
      uncarry(actor, space);
      return;
    }
    rights.require(actor, spaceId, Action.LEAVE);
    writing.leave(actor, space.id(), on -> refuseLast(actor.user(), space.room().version(), on));
    uncarry(actor, space);
  }

  /// Refuses to take the last animator from a space in which others remain.
  ///
  /// @param on the space as it is
  /// @throws Refused conflict
  static void refuseLast(UserId going, RoomVersion version, RoomView on) {
    var levels = PowerLevels.of(version, on.state());
    var another =
        levels.named().stream()
            .filter(user -> !user.equals(going))
            .filter(user -> on.state().membership(user).filter(Membership.JOIN::equals).isPresent())
            .anyMatch(user -> levels.user(user) >= Preset.ANIMATOR.level());
    var alone = on.joined().length <= 1;
    if (levels.user(going) >= Preset.ANIMATOR.level() && !another && !alone) {
      throw Refused.conflict("Name another animator first.");
    }
  }

  /// Has somebody who is not in the space any more leave its feed, and the rooms that it opened to
  /// them.
  void uncarry(Actor actor, Space space) {
    carried(actor.user(), space).forEach(room -> writing.leave(actor, room.id()));
    forget(actor.user(), space);
  }

  /// Forgets what was set apart for somebody who is not in the space any more: who comes back is as
  /// others are. Who went by themselves from where everybody comes in would shed what was taken
  /// from them: that stays.
  void forget(UserId user, Space space) {
    var said = Grants.all(space).object(user.value());
    var going = space.state().member(user);
    if (said.isEmpty()
        || space.archived()
        || going.isEmpty()
        || !(space.has(user, Membership.LEAVE) || space.has(user, Membership.BAN))) {
      return;
    }
    var sheds = space.entry() == Space.Entry.FREE && going.get().pdu().sender().equals(user);
    var stays = sheds ? Grants.taken(said.get()) : JsonObject.EMPTY;
    if (stays.equals(said.get())) {
      return;
    }
    inviter(space.room()).ifPresent(by -> forget(by, user, space, stays));
  }

  private void forget(Actor by, UserId user, Space space, JsonObject stays) {
    var name = user.value();
    writing.change(
        by,
        space.id(),
        Grants.TYPE,
        (_, now) -> {
          var users = now.object("users").orElse(JsonObject.EMPTY).without(name);
          return now.with("users", stays.isEmpty() ? users : users.with(name, stays));
        });
    if (!stays.has(FeedGrant.APP)) {
      space
          .feed(rooms)
          .filter(feed -> is(user, feed, Membership.BAN))
          .ifPresent(feed -> writing.ban(by, feed.id(), user, false));
    }
  }

  /// Where somebody is, or may come, because they are in the space.
  List<Room> carried(UserId user, Space space) {
    return opened(space).stream()
        .filter(room -> is(user, room, Membership.JOIN) || is(user, room, Membership.INVITE))
        .toList();
  }

  /// What a space opens to who is in it.
  List<Room> opened(Space space) {
    return space.rooms(rooms).stream()
        .filter(room -> space.admits(room) || space.isFeed(room))
        .toList();
  }

  static boolean is(UserId user, Room room, Membership membership) {
    return room.published().state().membership(user).filter(membership::equals).isPresent();
  }
}
