package parvis.core.identity;

import parvis.base.Refused;
import parvis.platform.http.Route;

/// What an account is kept from, by administrators or because its time is over.
/// spec: cs-api#account-locking, cs-api#account-suspension
enum Bar {
  NONE,
  /// They read, set up their devices and go, and write nothing that others see.
  SUSPENDED,
  /// Its time is over: they sign out, and nothing else.
  EXPIRED,
  /// They sign out, and nothing else.
  LOCKED;

  static Bar of(boolean locked, boolean expired, boolean suspended) {
    return locked ? LOCKED : expired ? EXPIRED : suspended ? SUSPENDED : NONE;
  }

  /// Whether nothing more may be answered to them.
  boolean shuts() {
    return this == LOCKED || this == EXPIRED;
  }

  /// @throws Refused when an account under this bar may not do that
  void check(Route.Deed deed) {
    boolean fine =
        switch (this) {
          case NONE -> true;
          case SUSPENDED -> deed != Route.Deed.WRITE;
          case LOCKED, EXPIRED -> deed == Route.Deed.SIGN_OUT;
        };
    if (!fine) refuse();
  }

  /// Refuses whatever others see.
  void refuse() {
    switch (this) {
      case NONE -> {}
      case SUSPENDED -> throw Refused.userSuspended();
      case EXPIRED -> throw Refused.accountExpired();
      case LOCKED -> throw Refused.userLocked();
    }
  }
}
