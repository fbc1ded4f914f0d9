package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rights.TaskGrant;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Roles of members, and what is set apart for one of them. A role is a power level, alike in the
/// space and in all of its rooms; what is set apart is another level, or no place, in one of them.
final class Roles {
  private static final OptionalLong NOW = OptionalLong.empty();

  private final Rooms rooms;
  private final Writing writing;
  private final Rights rights;
  private final Coming coming;

  Roles(SpacesFeature.Needs needs, Coming coming) {
    this.rooms = needs.rooms();
    this.writing = needs.writing();
    this.rights = needs.rights();
    this.coming = coming;
  }

  /// Gives a member a role. One steps down by oneself; nobody else takes the role of an animator
  /// away.
  void set(Actor actor, String spaceId, UserId member, Preset role) {
    var space = rights.require(actor, spaceId, Action.SET_ROLE);
    refuseAbsent(space, member);
    if (role == Preset.ANIMATOR && rights.isExternal(member)) {
      throw Refused.forbidden("Who is external animates nothing.");
    }
    if (role != Preset.ANIMATOR) {
      Coming.refuseLast(member, space.room().version(), space.room().published());
    } else if (Apart.all(space).has(member.value())) {
      setApart(actor, spaceId, member, Apart.USUAL, Optional.empty());
    }
    var places = new ArrayList<Room>(space.rooms(rooms));
    places.addFirst(space.room());
    for (var place : places) {
      level(actor, place, member, space.isFeed(place) ? apart(space, member, role) : role.level());
    }
  }

  private static long apart(Space space, UserId member, Preset role) {
    return switch (Apart.of(space, member)) {
      case READ -> Math.min(role.level(), Preset.READER.level());
      case WRITE -> Math.max(role.level(), Preset.CONTRIBUTOR.level());
      case NONE, USUAL -> role.level();
    };
  }

  private static void refuseAbsent(Space space, UserId member) {
    if (!space.has(member, Membership.JOIN)) {
      throw Refused.notFound("There is no such member.");
    }
  }

  /// Sets the level of somebody in a room, where the actor may.
  private void level(Actor actor, Room room, UserId member, long level) {
    var view = room.published();
    var levels = PowerLevels.of(room.version(), view.state());
    var rules =
        view.isJoined(actor.userNid())
            && levels.user(actor.user()) >= levels.event(Space.LEVELS, true);
    if (!rules || levels.user(member) == level) {
      return;
    }
    var isSpace = room.published().state().event(Space.TYPE, "").isPresent();
    writing.change(
        actor,
        room.id(),
        Space.LEVELS,
        (on, now) -> {
          if (isSpace && level < Preset.ANIMATOR.level()) {
            Coming.refuseLast(member, room.version(), on);
          }
          return with(now, member, level);
        });
  }

  private static JsonObject with(JsonObject levels, UserId member, long level) {
    var users = levels.object("users").orElse(JsonObject.EMPTY);
    var usual = levels.integer("users_default").orElse(0) == level;
    return levels.with(
        "users", usual ? users.without(member.value()) : users.with(member.value(), level));
  }

  /// Sets the feed apart for somebody: as if it were not there, which keeps them out of its room,
  /// to read, to write in, or as usual; and tasks, which are as usual when nothing is said of them.
  void setApart(
      Actor actor, String spaceId, UserId member, Apart apart, Optional<TaskGrant> tasks) {
    var space = rights.require(actor, spaceId, Action.SET_ROLE);
    refuseAbsent(space, member);
    var role = rights.preset(member, space);
    if (role == Preset.ANIMATOR) {
      throw Refused.forbidden("Who animates a space has all of its apps.");
    }
    if (role == Preset.GUEST && tasks.filter(TaskGrant.VALIDATE::equals).isPresent()) {
      throw Refused.forbidden("Who is external validates nothing.");
    }
    var feed = space.feed(rooms).orElseThrow(Refused::notFound);
    rooms.joined(actor, feed.id().value());
    var apps =
        JsonObject.builder()
            .putIf(Apart.FEED, Optional.of(apart.word()).filter(_ -> apart != Apart.USUAL))
            .putIf(TaskGrant.APP, tasks.map(TaskGrant::word))
            .build();
    var users = Apart.all(space).without(member.value());
    var said = apps.isEmpty() ? users : users.with(member.value(), apps);
    writing.state(actor, space.id(), Apart.TYPE, "", JsonObject.of("users", said), NOW);
    var now = rights.find(spaceId).orElseThrow(Refused::notFound);
    var kept = Coming.is(member, feed, Membership.BAN);
    if (kept != (apart == Apart.NONE)) {
      writing.ban(actor, feed.id(), member, apart == Apart.NONE);
    }
    if (apart == Apart.NONE) {
      return;
    }
    var usual = space.levels().user(member) < 0 ? Preset.READER : Preset.CONTRIBUTOR;
    level(actor, feed, member, apart(now, member, usual));
    coming.carry(rights.acting(member), now, NOW);
  }

  /// Takes somebody out of the space and what it opened to them, or declines their wish to come in.
  /// Asked again it goes on where it was cut off.
  void remove(Actor actor, String spaceId, UserId member) {
    var space = rights.require(actor, spaceId, Action.REMOVE);
    var here =
        List.of(Membership.JOIN, Membership.INVITE, Membership.KNOCK).stream()
            .anyMatch(one -> space.has(member, one));
    if (!here && coming.carried(member, space).isEmpty()) {
      throw Refused.notFound("There is no such member.");
    }
    if (here) {
      writing.kick(actor, space.id(), member, Optional.empty());
    }
    coming.uncarry(rights.acting(member), space);
  }

  /// Lets somebody in who asked, or not.
  void answer(Actor actor, String spaceId, UserId asking, boolean accept) {
    var space = rights.require(actor, spaceId, Action.ADMIT);
    if (!space.has(asking, Membership.KNOCK)) {
      throw Refused.notFound("Nobody of that name asks to come in.");
    }
    if (!accept) {
      writing.kick(actor, space.id(), asking, Optional.empty());
      return;
    }
    Coming.refuseArchived(space);
    writing.invite(actor, space.id(), asking, NOW);
    coming.enter(rights.acting(asking), space);
  }
}
