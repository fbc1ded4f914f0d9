package parvis.core.rooms;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.platform.db.Tx;

/// The part of a filter that an event alone does not answer: whether another one relates to one, in
/// one of some ways and by one of some people.
/// spec: cs-api#filtering (RoomEventFilter)
///
/// @param relTypes empty: any
/// @param senders their ids; empty: anybody
record RelatedBy(List<String> relTypes, List<String> senders) {
  private static final String RELATED =
      """
      select distinct e.relates_to from event e
       where e.relates_to = any (?) and e.room = ? and e.redacted_by is null
         and e.sender <> all (?) and e.pos <@ ?::int8multirange
         and (? or e.rel_type = any (?)) and (? or e.sender = any (?))""";

  /// Whether nothing is asked for.
  boolean nothing() {
    return relTypes.isEmpty() && senders.isEmpty();
  }

  /// What one reader may know of.
  ///
  /// @param ranges positions that they see, as SQL writes them
  /// @param ignored nids of the people whom they ignore
  record Known(String ranges, long[] ignored) {}

  /// The ids of the events that some of `others` so relate to.
  Set<String> among(Collection<RoomEvent> others, Ignoring ignoring) {
    return others.stream()
        .filter(other -> relTypes.isEmpty() || relTypes.contains(other.relType()))
        .filter(other -> senders.isEmpty() || senders.contains(other.sender()))
        .filter(other -> !ignoring.ignores(other.sender()))
        .map(RoomEvent::relatesTo)
        .filter(target -> !target.isEmpty())
        .collect(Collectors.toSet());
  }

  /// The ids of those of `events` that something so relates to.
  ///
  /// @param people nids of the senders
  Set<String> among(Tx tx, Room room, Collection<RoomEvent> events, Known known, long[] people) {
    return new HashSet<>(
        tx.list(
            row -> row.text("relates_to"),
            RELATED,
            events.stream().map(RoomEvent::eventId).toArray(String[]::new),
            room.nid(),
            known.ignored(),
            known.ranges(),
            relTypes.isEmpty(),
            relTypes.toArray(String[]::new),
            senders.isEmpty(),
            people));
  }
}
