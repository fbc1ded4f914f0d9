package parvis.core.oauth;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// What an application asks of the person whose browser it sent here.
sealed interface Request {
  Application application();

  /// Where the browser goes when the person wants nothing of it.
  URI refusal();

  /// The host where the code goes, which is the one thing of the application that is proven; empty
  /// for programs on somebody's device, which may be anybody's.
  default Optional<String> home() {
    return Optional.ofNullable(refusal().getHost())
        .filter(_ -> !application().isNative())
        .map(host -> host.toLowerCase(Locale.ROOT));
  }

  /// Something that can be granted.
  ///
  /// @param challenge the hash of what the application will show to have asked by itself
  record Fit(
      Application application,
      URI redirect,
      AskedScope scope,
      String challenge,
      URI refusal,
      Return back)
      implements Request {}

  /// Something that cannot be granted, as the application is told.
  record Unfit(Application application, String error, URI refusal) implements Request {}

  /// The address by which a code is carried back.
  @FunctionalInterface
  interface Return {
    URI with(String code);
  }
}
