package parvis.core.rights;

import java.util.Locale;

/// What somebody does in a space.
public enum Action {
  /// To learn that there is the space, and its name.
  LOOK,
  /// To come in, or to ask to.
  JOIN,
  LEAVE,
  /// To see its rooms, settings and members.
  ENTER,
  /// To read the feed.
  READ,
  REACT,
  CONFIRM,
  POST,
  COMMENT,
  PIN,
  REMIND,
  INVITE,
  ADMIT,
  SET_ROLE,
  REMOVE,
  MAKE_ROOM,
  MAKE_ENTRY_CODE,
  EXPORT,
  /// To learn what somebody else sees.
  VIEW,
  CONFIGURE,
  /// To see the board, and one's own tasks: those one made or is to do.
  SEE_TASKS,
  SEE_ALL_TASKS,
  /// To make tasks, and to change one's own.
  DO_TASKS,
  DO_ALL_TASKS,
  VALIDATE_TASKS,
  /// To arrange the board: its columns, and what else all of its tasks have.
  ARRANGE_TASKS,
  /// To see the register, and the decisions that name one.
  SEE_DECISIONS,
  SEE_ALL_DECISIONS,
  /// To draft decisions, and to tie things to them.
  PROPOSE_DECISIONS,
  /// To say that a draft is decided, and to correct what is.
  TAKE_DECISIONS,
  /// To say that what was decided is done.
  EXECUTE_DECISIONS;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
