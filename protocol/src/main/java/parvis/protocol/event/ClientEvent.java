package parvis.protocol.event;

import java.util.Optional;
import parvis.protocol.id.EventId;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonBytes;
import parvis.protocol.json.JsonObject;

/// An event as clients see it.
///
/// spec: client-server-api#room-event-format
public final class ClientEvent {
  private static final int ROOM_BESIDE_CONTENT = 512;

  private ClientEvent() {}

  /// The bytes shared by all readers: an object without `unsigned` and `room_id`, which are added
  /// for each before the closing brace.
  public static byte[] bytes(Pdu event) {
    var out = new JsonBytes(event.bytes().length / 2 + ROOM_BESIDE_CONTENT);
    Optional<String> redacts = event.redacts().map(EventId::value);
    CanonicalJson.tolerant(content(event), out.raw("{\"content\":"));
    out.raw(",\"event_id\":").string(event.eventId().value());
    out.raw(",\"origin_server_ts\":").number(event.originServerTs());
    redacts.ifPresent(target -> out.raw(",\"redacts\":").string(target));
    out.raw(",\"sender\":").string(event.sender().value());
    event.stateKey().ifPresent(key -> out.raw(",\"state_key\":").string(key));
    return out.raw(",\"type\":").string(event.type()).raw("}").toBytes();
  }

  /// The same of an event that is not read: what is known of it, around its content as it stands in
  /// its canonical bytes. Not for redactions, whose content is another one for clients.
  ///
  /// @param canonical the bytes of the signed event
  public static byte[] bytes(
      byte[] canonical, EventId id, long ts, String sender, String stateKey, String type) {
    var content = CanonicalJson.member(canonical, "content");
    var out = new JsonBytes(content.length() + ROOM_BESIDE_CONTENT);
    out.raw("{\"content\":").raw(canonical, content.from(), content.to());
    out.raw(",\"event_id\":").string(id.value());
    out.raw(",\"origin_server_ts\":").number(ts);
    out.raw(",\"sender\":").string(sender).raw(",\"state_key\":").string(stateKey);
    return out.raw(",\"type\":").string(type).raw("}").toBytes();
  }

  /// The same as a tree.
  public static JsonObject json(Pdu event) {
    return JsonObject.builder()
        .put("content", content(event))
        .put("event_id", event.eventId().value())
        .put("origin_server_ts", event.originServerTs())
        .putIf("redacts", event.redacts().map(EventId::value))
        .put("sender", event.sender().value())
        .putIf("state_key", event.stateKey())
        .put("type", event.type())
        .build();
  }

  /// What an invited or knocking person may see of a state event.
  ///
  /// spec: client-server-api#stripped-state
  public static JsonObject stripped(Pdu event) {
    return JsonObject.of(
        "content", event.content(),
        "sender", event.sender().value(),
        "state_key", event.stateKey().orElse(""),
        "type", event.type());
  }

  /// A redaction names its target in both places, so that old and new clients of old and new rooms
  /// find it.
  ///
  /// spec: rooms/v11#moving-the-redacts-property-of-mroomredaction-events-to-a-content-property
  private static JsonObject content(Pdu event) {
    if (event.version().redactsInContent()) return event.content();
    return event
        .redacts()
        .map(target -> event.content().with("redacts", target.value()))
        .orElse(event.content());
  }
}
