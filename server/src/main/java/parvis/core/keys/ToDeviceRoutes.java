package parvis.core.keys;

import static parvis.platform.http.Route.put;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.core.identity.Users;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.SyncableWrite;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// Messages to devices.
/// spec: cs-api#send-to-device-messaging
final class ToDeviceRoutes {
  /// Devices that one request writes to, all at once: a transaction that is written in part could
  /// not be asked for again. Clients write to 20 or 250 at a time.
  private static final int RECIPIENTS_MAX = SyncableWrite.THINGS_MAX;

  private static final long BODY_BYTES_MAX = 2_000_000;

  /// All devices of a person.
  private static final String ALL = "*";

  private final ToDevice toDevice;
  private final Users users;
  private final Devices devices;

  ToDeviceRoutes(ToDevice toDevice, Users users, Devices devices) {
    this.toDevice = toDevice;
    this.users = users;
    this.devices = devices;
  }

  Routes table() {
    return Routes.of(
        put("/_matrix/client/v3/sendToDevice/{eventType}/{txnId}", "Write to devices", this::send)
            .guests()
            .bodyMax(BODY_BYTES_MAX)
            .costs(RateClass.KEYS)
            .quiet());
  }

  private Reply send(Call call) {
    var type = call.path("eventType");
    var messages = call.body().object("messages");
    KeyRoutes.bounded(messages);
    var people = KeyRoutes.known(users, messages.keys());
    var events = new LinkedHashMap<Devices.Named, byte[]>();
    for (var entry : messages.entries()) {
      var user = people.get(entry.name());
      var ofPerson = contents(entry.value());
      if (user != null) {
        ofPerson.forEach(
            (device, content) ->
                events.put(
                    new Devices.Named(user, device), ToDevice.event(call.actor(), type, content)));
      }
    }
    bounded(events.size());
    var existing = devices.existing(events.keySet(), RECIPIENTS_MAX + 1);
    bounded(existing.size());
    var addressed =
        existing.stream().map(to -> new ToDevice.Addressed(to, event(events, to))).toList();
    toDevice.send(call.actor(), type, call.path("txnId"), addressed);
    return Reply.empty();
  }

  private static Map<String, JsonObject> contents(JsonValue ofPerson) {
    if (!(ofPerson instanceof JsonObject byDevice)) {
      throw Refused.badJson("messages holds objects.");
    }
    var contents = new LinkedHashMap<String, JsonObject>();
    for (var entry : byDevice.entries()) {
      if (!(entry.value() instanceof JsonObject content)) {
        throw Refused.badJson("A message is an object.");
      }
      contents.put(Body.name(entry.name()), content);
    }
    return contents;
  }

  private static void bounded(int recipients) {
    if (recipients > RECIPIENTS_MAX) {
      throw Refused.invalidParam("At most " + RECIPIENTS_MAX + " devices at a time.");
    }
  }

  /// What is meant for a device by its name goes before what is meant for all.
  private static byte[] event(Map<Devices.Named, byte[]> events, Devices.Found to) {
    var all = new Devices.Named(to.userNid(), ALL);
    return Objects.requireNonNull(events.getOrDefault(to.named(), events.get(all)));
  }
}
