package parvis.platform.log;

import org.jspecify.annotations.Nullable;

/// One line of the log: something durable happened, at a place in the order of everything.
///
/// @param pos its place; positions ascend and may have gaps
/// @param user whose thing it is; of an event, whose membership it sets, else 0
/// @param ref nid of the event, 0 for the other kinds
/// @param key the key of a [Syncable], empty for events
/// @param payload what the writer attached; null when another node wrote it or it was read from the
///     database
public record LogRow(
    long pos, short kind, long room, long user, long ref, String key, @Nullable Object payload) {

  public static final short EVENT = 1;
  public static final short ACCOUNT_DATA = 2;
  public static final short RECEIPT = 3;
  public static final short TO_DEVICE = 4;

  /// Somebody's keys changed. With a key, which is a nid, only they see that person's changed.
  public static final short DEVICE_LIST = 5;

  /// What account data said before it changed, of types by which events are judged.
  public static final short JUDGED_BEFORE = 6;

  /// Whether somebody follows a thread; the key is the nid of its root.
  public static final short THREAD_SUBSCRIPTION = 7;

  /// What somebody may do, or in which sessions, changed; clients learn nothing of it.
  public static final short ACCESS = 8;

  /// A task of a space changed, or its board; who syncs learns nothing of it, and who follows the
  /// board does.
  public static final short TASK = 9;

  /// A thing of a leaf changed; the key is its kind and its id. Who follows the things of its place
  /// learns of it, who syncs does not.
  public static final short THING = 10;

  /// Whether whoever syncs may learn something by it.
  public boolean isSynced() {
    return kind != ACCESS && kind != TASK && kind != THING;
  }

  /// The same with another payload.
  public LogRow with(@Nullable Object other) {
    return new LogRow(pos, kind, room, user, ref, key, other);
  }
}
