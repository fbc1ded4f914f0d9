package parvis.core.rooms;

import java.util.Locale;

/// How a room stands to people from outside, by its access rules.
public enum ForExternals {
  /// The room has no access rules: whoever may invite invites anybody.
  FREE,
  /// It keeps them out, and may be opened to them.
  REFUSED,
  /// It was opened to them: they come by invitation.
  ADMITTED,
  /// It was opened to them once, and admits none any more.
  CLOSED,
  /// It is of two people, or for agents alone, and stays so.
  NEVER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
