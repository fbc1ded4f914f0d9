package parvis.core.rooms;

import java.util.Optional;
import parvis.protocol.json.JsonObject;

/// An event that somebody wants to be sent later.
///
/// @param id who knows it may decide about the event
/// @param user nid of its sender
/// @param scope what `txn` is valid in
/// @param stateKey absent: a message
/// @param dueMs when it is sent
/// @param pos where the log was when it was asked for
/// @param txn of a message: what its sender called the request
record DelayedEvent(
    String id,
    long user,
    long scope,
    long room,
    String type,
    Optional<String> stateKey,
    JsonObject content,
    long delayMs,
    long dueMs,
    long pos,
    Optional<String> txn) {

  /// What its sender is told of it.
  /// spec: MSC4140
  JsonObject json(String roomId) {
    return JsonObject.builder()
        .put("delay_id", id)
        .put("room_id", roomId)
        .put("type", type)
        .putIf("state_key", stateKey)
        .put("delay", delayMs)
        .put("running_since", dueMs - delayMs)
        .put("content", content)
        .build();
  }
}
