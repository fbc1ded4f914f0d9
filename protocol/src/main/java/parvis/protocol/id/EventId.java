package parvis.protocol.id;

import java.util.Optional;

/// The id of an event: `$hash`; in room versions 1 and 2 `$opaque:server`.
///
/// spec: appendices#event-ids
public record EventId(String value) {
  public static Optional<EventId> parse(String text) {
    return Grammar.sigil(text, '$') && text.length() > 1
        ? Optional.of(new EventId(text))
        : Optional.empty();
  }

  /// The server in the id; only ids of room versions 1 and 2 name one.
  ///
  /// spec: rooms/v1#event-ids
  public Optional<ServerName> server() {
    int colon = value.indexOf(':');
    return colon < 0 ? Optional.empty() : ServerName.parse(value.substring(colon + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
