package parvis.platform.http;

import parvis.base.Actor;

/// Turns an access token into the one who acts, or throws `Refused.unknownToken`.
@FunctionalInterface
public interface Authenticator {
  Actor authenticate(String token, Call call);

  /// Whether what is asked with this token is not counted, on routes that need none.
  default boolean isUncounted(String token) {
    return false;
  }
}
