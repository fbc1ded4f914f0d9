package parvis.core.rooms;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.identity.Guests;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;

/// Keeps guests out of rooms that let none in: those who are in one leave when it says so. What a
/// stop of the server prevents is made good at the next look.
/// spec: cs-api#guest-access
final class GuestAccess implements Follower {
  private static final Logger LOG = LoggerFactory.getLogger(GuestAccess.class);
  private static final String TYPE = "m.room.guest_access";

  private final Guests guests;
  private final Rooms rooms;
  private final Joining joining;
  private final Executor executor;

  GuestAccess(Guests guests, Rooms rooms, Joining joining, Executor executor) {
    this.guests = guests;
    this.rooms = rooms;
    this.joining = joining;
    this.executor = executor;
  }

  /// Whether a room in this state lets guests in.
  static boolean admits(State state) {
    return state
        .event(TYPE, "")
        .flatMap(event -> event.pdu().content().string("guest_access"))
        .filter("can_join"::equals)
        .isPresent();
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      if (row.payload() instanceof Publication(var event, _, _, _) && event.type().equals(TYPE)) {
        executor.execute(() -> rooms.find(row.room()).ifPresent(this::keepOut));
      }
    }
  }

  /// Looks at all rooms in which there are guests; to be called now and then.
  void look() {
    rooms
        .memberships()
        .joinedBy(guests.all())
        .forEach(nid -> rooms.find(nid).ifPresent(this::keepOut));
  }

  private void keepOut(Room room) {
    var now = room.published();
    if (admits(now.state())) {
      return;
    }
    for (var guest : guests.among(now.joined())) {
      try {
        joining.leave(guest, room, Optional.empty());
      } catch (RuntimeException fault) {
        LOG.warn("A guest is still in a room that lets none in; trying again later", fault);
      }
    }
  }
}
