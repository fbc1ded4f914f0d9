package parvis.core.rooms;

import java.nio.charset.StandardCharsets;
import parvis.protocol.event.ClientEvent;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// The part of `unsigned` that no reader changes, written once for all of them.
/// spec: cs-api#room-event-format
final class Unsigned {
  private static final byte[] NOTHING = new byte[0];

  private Unsigned() {}

  static byte[] around(RoomEvent.Around around) {
    if (around.because().isPresent()) {
      var because = new String(ClientEvent.bytes(around.because().get()), StandardCharsets.UTF_8);
      return ("\"redacted_because\":" + because).getBytes(StandardCharsets.UTF_8);
    }
    if (around.prior().isPresent()) {
      var prior = around.prior().get();
      var members =
          JsonObject.of(
              "replaces_state", prior.eventId().value(),
              "prev_sender", prior.sender().value(),
              "prev_content", prior.content());
      var object = JsonWriter.write(members);
      return java.util.Arrays.copyOfRange(object, 1, object.length - 1);
    }
    return NOTHING;
  }
}
