package parvis.platform.config;

/// Whom a search for people finds.
public enum PeopleSearch {
  /// Everyone who has an account.
  EVERYONE,
  /// Those in rooms that are open to all, and in rooms one shares with them.
  ACQUAINTANCES
}
