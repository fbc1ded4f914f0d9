package parvis.platform.config;

/// Who may look up people and the rooms that are open to all.
public enum Directory {
  /// Whoever is signed in.
  MEMBERS,
  /// Whoever reaches the server.
  EVERYONE
}
