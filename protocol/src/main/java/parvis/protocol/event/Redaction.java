package parvis.protocol.event;

import java.util.Set;
import parvis.protocol.json.JsonObject;

/// The removal of everything from an event that its room does not need to stand.
///
/// spec: rooms/v11#redactions
public final class Redaction {
  private Redaction() {}

  /// The event as it is served and stored once it was redacted: the same id, hashes and signatures.
  public static Pdu redact(Pdu event) {
    JsonObject json = redact(event.json(), event.version());
    return new Pdu(json, event.version().canonical(json), event.eventId(), event.version());
  }

  /// The redacted form of an event. Redacting twice changes nothing more.
  public static JsonObject redact(JsonObject event, RoomVersion version) {
    RedactionRules rules = version.redaction();
    Set<String> kept = rules.event();
    var rest = JsonObject.builder();
    for (JsonObject.Entry entry : event.entries()) {
      if (kept.contains(entry.name())) rest.put(entry.name(), entry.value());
    }
    String type = event.string("type").orElse("");
    event.object("content").ifPresent(content -> rest.put("content", rules.kept(type).of(content)));
    return rest.build();
  }
}
