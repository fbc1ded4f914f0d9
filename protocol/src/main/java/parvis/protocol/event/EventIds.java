package parvis.protocol.event;

import java.util.Optional;
import parvis.protocol.id.EventId;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.ReferenceHash;
import parvis.protocol.sign.Signatures;

/// Where the ids of events come from, and with them how events refer to each other.
enum EventIds {
  /// The server that makes an event names it; the name is a part of the event, and whoever refers
  /// to it adds its hash.
  ///
  /// spec: rooms/v1#event-ids
  CHOSEN {
    @Override
    Optional<EventId> choose(byte[] nameless, ServerName origin) {
      String opaque = ReferenceHash.urlSafeOfCanonical(nameless);
      return Optional.of(new EventId("$" + opaque + ":" + origin.value()));
    }

    @Override
    EventId of(JsonObject redacted) {
      return redacted
          .string("event_id")
          .map(EventId::new)
          .orElseThrow(() -> new IllegalArgumentException("an event without event_id"));
    }

    @Override
    EventId ofSigned(byte[] signedForm) {
      throw new IllegalStateException("an event whose id was chosen");
    }

    @Override
    EventReference reference(Pdu event) {
      byte[] redacted = Signatures.signedForm(Redaction.redact(event.json(), event.version()));
      return new EventReference(event.eventId(), Optional.of(ReferenceHash.ofCanonical(redacted)));
    }
  },

  /// The hash of an event is its id.
  ///
  /// spec: rooms/v3#event-ids
  HASH {
    @Override
    EventId ofSigned(byte[] signedForm) {
      return new EventId("$" + ReferenceHash.ofCanonical(signedForm));
    }
  },

  /// spec: rooms/v4#event-ids
  URL_SAFE_HASH {
    @Override
    EventId ofSigned(byte[] signedForm) {
      return new EventId("$" + ReferenceHash.urlSafeOfCanonical(signedForm));
    }
  };

  /// The id that a new event gets from its server, which is the same for the same event and so
  /// needs no chance; empty where none is chosen.
  ///
  /// @param nameless the canonical form of the event as long as it has no id
  Optional<EventId> choose(byte[] nameless, ServerName origin) {
    return Optional.empty();
  }

  /// The id of an event whose redacted form is this.
  EventId of(JsonObject redacted) {
    return ofSigned(Signatures.signedForm(redacted));
  }

  /// The id of an event whose signature covers these bytes.
  abstract EventId ofSigned(byte[] signedForm);

  /// How later events refer to an event.
  EventReference reference(Pdu event) {
    return new EventReference(event.eventId(), Optional.empty());
  }
}
