package parvis.core.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.core.identity.Servers;
import parvis.platform.db.Db;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Whom a restricted room lets in without an invitation, and in whose name.
/// spec: cs-api#restricted-rooms, rooms/v8#authorisation-rules
final class Admitting {
  private static final int ROOMS_KEPT_MAX = 20_000;

  private final Db db;
  private final RoomStore store;
  private final Memberships memberships;
  private final Servers servers;

  /// The same rooms are asked for again and again: the spaces that rooms are in.
  private final Cache<String, Long> known =
      Caffeine.newBuilder().maximumSize(ROOMS_KEPT_MAX).build();

  Admitting(Db db, RoomStore store, Memberships memberships, Servers servers) {
    this.db = db;
    this.store = store;
    this.memberships = memberships;
    this.servers = servers;
  }

  /// How somebody stands to the conditions of a room.
  enum Conditions {
    /// The room sets none: it is not restricted.
    NONE,
    MET,
    NOT_MET
  }

  /// The one condition that there is: to be in another room, and no guest. Looked at only while
  /// joining, and before the room's lock is taken.
  Conditions conditions(Actor actor, Room room) {
    var conditions = conditions(actor.userNid(), room);
    return actor.guest() && conditions == Conditions.MET ? Conditions.NOT_MET : conditions;
  }

  Conditions conditions(long user, Room room) {
    var state = room.published().state();
    if (!JoinRule.of(room.version(), state).restricted()) {
      return Conditions.NONE;
    }
    var allowed = JoinRule.allowedRooms(state).stream().map(RoomId::value).toList();
    var mine = memberships.of(user);
    var met = nids(allowed).values().stream().anyMatch(mine::isJoined);
    return met ? Conditions.MET : Conditions.NOT_MET;
  }

  private Map<String, Long> nids(List<String> roomIds) {
    return known.getAll(
        roomIds, unknown -> db.read(tx -> store.nids(tx, unknown.toArray(String[]::new))));
  }

  /// A member of ours who may invite, of that server before others and of much power before little:
  /// in their name the room lets somebody in.
  Optional<UserId> inviter(Room room, RoomView on, ServerName server) {
    var levels = PowerLevels.of(room.version(), on.state());
    var named =
        levels.named().stream()
            .sorted(Comparator.comparing((UserId user) -> !user.server().equals(server)));
    return Stream.concat(named, members(levels, on))
        .filter(user -> levels.user(user) >= levels.invite())
        .filter(user -> servers.isLocal(user.server()))
        .filter(user -> on.state().membership(user).filter(m -> m == Membership.JOIN).isPresent())
        .findFirst();
  }

  private static Stream<UserId> members(PowerLevels levels, RoomView on) {
    if (levels.usersDefault() < levels.invite()) {
      return Stream.of();
    }
    return on.state().members().stream()
        .flatMap(member -> member.stateKey().flatMap(UserId::parse).stream());
  }
}
