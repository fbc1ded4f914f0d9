package parvis.core.rooms;

import java.util.Optional;
import java.util.OptionalLong;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// An event that somebody wants to send, before it is authorised, placed and signed.
///
/// @param redacts the event that a redaction removes
/// @param relation what the event relates to, looked up before the room's lock is taken
/// @param ts when it happened, where that is not now
record Draft(
    UserId sender,
    long senderNid,
    String type,
    Optional<String> stateKey,
    JsonObject content,
    Optional<RoomEvent> redacts,
    Relation relation,
    OptionalLong ts) {

  /// @param thread nid of the root of the thread that the event comes to be in, or 0
  record Relation(String type, String target, long thread) {
    static final Relation NONE = new Relation("", "", 0);
  }

  static Draft state(
      UserId sender, long senderNid, String type, String stateKey, JsonObject content) {
    return new Draft(
        sender,
        senderNid,
        type,
        Optional.of(stateKey),
        content,
        Optional.empty(),
        Relation.NONE,
        OptionalLong.empty());
  }

  static Draft message(
      UserId sender, long senderNid, String type, JsonObject content, Relation relation) {
    return new Draft(
        sender,
        senderNid,
        type,
        Optional.empty(),
        content,
        Optional.empty(),
        relation,
        OptionalLong.empty());
  }

  static Draft redaction(UserId sender, long senderNid, JsonObject content, RoomEvent redacts) {
    return new Draft(
        sender,
        senderNid,
        "m.room.redaction",
        Optional.empty(),
        content,
        Optional.of(redacts),
        Relation.NONE,
        OptionalLong.empty());
  }

  Draft at(OptionalLong when) {
    return new Draft(sender, senderNid, type, stateKey, content, redacts, relation, when);
  }
}
