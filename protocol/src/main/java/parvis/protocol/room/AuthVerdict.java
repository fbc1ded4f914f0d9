package parvis.protocol.room;

/// What the rules of a room say to an event.
public sealed interface AuthVerdict {
  AuthVerdict ALLOWED = new Allowed();

  record Allowed() implements AuthVerdict {}

  /// @param reason a sentence for people and logs
  record Denied(String reason) implements AuthVerdict {}

  static AuthVerdict denied(String reason) {
    return new Denied(reason);
  }

  /// Allowed if the condition holds, otherwise denied for this reason.
  static AuthVerdict when(boolean condition, String reason) {
    return condition ? ALLOWED : new Denied(reason);
  }

  default boolean allowed() {
    return this instanceof Allowed;
  }
}
