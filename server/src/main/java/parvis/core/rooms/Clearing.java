package parvis.core.rooms;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Takes everybody out of a room that is closed, each in their own name, then takes away what leads
/// there and, if wanted, all that was said in it.
///
/// Each step may be taken again, and that all are taken is noted last: after a kill, or where
/// several nodes are at it, the room comes out the same.
final class Clearing {
  private static final Logger LOG = LoggerFactory.getLogger(Clearing.class);

  /// How long after a purge each node looks whether it still remembers something.
  private static final Duration REMEMBERED_MAX = Duration.ofHours(1);

  /// How often it is looked again who came while others were taken out.
  private static final int ROUNDS_MAX = 5;

  private static final Set<Membership> HERE =
      Set.of(Membership.JOIN, Membership.INVITE, Membership.KNOCK);

  /// Refusals that are over some time.
  private static final Set<Refused.Kind> LATER =
      Set.of(Refused.Kind.LIMIT_EXCEEDED, Refused.Kind.UNAVAILABLE);

  private final Db db;
  private final Rooms rooms;
  private final ClosedRooms closed;
  private final Joining joining;
  private final Aliases aliases;
  private final Users users;
  private final Retention retention;
  private final Clock clock;
  private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

  Clearing(
      Db db,
      Rooms rooms,
      ClosedRooms closed,
      Joining joining,
      Aliases aliases,
      Users users,
      Retention retention,
      Clock clock) {
    this.db = db;
    this.rooms = rooms;
    this.closed = closed;
    this.joining = joining;
    this.aliases = aliases;
    this.users = users;
    this.retention = retention;
    this.clock = clock;
  }

  /// Goes on with what is to do, after a kill too; to be called now and then. Who came into a
  /// blocked room by another node, which did not know yet, is taken out as well.
  void resume() {
    closed.begun().forEach(this::clear);
    for (var one : closed.over(clock.millis() - REMEMBERED_MAX.toMillis())) {
      if (one.blocked()
          && rooms.find(one.room()).filter(room -> !here(room).isEmpty()).isPresent()) {
        clear(one);
      } else if (one.purge()) {
        retention.forget(one.room());
      }
    }
  }

  /// Clears a room, unless that is under way here.
  ///
  /// @return whether all is done now
  boolean clear(ClosedRooms.Closed one) {
    if (!underWay.add(one.room())) {
      return false;
    }
    try {
      var room = rooms.find(one.room());
      if (room.isPresent() && !clear(one, room.get())) {
        return false;
      }
      closed.done(one, clock.millis());
      return true;
    } catch (RuntimeException fault) {
      LOG.warn("A room cannot be closed at the moment, and is tried again", fault);
      return false;
    } finally {
      underWay.remove(one.room());
    }
  }

  /// @return false when somebody could not be taken out for now
  private boolean clear(ClosedRooms.Closed one, Room room) {
    var before = room.published().lastPos();
    var reason = Optional.of(one.message()).filter(text -> !text.isEmpty());
    var all = true;
    var tried = new HashSet<UserId>();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      var here = here(room);
      here.removeIf(person -> !tried.add(person));
      if (here.isEmpty()) {
        break;
      }
      for (var person : here) {
        all &= takeOut(person, room, reason);
      }
    }
    db.write(tx -> aliases.remove(tx, room.nid()));
    if (one.purge()) {
      purge(room, before);
    }
    return all;
  }

  /// Who is there, the one with the most power last: nobody has to succeed to it.
  private static List<UserId> here(Room room) {
    var state = room.published().state();
    var levels = PowerLevels.of(room.version(), state);
    return state.members().stream()
        .filter(member -> State.membership(member).filter(HERE::contains).isPresent())
        .flatMap(member -> UserId.parse(member.stateKey().orElse("")).stream())
        .sorted(Comparator.comparingLong(levels::user))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /// Whom the room does not let go stays, and whom a fault keeps is tried again: neither keeps the
  /// others.
  private boolean takeOut(UserId person, Room room, Optional<String> reason) {
    try {
      joining.leave(as(person), room, reason);
      return true;
    } catch (Refused refused) {
      LOG.warn("Somebody cannot be taken out of a room that is closed", refused);
      return !LATER.contains(refused.kind());
    } catch (RuntimeException fault) {
      LOG.warn("Somebody cannot be taken out of a room at the moment", fault);
      return false;
    }
  }

  private Actor as(UserId person) {
    return new Actor(person, users.nid(person), "", 0, 0, false);
  }

  /// Nobody finds the room among those that they left, and nothing is left of what was said there:
  /// that somebody was taken out, and why, is told to their other devices.
  private void purge(Room room, long before) {
    var people =
        room.published().state().members().stream()
            .flatMap(member -> UserId.parse(member.stateKey().orElse("")).stream())
            .mapToLong(users::nid)
            .toArray();
    rooms.memberships().forget(people, room.nid());
    retention.purge(room.nid(), before, room.published().lastPos());
  }
}
