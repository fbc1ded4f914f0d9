package parvis.core.identity;

import java.util.Optional;
import parvis.protocol.id.UserId;

/// An account to be made. Without a password nobody signs in to it by name.
public record NewAccount(
    UserId user,
    Optional<String> password,
    boolean admin,
    Optional<String> displayName,
    boolean guest) {
  /// One that is nobody's for a while only.
  public NewAccount(
      UserId user, Optional<String> password, boolean admin, Optional<String> displayName) {
    this(user, password, admin, displayName, false);
  }

  static NewAccount guest(UserId user) {
    return new NewAccount(user, Optional.empty(), false, Optional.empty(), true);
  }

  public static NewAccount person(UserId user, String password, String displayName) {
    return new NewAccount(user, Optional.of(password), false, Optional.of(displayName));
  }
}
