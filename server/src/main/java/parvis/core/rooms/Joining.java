package parvis.core.rooms;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Profiles;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Coming and going: join, knock, invite, leave, kick, ban and unban.
///
/// Each asks for one member event on the room's tip. What the room's rules say is decided by the
/// authorisation of that event; here stands only what they do not know: what is already as wished.
/// Whom a restricted room lets in is a matter of [Admitting].
final class Joining {
  private static final String MEMBERSHIP = "membership";
  private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

  private final Admitting admitting;
  private final ClosedRooms closed;
  private final Commits commits;
  private final Preparer preparer;
  private final Profiles profiles;
  private final Accounts accounts;
  private final BiPredicate<UserId, UserId> unwilling;
  private final Meant meant;
  private final TakingAlong along;

  /// @param unwilling whether somebody wants no invitations by somebody else
  Joining(
      Admitting admitting,
      ClosedRooms closed,
      Commits commits,
      Preparer preparer,
      Profiles profiles,
      Accounts accounts,
      BiPredicate<UserId, UserId> unwilling,
      Meant meant,
      TakingAlong along) {
    this.along = along;
    this.admitting = admitting;
    this.closed = closed;
    this.commits = commits;
    this.preparer = preparer;
    this.profiles = profiles;
    this.accounts = accounts;
    this.unwilling = unwilling;
    this.meant = meant;
  }

  /// spec: cs-api#post_matrixclientv3joinroomidoralias
  void join(Actor actor, Room room, Optional<String> reason, JsonObject extra) {
    join(actor, room, reason, extra, OptionalLong.empty());
  }

  void join(Actor actor, Room room, Optional<String> reason, JsonObject extra, OptionalLong ts) {
    if (room.published().state().membership(actor.user()).equals(Optional.of(Membership.JOIN))) {
      return;
    }
    refuseSure(actor, room);
    refuseClosed(room);
    refuseGuest(actor, room.published());
    var content = own(actor, Membership.JOIN, reason, extra);
    var conditions = admitting.conditions(actor, room);
    along.coming(actor, room, () -> enter(actor, room, conditions, content, ts));
  }

  private void enter(
      Actor actor,
      Room room,
      Admitting.Conditions conditions,
      JsonObject content,
      OptionalLong ts) {
    change(
        room,
        actor,
        actor.user(),
        on -> {
          refuseGuest(actor, on);
          return switch (on.state().membership(actor.user()).orElse(Membership.LEAVE)) {
            case JOIN -> Optional.empty();
            case INVITE -> Optional.of(content);
            case LEAVE, BAN, KNOCK -> Optional.of(admitted(actor, room, on, conditions, content));
          };
        },
        ts);
  }

  /// spec: cs-api#guest-access
  private static void refuseGuest(Actor actor, RoomView on) {
    if (actor.guest() && !GuestAccess.admits(on.state())) {
      throw Refused.guestForbidden("This room lets no guests in.");
    }
  }

  /// Refuses whoever wants to come, or have somebody come, into what administrators closed.
  private void refuseClosed(Room room) {
    if (closed.isShut(room.nid())) {
      throw RoomNames.closed();
    }
  }

  /// Refuses what the rules of a room are sure to deny, before anything is looked up.
  private void refuseSure(Actor actor, Room room) {
    var state = room.published().state();
    switch (state.membership(actor.user()).orElse(Membership.LEAVE)) {
      case BAN -> throw Refused.forbidden("You are banned from this room.");
      case JOIN, INVITE -> {}
      case LEAVE, KNOCK -> {
        var rule = JoinRule.of(room.version(), state);
        if (rule != JoinRule.PUBLIC && !rule.restricted()) {
          throw RoomNames.closed();
        }
        refuseUnmeant(actor, room);
      }
    }
  }

  private void refuseUnmeant(Actor actor, Room room) {
    if (!meant.isFor(Optional.of(actor.user()), room)) {
      throw RoomNames.closed();
    }
  }

