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

  @Override
  public String toString() {
    return value;
  }
}
