package parvis.protocol.json;

/// The refusal of bytes or values that are not the JSON asked for. It carries no stack: refusing is
/// ordinary work.
public final class JsonRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What was wrong.
  public enum Kind {
    /// Not JSON at all, not UTF-8, or half of a surrogate pair.
    NOT_JSON,
    DUPLICATE_KEY,
    TOO_DEEP,
    /// JSON that has no canonical form: fractions, exponents, numbers beyond ±(2^53−1), negative
    /// zero.
    NOT_CANONICAL,
    TOO_LARGE
  }

  private final Kind kind;
  private final int offset;

  JsonRefused(Kind kind, String reason, int offset) {
    super(offset < 0 ? reason : reason + " at byte " + offset, null, false, false);
    this.kind = kind;
    this.offset = offset;
  }

  /// The refusal of a value whose bytes would be too many.
  public static JsonRefused tooLarge(String reason) {
    return new JsonRefused(Kind.TOO_LARGE, reason, -1);
  }

  public Kind kind() {
    return kind;
  }

  /// The byte at which reading stopped; −1 when a value and not bytes was refused.
  public int offset() {
    return offset;
  }
}
