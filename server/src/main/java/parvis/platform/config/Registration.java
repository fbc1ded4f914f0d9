package parvis.platform.config;

/// Who may make an account.
public enum Registration {
  /// Nobody but who an administrator makes one for.
  CLOSED,
  /// Whoever holds an invitation link of an administrator.
  INVITATION,
  /// Whoever knows a registration token.
  TOKEN,
  /// Anyone who reaches the server.
  OPEN
}
