package parvis.core.rooms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What others made of an event: its last edit, its thread, and what refers to it. Immutable; grows
/// by [#with].
/// spec: cs-api#aggregations-of-child-events
///
/// @param edit the last valid edit
/// @param replies events in the thread that begins here
/// @param latest the last of them
/// @param speakers nids of who wrote in it, as far as the reader may be one of them
/// @param references ids of the first events that refer to it
public record Bundle(
    Optional<RoomEvent> edit,
    long replies,
    Optional<RoomEvent> latest,
    Set<Long> speakers,
    List<String> references) {

  /// More references than this are found by asking for them.
  static final int REFERENCES_MAX = 100;

  static final String EDIT = "m.replace";
  static final String THREAD = "m.thread";
  static final String REFERENCE = "m.reference";

  public static final Bundle NONE =
      new Bundle(Optional.empty(), 0, Optional.empty(), Set.of(), List.of());

  /// The bundle of `target` after one more event related to it.
  Bundle with(RoomEvent target, RoomEvent related) {
    return switch (related.relType()) {
      case EDIT -> replaces(target, related) ? edited(related) : this;
      case THREAD -> related.thread() == target.nid() ? replied(related) : this;
      case REFERENCE -> referred(related.eventId());
      default -> this;
    };
  }

  /// spec: cs-api#validity-of-replacement-events
  static boolean replaces(RoomEvent target, RoomEvent edit) {
    return editable(target)
        && target.senderNid() == edit.senderNid()
        && target.type().equals(edit.type())
        && (edit.type().equals("m.room.encrypted") || edit.pdu().content().has("m.new_content"));
  }

  static boolean editable(RoomEvent target) {
    return !target.isState() && !target.relType().equals(EDIT) && target.redactedBy() == 0;
  }

  /// What is left of it when its event was redacted: a thread outlives its beginning.
  Bundle withoutEdit() {
    return new Bundle(Optional.empty(), replies, latest, speakers, references);
  }

  private Bundle edited(RoomEvent related) {
    var later = edit.filter(before -> isLater(before, related));
    return later.isPresent()
        ? this
        : new Bundle(Optional.of(related), replies, latest, speakers, references);
  }

  /// spec: cs-api#server-side-aggregation-of-mreplace-relationships
  private static boolean isLater(RoomEvent one, RoomEvent other) {
    return one.ts() == other.ts()
        ? one.eventId().compareTo(other.eventId()) > 0
        : one.ts() > other.ts();
  }

  private Bundle replied(RoomEvent related) {
    var spoken = new HashSet<>(speakers);
    spoken.add(related.senderNid());
    return new Bundle(edit, replies + 1, Optional.of(related), Set.copyOf(spoken), references);
  }

  Bundle referred(String by) {
    if (references.size() >= REFERENCES_MAX) {
      return this;
    }
    var more = new ArrayList<>(references);
    more.add(by);
    return new Bundle(edit, replies, latest, speakers, List.copyOf(more));
  }
}
