package parvis.core.rooms;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The last events of a room, ascending by position, kept in memory so that following a room needs
/// no query. Immutable: a reader keeps the ring it took.
public final class Ring {
  /// More than any usual timeline limit; a longer gap is answered from the database.
  static final int EVENTS_MAX = 64;

  private final RoomEvent[] events;
  private final boolean whole;

  /// Between there and the first event only members came, changed and went.
  private final long membersAfter;

  private Ring(RoomEvent[] events, boolean whole, long membersAfter) {
    this.events = events;
    this.whole = whole;
    this.membersAfter = membersAfter;
  }

  /// @param membersAfter the position of the last event before these that is not of a member, or a
  ///     later one
  static Ring of(List<RoomEvent> ascending, boolean whole, long membersAfter) {
    var ring = new Ring(ascending.toArray(RoomEvent[]::new), whole, membersAfter);
    ascending.forEach(ring::relate);
    return ring;
  }

  Ring with(RoomEvent event) {
    relate(event);
    var keep = Math.min(events.length, EVENTS_MAX - 1);
    var next = Arrays.copyOfRange(events, events.length - keep, events.length + 1);
    next[keep] = event;
    return keep == events.length
        ? new Ring(next, whole, membersAfter)
        : new Ring(
            next, false, events[0].type().equals(State.MEMBER) ? membersAfter : events[0].pos());
  }

  /// What relates to an event comes after it: a ring that has the event has all of that too.
  private void relate(RoomEvent event) {
    if (!event.relatesTo().isEmpty()) {
      find(event.relatesTo()).ifPresent(target -> target.relate(event));
    }
  }

  /// The ring in which an event has lost its content, and no other one tells of it any more.
  ///
  /// @param lost the event as it is now
  Ring redacted(RoomEvent lost, RoomEvent by) {
    var ring = new Ring(events.clone(), whole, membersAfter);
    for (int i = 0; i < events.length; i++) {
      var same = events[i].nid() == lost.nid();
      ring.events[i] = same ? events[i].redacted(by) : events[i].beside(lost);
    }
    find(lost.eventId())
        .flatMap(event -> ring.find(event.relatesTo()))
        .ifPresent(ring::relateAfresh);
    return ring;
  }

  /// Lets go of what redactions from before a moment took away.
  void forgetTaken(long before) {
    for (var event : events) {
      if (event.ts() < before) {
        event.forgetTaken();
      }
    }
  }

  /// Whether it tells what was sent before a moment, beside state and redactions, which stay.
  boolean tellsOfBefore(long before) {
    return Arrays.stream(events)
        .anyMatch(
            event ->
                event.ts() < before
                    && !event.isState()
                    && event.redactedBy() == 0
                    && !event.type().equals(Sending.REDACTION));
  }

  private void relateAfresh(RoomEvent target) {
    target.relateOnly(
        Arrays.stream(events).filter(e -> e.relatesTo().equals(target.eventId())).toList());
  }

  /// Whether the ring has this very event, with all that was made of it since.
  boolean holds(RoomEvent event) {
    return find(event.eventId()).filter(e -> e == event).isPresent();
  }

  Optional<RoomEvent> find(String eventId) {
    for (int i = events.length - 1; i >= 0; i--) {
      if (events[i].eventId().equals(eventId)) {
        return Optional.of(events[i]);
      }
    }
    return Optional.empty();
  }

  /// Whether every event after `since` is in this ring.
  public boolean reaches(long since) {
    return whole || (events.length > 0 && events[0].pos() <= since);
  }

  /// Whether every event after `since` is in this ring, but for those of members.
  public boolean reachesBesideMembers(long since) {
    return membersAfter <= since || reaches(since);
  }

  /// Whether the room has no event before this ring.
  public boolean whole() {
    return whole;
  }

  /// The events in `(since, upTo]`, at most the last `limit` of them, ascending.
  public List<RoomEvent> after(long since, long upTo, int limit) {
    int end = events.length;
    while (end > 0 && events[end - 1].pos() > upTo) {
      end--;
    }
    int start = end;
    while (start > 0 && events[start - 1].pos() > since && end - start < limit) {
      start--;
    }
    return Arrays.asList(events).subList(start, end);
  }

  /// All events, ascending.
  public List<RoomEvent> all() {
    return Arrays.asList(events);
  }

  /// An estimate of the memory that its events hold, without those that the state holds as well.
  long sizeBytes(State state) {
    long size = 64;
    for (var event : events) {
      size += state.holds(event) ? event.aroundBytes() : event.sizeBytes() + event.aroundBytes();
    }
    return size;
  }
}
