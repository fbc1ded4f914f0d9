package parvis.suite.spaces;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomView;
import parvis.core.rooms.Writing;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Gives somebody the power over a place in the name of who has it: of who goes, or does not act,
/// or of the server itself, which was invited as the last one went.
final class Hands {
  private static final OptionalLong NOW = OptionalLong.empty();

  /// How many may leave, one after the other, while the power is given in their name.
  private static final int LEFT_MAX = 3;

  private final Writing writing;
  private final Rights rights;
  private final Accounts accounts;

  Hands(SpacesFeature.Needs needs) {
    this.writing = needs.writing();
    this.rights = needs.rights();
    this.accounts = needs.accounts();
  }

  /// Gives it to somebody, as far as anybody is there who has it. Who has as much already keeps
  /// what they have.
  void raise(Room place, UserId named) {
    var gone = new HashSet<UserId>();
    var by = keeper(place, gone);
    while (by.isPresent() && !isRaised(by.get(), place, named, gone)) {
      by = keeper(place, gone);
    }
  }

  /// Gives it in somebody's name, unless they leave at this moment: then what they leave by may not
  /// be seen yet by those who read the room.
  private boolean isRaised(Actor by, Room place, UserId named, Set<UserId> gone) {
    var seen = new AtomicReference<>(place.published());
    try {
      var raising = raising(place, by, named);
      writing.change(
          by,
          place.id(),
          Space.LEVELS,
          (on, now) -> {
            seen.set(on);
            return raising.apply(on, now);
          });
    } catch (Refused refused) {
      var there = seen.get().state().membership(by.user()).filter(Membership.JOIN::equals);
      if (there.isPresent() || gone.size() == LEFT_MAX || !gone.add(by.user())) {
        throw refused;
      }
      return false;
    }
    if (isServer(by.user())) {
      writing.leave(by, place.id());
    }
    return true;
  }

  /// Refuses what [#raise] would refuse, and gives nothing. What the server itself has it gives as
  /// it comes in; a room of a space in which nobody has power stays so.
  void permit(Room place, UserId named) {
    there(place, Set.of())
        .ifPresent(by -> writing.permit(by, place.id(), Space.LEVELS, raising(place, by, named)));
  }

  private static BiFunction<RoomView, JsonObject, JsonObject> raising(
      Room place, Actor by, UserId named) {
    return (on, now) -> {
      var levels = PowerLevels.of(place.version(), on.state());
      var level = Math.min(Preset.ANIMATOR.level(), levels.user(by.user()));
      var users = now.object("users").orElse(JsonObject.EMPTY);
      return levels.user(named) >= level
          ? now
          : now.with("users", users.with(named.value(), level));
    };
  }

  private static boolean isServer(UserId user) {
    return user.localpart().equals(Accounts.SERVER_ITSELF);
  }

  /// In whose name it is done: that of the server itself where it keeps the room, which it then
  /// leaves; else of somebody with enough power who is there still.
  Optional<Actor> keeper(Room room) {
    return keeper(room, Set.of());
  }

  private Optional<Actor> keeper(Room room, Set<UserId> gone) {
    return server(room).or(() -> there(room, gone));
  }

  /// @param gone who is about not to be there
  private Optional<Actor> there(Room room, Set<UserId> gone) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    var needed = levels.event(Space.LEVELS, true);
    return levels.named().stream()
        .filter(user -> levels.user(user) >= needed && Coming.is(user, room, Membership.JOIN))
        .filter(user -> !gone.contains(user))
        .findFirst()
        .map(rights::acting);
  }

  /// The server itself, in a room that it keeps: it comes in.
  private Optional<Actor> server(Room room) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    var needed = levels.event(Space.LEVELS, true);
    return levels.named().stream()
        .filter(user -> isServer(user) && levels.user(user) >= needed)
        .filter(
            user ->
                Coming.is(user, room, Membership.INVITE) || Coming.is(user, room, Membership.JOIN))
        .findFirst()
        .map(user -> in(actor(accounts.ofServer(user.server())), room));
  }

  private Actor in(Actor self, Room room) {
    if (!Coming.is(self.user(), room, Membership.JOIN)) {
      writing.join(self, room.id(), NOW);
    }
    return self;
  }

  /// Says something to those in a room that the server itself keeps, in its name.
  void say(Room room, String words, String once) {
    server(room)
        .ifPresent(
            self -> {
              var notice = JsonObject.of("msgtype", "m.notice", "body", words);
              writing.send(self, room.id(), "m.room.message", notice, once, NOW);
            });
  }

  private static Actor actor(Account account) {
    return new Actor(account.user(), account.userNid(), "", 0, 0, false);
  }
}
