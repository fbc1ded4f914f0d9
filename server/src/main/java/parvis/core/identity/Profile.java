package parvis.core.identity;

import java.util.Optional;

/// The name and picture that rooms show of somebody.
public record Profile(Optional<String> displayName, Optional<String> avatarUrl) {
  public static final Profile EMPTY = new Profile(Optional.empty(), Optional.empty());
}
