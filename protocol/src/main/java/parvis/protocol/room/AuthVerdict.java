package parvis.protocol.room;

/// What the rules of a room say to an event.
public sealed interface AuthVerdict {
  record Allowed() implements AuthVerdict {}

  /// The event may not stand.
  ///
  /// @param reason a sentence for people and logs
  record Denied(String reason) implements AuthVerdict {}

  static AuthVerdict allow() {
    return new Allowed();
  }

  static AuthVerdict denied(String reason) {
    return new Denied(reason);
  }

  /// Allowed if the condition holds, otherwise denied for this reason.
  static AuthVerdict when(boolean condition, String reason) {
    return condition ? new Allowed() : new Denied(reason);
  }

  default boolean allowed() {
    return this instanceof Allowed;
  }
}
