package parvis.protocol.event;

import java.util.Optional;
import java.util.stream.Stream;
import parvis.protocol.id.EventId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.sign.ContentHash;
import parvis.protocol.sign.KeyRing;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.Verifier;

/// The gate for events that this server has not made itself: form, signatures, hash, in this order.
///
/// Every way in goes through it, because each way that once did not became a hole somewhere. The
/// whole event is looked at and not its content alone: a depth no server can write again has taken
/// rooms down.
///
/// spec: server-server-api#checks-performed-on-receipt-of-a-pdu
final class PduCheck {
  private PduCheck() {}

  /// What is to be made of a received event. Its `unsigned` is thrown away: anybody may have
  /// written it.
  static Arrival check(JsonObject received, RoomVersion version, KeyRing keys, Verifier verifier) {
    JsonObject json = received.without("unsigned");
    Optional<String> fault = PduForm.fault(json, version);
    if (fault.isPresent()) return new Arrival.Dropped(fault.get());
    try {
      if (version.canonical(json).length > JsonLimits.EVENT.bytesMax()) {
        return new Arrival.Dropped("more than 65,536 bytes");
      }
    } catch (JsonRefused notCanonical) {
      return new Arrival.Dropped("no canonical form: " + notCanonical.getMessage());
    }
    JsonObject redacted = Redaction.redact(json, version);
    if (!signed(redacted, version, keys, verifier))
      return new Arrival.Dropped("a signature is missing");
    return ContentHash.matches(json)
        ? new Arrival.Intact(Pdu.of(json, version))
        : new Arrival.Pruned(Pdu.of(redacted, version));
  }

  /// Whether all servers have signed that have to.
  ///
  /// spec: server-server-api#validating-hashes-and-signatures-on-received-events
  private static boolean signed(
      JsonObject redacted, RoomVersion version, KeyRing keys, Verifier verifier) {
    long at =
        version.keysExpire() ? redacted.integer("origin_server_ts").orElse(0) : KeyRing.ANY_TIME;
    return signers(redacted, version)
        .allMatch(server -> Signatures.valid(redacted, server, at, keys, verifier));
  }

  /// The sender's server; where events are named by servers the one that named it; and the one that
  /// let a restricted join through.
  private static Stream<ServerName> signers(JsonObject event, RoomVersion version) {
    ServerName sender = new UserId(event.string("sender").orElse("")).server();
    Optional<ServerName> naming =
        version.eventIdsWritten()
            ? event.string("event_id").flatMap(id -> new EventId(id).server())
            : Optional.empty();
    Optional<ServerName> authorising =
        event.string("type").equals(Optional.of(EventType.MEMBER))
            ? event.object("content").flatMap(it -> Pdu.authorisingServer(version, it))
            : Optional.empty();
    return Stream.of(Optional.of(sender), naming, authorising).flatMap(Optional::stream).distinct();
  }
}
