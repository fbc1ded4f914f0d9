package parvis.suite.tasks;

import java.util.Set;

/// That something of a board changed, for the log.
///
/// @param space nid of the room that the space is
/// @param key the id of a task, or [#BOARD]
/// @param gone whether it is no more
/// @param seenBy where it is gone, who saw it
record Note(long nid, long space, String key, boolean gone, Set<String> seenBy) {
  /// The key of the board itself: no task has so short an id.
  static final String BOARD = "board";

  Note numbered(long number) {
    return new Note(number, space, key, gone, seenBy);
  }
}
