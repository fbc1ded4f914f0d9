package parvis.platform.http;

import parvis.base.Actor;

/// Turns an access token into the one who acts, or throws `Refused.unknownToken`.
@FunctionalInterface
public interface Authenticator {
  Actor authenticate(String token, Call call);
}
