package parvis.core.factors;

/// What happened to somebody's second factors.
enum Change {
  TOTP_ADDED,
  TOTP_REMOVED,
  PASSKEY_ADDED,
  PASSKEY_REMOVED,
  CODES_RENEWED,
  REMOVED_BY_OTHERS
}
