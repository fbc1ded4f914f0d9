package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.platform.db.Tx;
import parvis.protocol.room.StateSlot;

/// Which events of a room one person may see: decided by spans of positions, what they were to the
/// room and how its history was visible, without any state snapshot.
/// spec: cs-api#room-history-visibility
final class Sight {
  /// Changes of membership or visibility looked at; whoever has more is judged by the last ones.
  private static final int SPANS_MAX = 5_000;

  private static final String CHANGES =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.pos is not null
               and e.slot = (select nid from state_slot where type = ? and state_key = ?)
             order by e.pos desc limit ?""";

  /// From `pos` on, until the next span.
  private record Span(long pos, String value) {}

  private final List<Span> memberships;
  private final List<Span> visibilities;
  private final String user;

  private Sight(List<Span> memberships, List<Span> visibilities, String user) {
    this.memberships = memberships;
    this.visibilities = visibilities;
    this.user = user;
  }

  static Sight of(Tx tx, Room room, String user) {
    return new Sight(
        spans(tx, room, new StateSlot(State.MEMBER, user), "membership"),
        spans(tx, room, new StateSlot("m.room.history_visibility", ""), "history_visibility"),
        user);
  }

  private static List<Span> spans(Tx tx, Room room, StateSlot slot, String field) {
    var changes =
        tx.list(
            row -> RoomStore.event(row, room.version()),
            CHANGES,
            room.nid(),
            slot.type(),
            slot.key(),
            SPANS_MAX);
    var spans = new ArrayList<Span>();
    for (var change : changes.reversed()) {
      spans.add(new Span(change.pos(), change.pdu().content().string(field).orElse("")));
    }
    return spans;
  }

  boolean sees(RoomEvent event) {
    return sees(event.pos() - 1) || sees(event.pos()) || own(event);
  }

  private boolean own(RoomEvent event) {
    return event.type().equals(State.MEMBER) && event.stateKey().orElse("").equals(user);
  }

  /// Whether the person sees what happens in the room as it stands after `pos`.
  private boolean sees(long pos) {
    var visibility = at(visibilities, pos, "shared");
    var membership = at(memberships, pos, "leave");
    return switch (visibility) {
      case "world_readable" -> true;
      case "joined" -> membership.equals("join");
      case "invited" ->
          membership.equals("join") || (membership.equals("invite") && joinedAfter(pos));
      default -> membership.equals("join") || joinedAfter(pos);
    };
  }

  private boolean joinedAfter(long pos) {
    for (var span : memberships) {
      if (span.pos() > pos && span.value().equals("join")) {
        return true;
      }
    }
    return false;
  }

  /// Where the person last ceased to be in the room.
  Optional<Long> left() {
    for (int i = memberships.size() - 1; i > 0; i--) {
      if (memberships.get(i - 1).value().equals("join")
          && !memberships.get(i).value().equals("join")) {
        return Optional.of(memberships.get(i).pos());
      }
    }
    return Optional.empty();
  }

  /// What the person was to the room when an event happened.
  String membershipAt(RoomEvent event) {
    return at(memberships, own(event) ? event.pos() : event.pos() - 1, "leave");
  }

  private static String at(List<Span> spans, long pos, String otherwise) {
    var value = otherwise;
    for (var span : spans) {
      if (span.pos() > pos) {
        break;
      }
      value = span.value();
    }
    return value;
  }
}
