package parvis.core.keys;

import java.util.List;
import parvis.base.Actor;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.SendKey;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Messages to devices. Each is a row of the log until its device has shown to have it.
final class ToDevice {
  private final Log log;

  ToDevice(Log log) {
    this.log = log;
  }

  record Addressed(long user, String device, JsonObject content) {}

  /// The same transaction again writes nothing: its messages may be received already.
  /// spec: cs-api#put_matrixclientv3sendtodeviceeventtypetxnid
  void send(Actor actor, String type, String txn, List<Addressed> messages) {
    if (messages.isEmpty()) {
      return;
    }
    var key = new SendKey(actor.scope(), "PUT sendToDevice " + type, txn);
    var origin = key.scope() + "." + type.length() + "." + type + "." + txn;
    var things = messages.stream().map(message -> thing(actor, type, origin, message)).toList();
    log.append(new SyncableWrite(things, key)).join();
  }

  private static Syncable thing(Actor actor, String type, String origin, Addressed message) {
    var event =
        JsonObject.of("type", type, "sender", actor.user().value(), "content", message.content());
    return new Syncable(
        LogRow.TO_DEVICE,
        message.user(),
        0,
        new InboxKey(message.device(), origin).text(),
        JsonWriter.write(event),
        false,
        null);
  }
}
