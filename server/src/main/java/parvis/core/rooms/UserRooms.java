package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import parvis.protocol.room.Membership;

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

  /// A member event that the log told.
  private record Change(RoomEvent event, Membership membership) {}

  private final Map<Long, Standing> rooms = new ConcurrentHashMap<>();

  /// What the log told before the rooms were read.
  private final List<Change> early = new ArrayList<>();

  private boolean read;

  /// Takes what the database holds, and then what the log told meanwhile: on what was there before,
  /// since a standing tells what came before it.
  synchronized void read(List<Standing> standings) {
    standings.forEach(standing -> rooms.put(standing.room(), standing));
    early.forEach(this::follow);
    early.clear();
    read = true;
  }

  synchronized void follow(RoomEvent event, Membership membership) {
    var change = new Change(event, membership);
    if (read) {
      follow(change);
    } else {
      early.add(change);
    }
  }

  /// What a member event makes of what was before it.
  private void follow(Change change) {
    var event = change.event();
    var membership = change.membership();
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

  /// How many rooms there are.
  public int size() {
    return rooms.size();
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
