package parvis.core.rooms;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Whoever comes from a room into its successor takes along what they had noted for it.
///
/// That somebody is about to come is noted before they do, and forgotten when all is taken along:
/// what a kill cuts off is done by whoever looks next. Taking along twice changes nothing.
final class TakingAlong {
  private static final Logger logger = LoggerFactory.getLogger(TakingAlong.class);

  /// For so long, whoever noted it is at work on it.
  private static final Duration AT_WORK = Duration.ofMinutes(1);

  /// What is taken up again in one round.
  private static final int ROUND_MAX = 100;

  private static final String NOTE =
      """
      insert into taking_along ("user", room, at_ms) values (?, ?, ?)
      on conflict ("user", room) do update set at_ms = excluded.at_ms""";
  private static final String FORGET = "delete from taking_along where \"user\" = ? and room = ?";
  private static final String LEFT =
      """
      update taking_along set at_ms = ?
       where ("user", room) = (
         select "user", room from taking_along where at_ms < ?
          order by at_ms limit 1 for update skip locked)
      returning "user", room""";

  /// Somebody who was in one room, and is in the one that took its place.
  record Follower(Actor actor, Room from, Room to) {}

  private final Db db;
  private final Rooms rooms;
  private final Users users;
  private final Clock clock;
  private volatile Consumer<Follower> taking = _ -> {};

  TakingAlong(Db db, Rooms rooms, Users users, Clock clock) {
    this.db = db;
    this.rooms = rooms;
    this.users = users;
    this.clock = clock;
  }

  /// Has somebody take along what they know of; asked for again when it fails.
  void by(Consumer<Follower> taker) {
    taking = taker;
  }

  /// The room that one with this creation is to take the place of, if the actor is or was in it:
  /// whoever makes a room is believed, for what they noted themselves.
  Optional<Room> before(Actor actor, JsonObject creation) {
    return creation
        .object("predecessor")
        .flatMap(predecessor -> predecessor.string("room_id"))
        .flatMap(rooms::find)
        .filter(old -> rooms.memberships().of(actor.userNid()).in(old.nid()).isPresent());
  }

  /// The same of a room that others may have made, who say what they like: its predecessor must
  /// name it as well.
  private Optional<Room> before(Actor actor, Room room) {
    var create = room.published().state().event("m.room.create", "");
    var own = create.filter(made -> made.senderNid() == actor.userNid()).isPresent();
    return create
        .flatMap(made -> before(actor, made.pdu().content()))
        .filter(old -> own || Upgrading.leadsTo(old, room.id()));
  }

  /// Somebody comes into a room.
  ///
  /// @param comes has them come
  void coming(Actor actor, Room room, Runnable comes) {
    var from = before(actor, room);
    if (from.isEmpty()) {
      comes.run();
      return;
    }
    db.write(tx -> note(tx, actor.userNid(), room.nid()));
    try {
      comes.run();
    } catch (Refused refused) {
      forget(actor.userNid(), room.nid());
      throw refused;
    }
    take(actor, from.get(), room);
  }

  /// Notes that somebody is to be in a room, in the transaction with which that begins.
  long note(Tx tx, long user, long room) {
    tx.run(NOTE, user, room, clock.millis());
    return room;
  }

  private void forget(long user, long room) {
    db.write(tx -> tx.run(FORGET, user, room));
  }

  /// Takes along what somebody noted who is in the new room by now. They came, whether that works
  /// at the moment or not.
  void take(Actor actor, Room from, Room to) {
    try {
      taking.accept(new Follower(actor, from, to));
      forget(actor.userNid(), to.nid());
    } catch (RuntimeException fault) {
      logger.warn("what somebody noted for a room that was replaced is taken along later", fault);
    }
  }

  /// Takes up what was cut off; to be called now and then.
  void resume() {
    for (int i = 0; i < ROUND_MAX; i++) {
      var now = clock.millis();
      var left =
          db.write(
              tx ->
                  tx.first(
                      row -> new long[] {row.number("user"), row.number("room")},
                      LEFT,
                      now,
                      now - AT_WORK.toMillis()));
      if (left.isEmpty()) {
        return;
      }
      resume(left.get()[0], left.get()[1]);
    }
  }

  private void resume(long user, long nid) {
    var actor = new Actor(users.id(user), user, "", 0, 0, false);
    var came =
        rooms
            .memberships()
            .of(user)
            .in(nid)
            .filter(standing -> standing.membership() == Membership.JOIN)
            .flatMap(_ -> rooms.find(nid));
    var from = came.flatMap(room -> before(actor, room));
    if (from.isPresent()) {
      take(actor, from.get(), came.orElseThrow());
    } else {
      forget(user, nid);
    }
  }
}
