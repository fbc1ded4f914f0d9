package parvis.suite.spaces;

import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;
import parvis.core.rooms.Writing;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Gives somebody the power over a place in the name of who has it: of who goes, or does not act,
/// or of the server itself, which was invited as the last one went.
final class Hands {
  private static final OptionalLong NOW = OptionalLong.empty();

  private final Writing writing;
  private final Rights rights;
  private final Accounts accounts;

  Hands(SpacesFeature.Needs needs) {
    this.writing = needs.writing();
    this.rights = needs.rights();
    this.accounts = needs.accounts();
  }

  /// Gives it to somebody, as far as anybody is there who has it.
  void raise(Room place, UserId named) {
    keeper(place)
        .ifPresent(
            by -> {
              var levels = PowerLevels.of(place.version(), place.published().state());
              var level = Math.min(Preset.ANIMATOR.level(), levels.user(by.user()));
              writing.change(
                  by,
                  place.id(),
                  Space.LEVELS,
                  (_, now) -> {
                    var users = now.object("users").orElse(JsonObject.EMPTY);
                    return now.with("users", users.with(named.value(), level));
                  });
              if (isServer(by.user())) {
                writing.leave(by, place.id());
              }
            });
  }

  private static boolean isServer(UserId user) {
    return user.localpart().equals(Accounts.SERVER_ITSELF);
  }

  /// In whose name it is done: somebody with enough power who is there still, else the server
  /// itself.
  Optional<Actor> keeper(Room room) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    var needed = levels.event(Space.LEVELS, true);
    var there =
        levels.named().stream()
            .filter(user -> levels.user(user) >= needed && Coming.is(user, room, Membership.JOIN))
            .findFirst()
            .map(rights::acting);
    return there.or(
        () ->
            levels.named().stream()
                .filter(user -> isServer(user) && Coming.is(user, room, Membership.INVITE))
                .findFirst()
                .map(
                    user -> {
                      var self = actor(accounts.ofServer(user.server()));
                      writing.join(self, room.id(), NOW);
                      return self;
                    }));
  }

  private static Actor actor(Account account) {
    return new Actor(account.user(), account.userNid(), "", 0, 0, false);
  }
}
