package parvis.platform.http;

/// Who may call a route at all.
enum Access {
  /// Whoever shows a valid access token.
  USER,
  /// Anyone; a token that is shown must be valid.
  OPTIONAL,
  /// Anyone; a token is not looked at.
  OPEN
}
