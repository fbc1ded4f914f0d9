package parvis.protocol.json;

/// JSON `null`.
public enum JsonNull implements JsonValue {
  NULL;

  @Override
  public String toString() {
    return "null";
  }
}
