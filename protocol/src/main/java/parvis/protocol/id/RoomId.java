package parvis.protocol.id;

import java.util.Optional;

/// The id of a room: `!opaque:server`, or from room version 12 on the hash of its create event,
/// `!hash`.
///
/// spec: appendices#room-ids
public record RoomId(String value) {
  public static Optional<RoomId> parse(String text) {
    if (!Grammar.sigil(text, '!') || text.length() < 2) return Optional.empty();
    int colon = text.indexOf(':');
    boolean valid = colon < 0 || ServerName.valid(text, colon + 1);
    return valid ? Optional.of(new RoomId(text)) : Optional.empty();
  }

  /// The room whose create event has this id.
  ///
  /// spec: rooms/v12#room-ids
  public static RoomId ofCreate(EventId create) {
    return new RoomId("!" + create.value().substring(1));
  }

  /// The server in the id; ids of version 12 name none.
  public Optional<ServerName> server() {
    int colon = value.indexOf(':');
    return colon < 0 ? Optional.empty() : ServerName.parse(value.substring(colon + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
