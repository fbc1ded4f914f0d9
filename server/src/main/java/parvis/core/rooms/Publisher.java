package parvis.core.rooms;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;
import parvis.protocol.event.EventType;
import parvis.protocol.id.EventId;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Makes durable events visible, in the order of the log.
final class Publisher implements Follower {
  private static final Logger logger = LoggerFactory.getLogger(Publisher.class);

  private final Registry registry;
  private final Db db;
  private final RoomStore store;
  private final Users users;

  Publisher(Registry registry, Db db, RoomStore store, Users users) {
    this.registry = registry;
    this.db = db;
    this.store = store;
    this.users = users;
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      if (row.payload() instanceof Publication publication) {
        publication.event().settle(row.pos());
        registry.published(publication);
      } else if (row.kind() == LogRow.EVENT) {
        foreignOrDropped(row);
      }
    }
  }

  /// A room that cannot be brought up to date is let go: whoever asks for it next loads it whole,
  /// while to go on with the row missing would hide it from every sync.
  private void foreignOrDropped(LogRow row) {
    try {
      foreign(row);
    } catch (RuntimeException fault) {
      logger.warn("a room is loaded afresh, an event of another node could not be read", fault);
      registry.drop(row.room());
    }
  }

  /// An event that another node wrote into a room which this node has in memory.
  private void foreign(LogRow row) {
    registry.passed(row.room(), row.pos());
    var room = registry.loaded(row.room());
    if (room.isEmpty()) {
      return;
    }
    var version = room.get().version();
    db.read(tx -> store.events(tx, new long[] {row.ref()}, version)).stream()
        .findFirst()
        .ifPresent(event -> foreign(room.get(), event));
  }

  /// A redaction that was itself redacted does not tell any more what it took away.
  private void foreign(Room room, RoomEvent event) {
    if (event.type().equals(EventType.REDACTION) && event.redactedBy() != 0) {
      registry.drop(room.nid());
      return;
    }
    var before = room.published();
    var lost = event.pdu().redacts().flatMap(id -> stored(room, id));
    var snapshot = db.read(tx -> store.room(tx, room.nid()).orElseThrow());
    var after = before.after(event, moved(before, event), snapshot.snapshot(), Snapshots.STEPS_MAX);
    var shown = lost.isPresent() ? after.redacting(lost.get(), event) : after;
    room.publishForeign(event, shown, lost);
  }

  private Optional<RoomEvent> stored(Room room, EventId id) {
    return db.read(tx -> store.event(tx, id.value(), room.nid(), room.version()));
  }

  private RoomView.Moved moved(RoomView before, RoomEvent event) {
    if (!event.type().equals(State.MEMBER)) {
      return RoomView.Moved.NOBODY;
    }
    Optional<UserId> user = event.stateKey().flatMap(UserId::parse);
    if (user.isEmpty()) {
      return RoomView.Moved.NOBODY;
    }
    var was = before.state().membership(user.get());
    var now = State.membership(event);
    return new RoomView.Moved(
        users.nid(user.get()),
        was.filter(m -> m == Membership.JOIN).isPresent(),
        now.filter(m -> m == Membership.JOIN).isPresent(),
        was.filter(m -> m == Membership.INVITE).isPresent(),
        now.filter(m -> m == Membership.INVITE).isPresent());
  }
}
