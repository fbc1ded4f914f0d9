package parvis.core.oauth;

import java.net.URI;

/// What an application asks of the person whose browser it sent here.
sealed interface Request {
  Application application();

  /// Where the browser goes when the person wants nothing of it.
  URI refusal();

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
