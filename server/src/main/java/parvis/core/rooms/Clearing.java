package parvis.core.rooms;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Takes everybody out of a room that is closed, each in their own name, then takes away what leads
/// there and, if wanted, all that was said in it.
///
/// Each step may be taken again, and that all are taken is noted last: after a kill, or where
/// several nodes are at it, the room comes out the same.
final class Clearing {
  private static final Logger LOG = LoggerFactory.getLogger(Clearing.class);

  /// How long after a purge each node looks whether it still remembers something.
  private static final Duration REMEMBERED_MAX = Duration.ofHours(1);

  private static final Set<Membership> HERE =
      Set.of(Membership.JOIN, Membership.INVITE, Membership.KNOCK);

  /// Refusals that are over some time.
  private static final Set<Refused.Kind> LATER =
      Set.of(Refused.Kind.LIMIT_EXCEEDED, Refused.Kind.UNAVAILABLE);

  private static final String FORGET =
      """
      update membership set forgotten = true where room = ? and membership in (3, 4)\
      """;

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

  /// Goes on with what is to do, after a kill too; to be called now and then.
  void resume() {
    for (var one : closed.recent(clock.millis() - REMEMBERED_MAX.toMillis())) {
      if (one.doneMs().isPresent()) {
        retention.forget(one.room());
      } else {
        clear(one);
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
    for (var member : room.published().state().members()) {
      if (State.membership(member).filter(HERE::contains).isPresent()) {
        var person = UserId.parse(member.stateKey().orElse(""));
        all &= person.isEmpty() || takeOut(person.get(), room, reason);
      }
    }
    db.write(tx -> aliases.remove(tx, room.nid()));
    if (one.purge()) {
      purge(room, before);
    }
    return all;
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
    db.write(tx -> tx.run(FORGET, room.nid()));
    for (var member : room.published().state().members()) {
      UserId.parse(member.stateKey().orElse(""))
          .ifPresent(person -> rooms.memberships().of(users.nid(person)).forget(room.nid(), true));
    }
    retention.purge(room.nid(), before, room.published().lastPos());
  }
}
