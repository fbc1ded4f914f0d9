package parvis.core.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;
import parvis.platform.memory.Memory;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Who is what in which room, by person: the index that sync and every check of rights walks.
public final class Memberships implements Follower {
  /// What the rooms of people may take of the memory, and one of them takes.
  private static final int PERCENT = 6;

  private static final long STANDING_BYTES = 180;

  private static final String OF_USER =
      """
      select room, membership, event, pos, since, snapshot, was_joined, forgotten
        from membership where "user" = ?
       order by pos desc limit ?\
      """;

  /// Rooms that one person ever had to do with; the last ones count.
  private static final int ROOMS_MAX = 100_000;

  /// Changes of one membership looked at; whoever has more is judged by the last ones.
  private static final int CHANGES_MAX = 5_000;

  private static final String CHANGES =
      RoomStore.EVENTS
          + """
          where e.room = ? and e.pos <= ?
            and e.slot = (select nid from state_slot where type = ? and state_key = ?)
          order by e.pos desc limit ?\
          """;

  private static final String FORGET =
      """
      update membership set forgotten = true where room = ? and "user" = ? and membership in (3, 4)\
      """;

  private static final String FORGET_ALL =
      """
      update membership set forgotten = true where room = ? and membership in (3, 4)\
      """;

  private static final String JOINED_BY =
      """
      select distinct room from membership where "user" = any(?) and membership = ?\
      """;

  private static final String SHARED =
      """
      select r.room_id, count(*) over () as total
        from membership mine
        join membership theirs on theirs.room = mine.room and theirs."user" = ?
        join room r on r.nid = mine.room
       where mine."user" = ? and mine.membership = ? and theirs.membership = ?
       order by r.room_id\
      """;

  private final Db db;
  private final Cache<Long, Loaded> users;

  /// The index of one person. It is in the cache before it is read, so that nothing the log says
  /// meanwhile is missed. The lock is held over that one query: whoever comes meanwhile needs the
  /// same rows, and the log does not wait here.
  private final class Loaded {
    final UserRooms rooms = new UserRooms();
    private boolean read;

    synchronized UserRooms ready(long user) {
      if (!read) {
        rooms.read(db.read(tx -> tx.list(Memberships::standing, OF_USER, user, ROOMS_MAX)));
        read = true;
        weigh(user);
      }
      return rooms;
    }
  }

  Memberships(Db db, Memory memory) {
    this.db = db;
    this.users = memory.cache("memberships", PERCENT, (_, of) -> of.rooms.size() * STANDING_BYTES);
  }

  public UserRooms of(long user) {
    return users.get(user, _ -> new Loaded()).ready(user);
  }

  /// Rooms in which any of these people is.
  List<Long> joinedBy(long[] people) {
    return people.length == 0
        ? List.of()
        : db.read(
            tx -> tx.list(row -> row.number("room"), JOINED_BY, people, Membership.JOIN.code()));
  }

  /// Rooms in which two people are.
  ///
  /// @param total how many there are in all
  record Shared(List<String> rooms, long total) {}

  /// A part of the rooms in which somebody meets the actor, in the order of their ids.
  Shared shared(Actor actor, long other, long skip, int max) {
    var join = Membership.JOIN.code();
    return db.read(
        tx ->
            new Shared(
                tx.list(
                    row -> row.text("room_id"),
                    SHARED + " limit ? offset ?",
                    other,
                    actor.userNid(),
                    join,
                    join,
                    max,
                    skip),
                tx.first(
                        row -> row.number("total"),
                        SHARED + " limit 1",
                        other,
                        actor.userNid(),
                        join,
                        join)
                    .orElse(0L)));
  }

  /// Says that the size of one person's index changed.
  private void weigh(long user) {
    users.asMap().computeIfPresent(user, (_, same) -> same);
  }

  /// What a person was to a room at a cut before which the log has passed already; empty when they
  /// had nothing to do with it. An answer that ends at `upTo` must not leave out what came before
  /// that, only because they left since.
  ///
  /// @param now what they are by now
  public Optional<UserRooms.Standing> at(
      Actor actor, Room room, UserRooms.Standing now, long upTo) {
    var stayed = now.membership() == Membership.JOIN && now.since() <= upTo;
    if (now.pos() <= upTo || stayed) {
      return Optional.of(now);
    }
    var past = past(actor.user(), room, upTo);
    return past.isEmpty() ? Optional.empty() : Optional.of(past.getLast());
  }

  /// What a person was to a room, one standing after the other, up to a cut.
  public List<UserRooms.Standing> past(UserId user, Room room, long upTo) {
    var changes =
        db.read(
            tx ->
                tx.list(
                    row -> RoomStore.event(row, room.version()),
                    CHANGES,
                    room.nid(),
                    upTo,
                    State.MEMBER,
                    user.value(),
                    CHANGES_MAX));
    var past = new ArrayList<UserRooms.Standing>();
    var rooms = new UserRooms();
    rooms.read(List.of());
    for (var change : changes.reversed()) {
      State.membership(change).ifPresent(membership -> rooms.follow(change, membership));
      rooms.in(room.nid()).ifPresent(past::add);
    }
    return past;
  }

  /// Hides a room that the person has left; they may be invited again.
  /// @return whether there was anything to forget
  boolean forget(long user, long room) {
    var done = db.write(tx -> tx.run(FORGET, room, user)) > 0;
    if (done) {
      of(user).forget(room, true);
    }
    return done;
  }

  /// The same for all of these people.
  void forget(long[] people, long room) {
    db.write(tx -> tx.run(FORGET_ALL, room));
    for (var user : people) {
      of(user).forget(room, true);
    }
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      if (row.payload() instanceof Publication(var event, _, var member, _)) {
        if (member != 0) {
          follow(event, member);
        }
      } else if (row.kind() == LogRow.EVENT && row.user() != 0) {
        users.invalidate(row.user());
      }
    }
  }

  private void follow(RoomEvent event, long user) {
    var loaded = users.getIfPresent(user);
    if (loaded != null) {
      State.membership(event).ifPresent(membership -> loaded.rooms.follow(event, membership));
      weigh(user);
    }
  }

  private static UserRooms.Standing standing(Row row) {
    return new UserRooms.Standing(
        row.number("room"),
        Membership.ofCode((int) row.number("membership")).orElseThrow(),
        row.number("event"),
        row.number("pos"),
        row.number("since"),
        row.number("snapshot"),
        row.bool("was_joined"),
        row.bool("forgotten"));
  }
}
