package parvis.protocol.json;

/// A JSON number without fraction that fits 64 bits. Only those within ±(2^53−1) have a canonical
/// form.
public record JsonInteger(long value) implements JsonValue {
  /// The largest magnitude canonical JSON allows.
  ///
  /// spec: appendices#canonical-json
  public static final long CANONICAL_MAX = (1L << 53) - 1;

  /// Whether canonical JSON allows this number.
  public boolean canonical() {
    return value >= -CANONICAL_MAX && value <= CANONICAL_MAX;
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
