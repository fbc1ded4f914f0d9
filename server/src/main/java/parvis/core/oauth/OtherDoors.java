package parvis.core.oauth;

import java.util.Optional;

/// Others who sign people in on pages of their own, by the names that clients are told.
@FunctionalInterface
public interface OtherDoors {
  /// Where a browser is sent to be signed in by one of them, and then to a page of ours.
  ///
  /// @param host that was asked
  /// @param then a path of the web client
  /// @return empty when nobody of this name does
  Optional<String> address(String host, String id, String then);
}
