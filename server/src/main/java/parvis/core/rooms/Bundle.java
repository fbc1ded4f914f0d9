package parvis.core.rooms;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import parvis.base.Actor;

/// What others made of an event: its last edit, and its thread. Immutable; grows by [#with].
/// spec: cs-api#aggregations-of-child-events
///
/// @param edit the last valid edit
/// @param replies events in the thread that begins here
/// @param latest the last of them
/// @param speakers nids of who wrote in it
public record Bundle(
    Optional<RoomEvent> edit, int replies, Optional<RoomEvent> latest, Set<Long> speakers) {
  public static final Bundle NONE = new Bundle(Optional.empty(), 0, Optional.empty(), Set.of());

  /// The bundle of `target` after one more event related to it.
  Bundle with(RoomEvent target, RoomEvent related) {
    return switch (related.relType()) {
      case "m.replace" -> replaces(target, related) ? edited(related) : this;
      case "m.thread" -> replied(related);
      default -> this;
    };
  }

  /// spec: cs-api#validity-of-replacement-events
  private static boolean replaces(RoomEvent target, RoomEvent edit) {
    return target.senderNid() == edit.senderNid()
        && target.type().equals(edit.type())
        && !target.isState()
        && !target.relType().equals("m.replace")
        && target.redactedBy() == 0
        && (edit.type().equals("m.room.encrypted") || edit.pdu().content().has("m.new_content"));
  }

  /// What is left of it when its event was redacted: a thread outlives its beginning.
  Bundle withoutEdit() {
    return new Bundle(Optional.empty(), replies, latest, speakers);
  }

  private Bundle edited(RoomEvent related) {
    var later =
        edit.filter(
            e -> e.ts() > related.ts() || (e.ts() == related.ts() && e.nid() > related.nid()));
    return later.isPresent() ? this : new Bundle(Optional.of(related), replies, latest, speakers);
  }

  private Bundle replied(RoomEvent related) {
    var spoken = new HashSet<>(speakers);
    spoken.add(related.senderNid());
    return new Bundle(edit, replies + 1, Optional.of(related), Set.copyOf(spoken));
  }

  void write(JsonOut out, Actor reader) {
    out.raw("{");
    if (edit.isPresent()) {
      out.name("m.replace").raw(edit.get().client());
    }
    if (latest.isPresent()) {
      out.name("m.thread")
          .raw("{\"count\":")
          .number(replies)
          .raw(",\"current_user_participated\":")
          .raw(Boolean.toString(speakers.contains(reader.userNid())))
          .raw(",\"latest_event\":")
          .raw(latest.get().client())
          .raw("}");
    }
    out.raw("}");
  }
}
