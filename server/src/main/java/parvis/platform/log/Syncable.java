package parvis.platform.log;

import org.jspecify.annotations.Nullable;

/// A value that clients learn by syncing: the last writer of (kind, user, room, key) wins.
///
/// @param kind one of [LogRow]'s, except [LogRow#EVENT]
/// @param room nid of a room, or 0
/// @param tombstone whether the thing is gone; its row stays, so that older tokens learn it
/// @param payload handed to this node's followers as it is; they get the thing itself when null
public record Syncable(
    short kind,
    long user,
    long room,
    String key,
    byte[] value,
    boolean tombstone,
    @Nullable Object payload) {

  /// What this node's followers get.
  Object attached() {
    return payload == null ? this : payload;
  }
}
