package parvis.core.rooms;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What one person is to each room they ever had to do with, as far as the log was applied.
public final class UserRooms {

  /// What the person is to one room, and since when.
  ///
  /// @param event nid of the member event
  /// @param pos its position in the log
  /// @param since where the membership began to be this one: a change of name does not move it
  /// @param snapshot state snapshot before the member event
  /// @param wasJoined whether the person was joined right before they became this
  public record Standing(
      long room,
      Membership membership,
      long event,
      long pos,
      long since,
      long snapshot,
      boolean wasJoined,
      boolean forgotten) {}

  private final Map<Long, Standing> rooms = new ConcurrentHashMap<>();

  /// The later of two standings wins, so that loading and following may overlap.
  void put(Standing standing) {
    rooms.merge(standing.room(), standing, (old, now) -> now.pos() >= old.pos() ? now : old);
  }

  /// What a member event makes of what was before it.
  void follow(RoomEvent event, Membership membership) {
    rooms.compute(
        event.room(),
        (_, old) -> {
          if (old != null && old.pos() >= event.pos()) {
            return old;
          }
          var same = old != null && old.membership() == membership;
          return new Standing(
              event.room(),
              membership,
              event.nid(),
              event.pos(),
              same ? old.since() : event.pos(),
              event.snapshot(),
              same ? old.wasJoined() : old != null && old.membership() == Membership.JOIN,
              false);
        });
  }

  void forget(long room, boolean forgotten) {
    rooms.computeIfPresent(
        room,
        (_, s) ->
            new Standing(
                s.room(),
                s.membership(),
                s.event(),
                s.pos(),
                s.since(),
                s.snapshot(),
                s.wasJoined(),
                forgotten));
  }

  public Optional<Standing> in(long room) {
    return Optional.ofNullable(rooms.get(room));
  }

  /// Every standing, in no order; safe to walk while the log moves on.
  public Iterable<Standing> all() {
    return rooms.values();
  }

  public boolean isJoined(long room) {
    var standing = rooms.get(room);
    return standing != null && standing.membership() == Membership.JOIN;
  }
}
