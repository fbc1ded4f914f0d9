package parvis.core.moderation;

import java.util.Optional;

/// What somebody told the administrators.
///
/// @param by nid of who told it
/// @param room nid of the room that it is about, or in which its event is
/// @param event nid of the event that it is about
/// @param person nid of the one whom it is about
/// @param organisation nid of the one whose administrators decide on it, too
/// @param decided what became of it; absent while it waits
/// @param undone whether that is still to be done
record Report(
    long id,
    long receivedMs,
    long by,
    Optional<Long> room,
    Optional<Long> event,
    Optional<Long> person,
    String reason,
    Optional<Long> organisation,
    Optional<Decided> decided,
    boolean undone) {

  /// @param by nid
  record Decided(Decision decision, long atMs, long by, String why) {}
}