  /// What somebody joins with who was not invited.
  private JsonObject admitted(
      Actor actor, Room room, RoomView on, Admitting.Conditions conditions, JsonObject content) {
    return switch (conditions) {
      case NONE -> content;
      case MET ->
          admitting
              .inviter(room, on, actor.user().server())
              .map(inviter -> content.with(AUTHORISED_VIA, inviter.value()))
              .orElseThrow(() -> Refused.forbidden("Nobody here may let you into this room."));
      case NOT_MET -> throw RoomNames.closed();
    };
  }

  /// spec: cs-api#post_matrixclientv3knockroomidoralias
  void knock(Actor actor, Room room, Optional<String> reason) {
    if (!JoinRule.of(room.version(), room.published().state()).knockable()) {
      throw RoomNames.closed();
    }
    refuseClosed(room);
    refuseUnmeant(actor, room);
    var content = own(actor, Membership.KNOCK, reason, JsonObject.EMPTY);
    change(
        room,
        actor,
        actor.user(),
        on ->
            on.state().membership(actor.user()).filter(m -> m == Membership.KNOCK).isPresent()
                ? Optional.empty()
                : Optional.of(content));
  }

  /// spec: cs-api#post_matrixclientv3roomsroomidinvite
  void invite(Actor actor, Room room, UserId target, Optional<String> reason) {
    invite(actor, room, target, reason, OptionalLong.empty());
  }

  void invite(Actor actor, Room room, UserId target, Optional<String> reason, OptionalLong ts) {
    var now = room.published().state();
    var levels = PowerLevels.of(room.version(), now);
    if (levels.user(actor.user()) < levels.invite()) {
      throw Refused.forbidden("You may not invite people into this room.");
    }
    refuseClosed(room);
    if (now.membership(target).filter(m -> m == Membership.INVITE).isPresent()) {
      return;
    }
    refuseUnwilling(actor, target);
    var content = invitation(target, false, reason);
    change(
        room,
        actor,
        target,
        on -> {
          if (on.state().membership(target).filter(m -> m == Membership.INVITE).isPresent()) {
            return Optional.empty();
          }
          return Optional.of(content);
        },
        ts);
  }

  /// Refuses a state of a member's that there is no asking for: an invitation that is not wanted,
  /// and what guests decide on others.
  ///
  /// @throws Refused invalidParam when its key is no person's id
  void checkMember(Actor actor, String type, String stateKey, JsonObject content) {
    if (!type.equals(State.MEMBER)) {
      return;
    }
    var member =
        UserId.parse(stateKey)
            .orElseThrow(() -> Refused.invalidParam("The state key is not the id of a person."));
    if (actor.guest() && !member.equals(actor.user())) {
      throw Refused.guestForbidden("Guests decide on nobody else.");
    }
    if (content.string("membership").filter("invite"::equals).isPresent()) {
      refuseUnwilling(actor, member);
    }
  }

  /// Refuses to invite whom there is not, or who wants no invitations by the actor. The server
  /// itself invites everybody.
  /// spec: cs-api#invite-permission, MSC4155
  void refuseUnwilling(Actor actor, UserId target) {
    if (!accounts.exists(target)) {
      throw Refused.notFound("There is nobody of that name here.");
    }
    if (unwilling.test(target, actor.user())
        && !actor.user().localpart().equals(Accounts.SERVER_ITSELF)) {
      throw Refused.of(Refused.Kind.INVITE_BLOCKED, "This person wants no invitations by you.");
    }
  }

  JsonObject invitation(UserId target, boolean direct, Optional<String> reason) {
    var content = content(Membership.INVITE, reason);
    content = named(content, target);
    return direct ? content.with("is_direct", true) : content;
  }

  /// Leaves, refuses an invitation or takes back a knock. Having left already is fine.
  /// spec: cs-api#post_matrixclientv3roomsroomidleave
  void leave(Actor actor, Room room, Optional<String> reason) {
    leave(actor, room, reason, _ -> {});
  }

