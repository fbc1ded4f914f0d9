package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.FeedGrant;
import parvis.core.rights.Grant;
import parvis.core.rights.Grants;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
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

  private static final Optional<Grant> NO_GRANT = Optional.empty();

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
    } else if (Grants.all(space).has(member.value())) {
      var usual = Grant.APPS.stream().collect(Collectors.toMap(app -> app, _ -> NO_GRANT));
      setApart(actor, spaceId, member, usual);
    }
    var places = new ArrayList<Room>(space.rooms(rooms));
    places.addFirst(space.room());
    for (var place : places) {
      level(actor, place, member, space.isFeed(place) ? apart(space, member, role) : role.level());
    }
  }

  private static Optional<Grant> feedOf(Space space, UserId member) {
    return Grants.of(space, member, FeedGrant.APP);
  }

  private static long apart(Space space, UserId member, Preset role) {
    var level = role.level();
    return feedOf(space, member)
        .map(
            grant -> {
              if (grant == FeedGrant.READ) {
                return Math.min(level, Preset.READER.level());
              }
              return grant == FeedGrant.WRITE ? Math.max(level, Preset.CONTRIBUTOR.level()) : level;
            })
        .orElse(level);
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

  /// Sets apps apart for somebody: those that are named, and as their role has them where nothing
  /// is said.
  ///
  /// @throws Refused forbidden for who animates the space, and for what nobody from outside is
  /// given
  void setApart(Actor actor, String spaceId, UserId member, Map<String, Optional<Grant>> chosen) {
    var space = rights.require(actor, spaceId, Action.SET_ROLE);
    refuseAbsent(space, member);
    var role = rights.preset(member, space);
    if (role == Preset.ANIMATOR) {
      throw Refused.forbidden("Who animates a space has all of its apps.");
    }
    var grants = chosen.values().stream().flatMap(Optional::stream);
    if (role == Preset.GUEST && grants.anyMatch(Grant::forAgents)) {
      throw Refused.forbidden("This is given to nobody from outside.");
    }
    var feed = space.feed(rooms).orElseThrow(Refused::notFound);
    rooms.joined(actor, feed.id().value());
    keep(actor, space, member, chosen);
    if (chosen.containsKey(FeedGrant.APP)) {
      placeInFeed(actor, rights.find(spaceId).orElseThrow(Refused::notFound), feed, member);
    }
  }

  /// Keeps what was chosen, whatever others choose at the same time.
  private void keep(Actor actor, Space space, UserId member, Map<String, Optional<Grant>> chosen) {
    writing.change(
        actor,
        space.id(),
        Grants.TYPE,
        (_, now) -> {
          var users = now.object("users").orElse(JsonObject.EMPTY);
          var before = users.object(member.value()).orElse(JsonObject.EMPTY);
          var said = Grants.with(before, chosen, actor.user());
          return now.with(
              "users",
              said.isEmpty() ? users.without(member.value()) : users.with(member.value(), said));
        });
  }

  /// Keeps somebody out of the room of the feed, or lets them in with the level that was chosen.
  private void placeInFeed(Actor actor, Space now, Room feed, UserId member) {
    var none = feedOf(now, member).filter(FeedGrant.NONE::equals).isPresent();
    if (Coming.is(member, feed, Membership.BAN) != none) {
      writing.ban(actor, feed.id(), member, none);
    }
    if (none) {
      return;
    }
    var usual = now.levels().user(member) < 0 ? Preset.READER : Preset.CONTRIBUTOR;
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
