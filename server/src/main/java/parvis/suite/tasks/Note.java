package parvis.suite.tasks;

/// That something of a board changed, for the log, which says no more: what it has become is read
/// when it is told, so that nothing depends on the order in which changes are told.
///
/// @param space nid of the room that the space is
/// @param key the id of a task, [#BOARD], or what [#lost] makes
record Note(long nid, long space, String key) {
  /// The key of the board itself: no task has so short an id.
  static final String BOARD = "board";

  private static final char BETWEEN = ' ';

  /// The key for: somebody whose own a task was, and is no more.
  static String lost(String task, String user) {
    return task + BETWEEN + user;
  }

  /// What programs of others are told by.
  ///
  /// @param version 0: it is gone
  static Webhook.Kind kind(String key, long version) {
    return key.equals(BOARD)
        ? Webhook.Kind.BOARD_CHANGED
        : version > 0 ? Webhook.Kind.TASK_CHANGED : Webhook.Kind.TASK_GONE;
  }

  /// The task of which a key speaks.
  static String task(String key) {
    int end = key.indexOf(BETWEEN);
    return end < 0 ? key : key.substring(0, end);
  }

  /// Whose own it was; empty where a key speaks of the task itself.
  static String loser(String key) {
    int end = key.indexOf(BETWEEN);
    return end < 0 ? "" : key.substring(end + 1);
  }
}