  /// @param refusing throws, on what it sees of the room as it is left, when that may not be
  void leave(Actor actor, Room room, Optional<String> reason, Consumer<RoomView> refusing) {
    change(
        room,
        actor,
        actor.user(),
        on -> {
          if (on.state().membership(actor.user()).filter(m -> m == Membership.LEAVE).isPresent()) {
            return Optional.empty();
          }
          refusing.accept(on);
          return Optional.of(content(Membership.LEAVE, reason));
        });
  }

  /// spec: cs-api#post_matrixclientv3roomsroomidkick
  void kick(Actor actor, Room room, UserId target, Optional<String> reason) {
    change(
        room,
        actor,
        target,
        on -> {
          var here =
              on.state()
                  .membership(target)
                  .filter(m -> m != Membership.LEAVE && m != Membership.BAN);
          if (here.isEmpty()) {
            throw Refused.forbidden("This person is not in the room.");
          }
          return Optional.of(content(Membership.LEAVE, reason));
        });
  }

  /// spec: cs-api#post_matrixclientv3roomsroomidban
  void ban(Actor actor, Room room, UserId target, Optional<String> reason) {
    change(room, actor, target, _ -> Optional.of(content(Membership.BAN, reason)));
  }

  /// spec: cs-api#post_matrixclientv3roomsroomidunban
  void unban(Actor actor, Room room, UserId target, Optional<String> reason) {
    change(
        room,
        actor,
        target,
        on -> {
          if (on.state().membership(target).filter(m -> m == Membership.BAN).isEmpty()) {
            throw Refused.forbidden("This person is not banned from the room.");
          }
          return Optional.of(content(Membership.LEAVE, reason));
        });
  }

  /// Tells a room that the actor's name or picture changed.
  void rename(Actor actor, Room room) {
    change(
        room,
        actor,
        actor.user(),
        on ->
            on.state().membership(actor.user()).filter(m -> m == Membership.JOIN).isEmpty()
                ? Optional.empty()
                : Optional.of(renamed(on, actor)));
  }

  /// Who is in the room needs nobody's word any more.
  private JsonObject renamed(RoomView on, Actor actor) {
    var before = on.state().member(actor.user()).orElseThrow().pdu().content();
    var rest = before.without("displayname").without("avatar_url").without(AUTHORISED_VIA);
    return named(rest, actor.user());
  }

  private void change(
      Room room, Actor actor, UserId target, Function<RoomView, Optional<JsonObject>> content) {
    change(room, actor, target, content, OptionalLong.empty());
  }

  private void change(
      Room room,
      Actor actor,
      UserId target,
      Function<RoomView, Optional<JsonObject>> content,
      OptionalLong ts) {
    var now = room.published();
    content
        .apply(now)
        .map(c -> Draft.state(actor.user(), actor.userNid(), State.MEMBER, target.value(), c))
        .ifPresent(draft -> preparer.warm(Preparer.Place.of(room), now, draft));
    commits.commit(
        room,
        on ->
            content
                .apply(on)
                .map(
                    c ->
                        Draft.state(actor.user(), actor.userNid(), State.MEMBER, target.value(), c)
                            .at(ts))
                .map(List::of)
                .orElse(List.of()),
        null);
  }

  private JsonObject own(
      Actor actor, Membership membership, Optional<String> reason, JsonObject extra) {
    var content = content(membership, reason);
    for (var name : extra.keys()) {
      var value = extra.get(name);
      if (value != null) {
        content = content.with(name, value);
      }
    }
    return named(content, actor.user());
  }

  private static JsonObject content(Membership membership, Optional<String> reason) {
    var content = JsonObject.of(MEMBERSHIP, membership.word());
    return reason.map(r -> content.with("reason", r)).orElse(content);
  }

  private JsonObject named(JsonObject content, UserId user) {
    var profile = profiles.of(user);
    var named =
        profile.displayName().map(name -> content.with("displayname", name)).orElse(content);
    return profile.avatarUrl().map(url -> named.with("avatar_url", url)).orElse(named);
  }

  JsonObject joinContent(Actor actor) {
    return own(actor, Membership.JOIN, Optional.empty(), JsonObject.EMPTY);
  }
}
