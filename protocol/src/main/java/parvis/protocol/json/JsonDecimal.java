package parvis.protocol.json;

/// A JSON number that is no 64-bit integer, kept as it was written. Requests may hold some, events
/// only in rooms of before version 6.
public record JsonDecimal(String literal) implements JsonValue {
  @Override
  public String toString() {
    return literal;
  }
}
