package parvis.core.keys;

import java.util.List;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.SendKey;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Messages to devices. Each is a row of the log until its device has shown to have it.
final class ToDevice {
  /// The content of one message. What encryption sends has two thousand or so.
  private static final int CONTENT_BYTES_MAX = 65_536;

  private final Log log;

  ToDevice(Log log) {
    this.log = log;
  }

  record Addressed(Devices.Found to, byte[] event) {}

  /// A message as its recipient gets it.
  ///
  /// @throws Refused tooLarge when the content is
  static byte[] event(Actor actor, String type, JsonObject content) {
    if (JsonWriter.write(content).length > CONTENT_BYTES_MAX) {
      throw Refused.tooLarge("A message to a device has at most 65,536 bytes.");
    }
    return JsonWriter.write(
        JsonObject.of("type", type, "sender", actor.user().value(), "content", content));
  }

  /// The same transaction again writes nothing: its messages may be received already.
  /// spec: cs-api#put_matrixclientv3sendtodeviceeventtypetxnid
  void send(Actor actor, String type, String txn, List<Addressed> messages) {
    if (messages.isEmpty()) {
      return;
    }
    if (messages.stream().mapToLong(m -> m.event().length).sum() > SyncableWrite.BYTES_MAX) {
      throw Refused.tooLarge(
          "One request writes at most " + SyncableWrite.BYTES_MAX + " bytes to devices.");
    }
    var key = new SendKey(actor.scope(), "PUT sendToDevice " + type, txn);
    var origin = key.scope() + "." + type.length() + "." + type + "." + txn;
    var things = messages.stream().map(message -> thing(origin, message)).toList();
    log.append(new SyncableWrite(things, key)).join();
  }

  private static Syncable thing(String origin, Addressed message) {
    var to = message.to();
    var key = new InboxKey(to.deviceId(), to.scope(), origin).text();
    return new Syncable(LogRow.TO_DEVICE, to.userNid(), 0, key, message.event(), false, null);
  }
}
