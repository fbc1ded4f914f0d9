package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import parvis.platform.db.Tx;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.id.UserId;
import parvis.protocol.room.HistoryVisibility;
import parvis.protocol.room.Membership;
import parvis.protocol.room.StateSlot;

/// Which events of a room one person may see, as ranges of positions: what they were to the room
/// and how its history was visible decides, without any state snapshot.
/// spec: cs-api#room-history-visibility
final class Sight {
  /// Changes of membership or visibility looked at; whoever has more is judged by the last ones.
  /// What was before them is seen as little as can be: by whoever was there.
  static final int SPANS_MAX = 5_000;

  private static final long SPAN_BYTES = 100;

  private static final String CHANGES =
      """
      select e.pos, e.event_id, b.bytes from event e join event_bytes b on b.event = e.nid
       where e.room = ? and e.pos is not null
         and e.slot = (select nid from state_slot where type = ? and state_key = ?)
       order by e.pos desc limit ?""";

  /// From `pos` on, until the next span.
  private record Span<T>(long pos, T value) {}

  /// Positions of events that are seen, both ends included.
  private record Range(long from, long to) {}

  private final UserId user;
  private final List<Span<Membership>> memberships;
  private final List<Range> ranges;

  private Sight(UserId user, List<Span<Membership>> memberships, List<Range> ranges) {
    this.user = user;
    this.memberships = memberships;
    this.ranges = ranges;
  }

  static Sight of(Tx tx, Room room, UserId user) {
    var memberships =
        spans(tx, room, StateSlot.member(user)).stream()
            .map(s -> new Span<>(s.pos(), Membership.of(s.value()).orElse(Membership.LEAVE)))
            .toList();
    var visibilities =
        spans(tx, room, StateSlot.HISTORY_VISIBILITY).stream()
            .map(s -> new Span<>(s.pos(), visibility(s.value())))
            .toList();
    return new Sight(user, memberships, ranges(memberships, visibilities));
  }

  private static HistoryVisibility visibility(Pdu event) {
    return event
        .content()
        .string("history_visibility")
        .flatMap(HistoryVisibility::of)
        .orElse(HistoryVisibility.SHARED);
  }

  private static List<Span<Pdu>> spans(Tx tx, Room room, StateSlot slot) {
    return tx.list(
            row -> new Span<>(row.number("pos"), RoomStore.pdu(row, room.version())),
            CHANGES,
            room.nid(),
            slot.type(),
            slot.key(),
            SPANS_MAX)
        .reversed();
  }

  /// An event is seen by whoever sees the room as it was right before or right after it. Between
  /// two changes nothing differs; so each pair of neighbouring changes is a range or none.
  private static List<Range> ranges(
      List<Span<Membership>> memberships, List<Span<HistoryVisibility>> visibilities) {
    var cuts = new TreeSet<>(List.of(0L));
    memberships.forEach(span -> cuts.add(span.pos()));
    visibilities.forEach(span -> cuts.add(span.pos()));
    var ranges = new ArrayList<Range>();
    var first =
        visibilities.size() < SPANS_MAX ? HistoryVisibility.SHARED : HistoryVisibility.JOINED;
    int m = memberships.size() - 1;
    int v = visibilities.size() - 1;
    var joinedSince = false;
    var to = Long.MAX_VALUE;
    for (long from : cuts.descendingSet()) {
      for (; m >= 0 && memberships.get(m).pos() > from; m--) {
        joinedSince |= memberships.get(m).value() == Membership.JOIN;
      }
      for (; v >= 0 && visibilities.get(v).pos() > from; v--) {}
      var was = m < 0 ? Membership.LEAVE : memberships.get(m).value();
      var visibility = v < 0 ? first : visibilities.get(v).value();
      if (visibility.permits(was, joinedSince)) {
        var touches = !ranges.isEmpty() && ranges.getLast().from() == to;
        ranges.add(new Range(from, touches ? ranges.removeLast().to() : to));
      }
      to = from;
    }
    return ranges.reversed();
  }

  /// An estimate of the memory that this holds.
  long sizeBytes() {
    return (memberships.size() + ranges.size() + 2) * SPAN_BYTES;
  }

  boolean sees(RoomEvent event) {
    return sees(event.pos()) || own(event);
  }

  /// Whether an event at that position is seen that is not about the person themselves.
  boolean sees(long pos) {
    return ranges.stream().anyMatch(range -> range.from() <= pos && pos <= range.to());
  }

  private boolean own(RoomEvent event) {
    return event.type().equals(EventType.MEMBER)
        && event.stateKey().orElse("").equals(user.value());
  }

  /// Whether whatever comes at or after `pos` is seen.
  boolean seesAllFrom(long pos) {
    return !ranges.isEmpty()
        && ranges.getLast().from() <= pos
        && ranges.getLast().to() == Long.MAX_VALUE;
  }

  /// The first moment at or after `pos` at which the room's state was seen.
  Optional<Long> firstFrom(long pos) {
    return ranges.stream()
        .filter(range -> range.to() >= pos)
        .map(range -> Math.max(pos, range.from()))
        .findFirst();
  }

  /// The seen positions up to `upTo`, as SQL's `int8multirange` is written.
  String ranges(long upTo) {
    var text = new StringBuilder("{");
    for (var range : ranges) {
      if (range.from() <= upTo) {
        var to = Math.min(range.to(), upTo);
        text.append(text.length() == 1 ? "[" : ",[").append(range.from()).append(',');
        text.append(to == Long.MAX_VALUE ? ")" : to + "]");
      }
    }
    return text.append('}').toString();
  }

  /// Where the person last ceased to be in the room.
  Optional<Long> left() {
    for (int i = memberships.size() - 1; i > 0; i--) {
      if (memberships.get(i - 1).value() == Membership.JOIN
          && memberships.get(i).value() != Membership.JOIN) {
        return Optional.of(memberships.get(i).pos());
      }
    }
    return Optional.empty();
  }

  /// Whether the person was in the room at some moment from right before an event until a later
  /// position.
  boolean wasThere(long pos, long until) {
    var was = Membership.LEAVE;
    for (var span : memberships) {
      if (span.pos() >= pos && (was == Membership.JOIN || span.pos() > until)) {
        break;
      }
      was = span.value();
    }
    return was == Membership.JOIN;
  }

  /// What the person was to the room when an event happened.
  String membershipAt(RoomEvent event) {
    var pos = own(event) ? event.pos() : event.pos() - 1;
    var was = Membership.LEAVE;
    for (var span : memberships) {
      if (span.pos() > pos) {
        break;
      }
      was = span.value();
    }
    return was.word();
  }
}
