package parvis.protocol.id;

import java.util.Optional;

/// A name people give a room: `#alias:server`.
///
/// spec: appendices#room-aliases
public record RoomAlias(String value) {
  public static Optional<RoomAlias> parse(String text) {
    if (!Grammar.sigil(text, '#')) return Optional.empty();
    int colon = text.indexOf(':');
    boolean valid = colon >= 1 && ServerName.valid(text, colon + 1);
    return valid ? Optional.of(new RoomAlias(text)) : Optional.empty();
  }

  public static Optional<RoomAlias> of(String localpart, ServerName server) {
    return localpart.indexOf(':') >= 0
        ? Optional.empty()
        : parse("#" + localpart + ":" + server.value());
  }

  public String localpart() {
    return value.substring(1, value.indexOf(':'));
  }

  public ServerName server() {
    return new ServerName(value.substring(value.indexOf(':') + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
