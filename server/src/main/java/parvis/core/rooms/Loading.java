package parvis.core.rooms;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.RoomId;
import parvis.protocol.room.Membership;

/// Brings rooms from the database into memory, in one consistent read.
final class Loading {
  /// Events of members before the last events of a room that are passed over for one of another
  /// kind.
  private static final int MEMBERS_MAX = 20_000;

  private final Db db;
  private final RoomStore store;
  private final Users users;

  Loading(Db db, RoomStore store, Users users) {
    this.db = db;
    this.store = store;
    this.users = users;
  }

  Optional<Long> nid(String roomId) {
    return db.read(tx -> store.room(tx, roomId)).map(RoomStore.RoomRow::nid);
  }

  Optional<Room> room(long nid) {
    return db.snapshot(tx -> store.room(tx, nid).map(row -> room(tx, row)));
  }

  /// The durable view of a room that is in memory already.
  RoomView view(Room room) {
    return db.snapshot(tx -> view(tx, store.room(tx, room.nid()).orElseThrow()));
  }

  /// The room right after the member event of a standing.
  RoomView viewAt(Room room, UserRooms.Standing standing) {
    return db.snapshot(
        tx -> {
          var state = store.state(tx, standing.snapshot(), room.version());
          for (var own : store.events(tx, new long[] {standing.event()}, room.version())) {
            state = state.with(own);
          }
          return new RoomView(
              state,
              joined(tx, state),
              invited(state),
              standing.snapshot(),
              0,
              0,
              List.of(),
              0,
              standing.pos());
        });
  }

  RoomView viewAt(Room room, long pos) {
    return db.snapshot(
        tx -> {
          var state = stateAt(tx, room, pos);
          return new RoomView(state, joined(tx, state), invited(state), 0, 0, 0, List.of(), 0, pos);
        });
  }

  State stateAt(Room room, long pos) {
    return db.snapshot(tx -> stateAt(tx, room, pos));
  }

  /// The state right after an event.
  ///
  /// @param members ids of the people whose member events are in it; absent: all
  State stateAfter(Room room, RoomEvent event, Optional<Set<String>> members) {
    var version = room.version();
    var before =
        db.snapshot(
            tx ->
                members.isPresent()
                    ? store.state(tx, event.snapshot(), version, members.get())
                    : store.state(tx, event.snapshot(), version));
    return event.isState() ? before.with(event) : before;
  }

  private State stateAt(Tx tx, Room room, long pos) {
    var state = State.EMPTY;
    for (var last : store.last(tx, room.nid(), 0, pos, 1, room.version())) {
      state = store.state(tx, last.snapshot(), room.version());
      state = last.isState() ? state.with(last) : state;
    }
    return state;
  }

  private Room room(Tx tx, RoomStore.RoomRow row) {
    var view = view(tx, row);
    var last = store.last(tx, row.nid(), 0, Long.MAX_VALUE, Ring.EVENTS_MAX, row.version());
    var whole = last.size() == row.count();
    var membersAfter =
        whole || last.isEmpty()
            ? 0
            : store.membersAfter(tx, row.nid(), last.getFirst().pos(), MEMBERS_MAX);
    var ring = Ring.of(last.stream().map(view.state()::own).toList(), whole, membersAfter);
    return new Room(row.nid(), RoomId.parse(row.id()).orElseThrow(), row.version(), view, ring);
  }

  private RoomView view(Tx tx, RoomStore.RoomRow row) {
    var state = store.state(tx, row.snapshot(), row.version());
    return new RoomView(
        state,
        joined(tx, state),
        invited(state),
        row.snapshot(),
        store.steps(tx, row.snapshot()),
        row.count(),
        RoomStore.extremities(row.tip()),
        row.depth(),
        store.lastPos(tx, row.nid()));
  }

  private static int invited(State state) {
    return (int)
        state.members().stream()
            .filter(m -> State.membership(m).filter(k -> k == Membership.INVITE).isPresent())
            .count();
  }

  private long[] joined(Tx tx, State state) {
    var ids =
        state.members().stream()
            .filter(m -> State.membership(m).filter(k -> k == Membership.JOIN).isPresent())
            .flatMap(m -> m.stateKey().stream())
            .toList();
    var nids = users.nids(tx, ids);
    Arrays.sort(nids);
    return nids;
  }
}
