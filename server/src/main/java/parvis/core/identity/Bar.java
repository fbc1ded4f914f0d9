package parvis.core.identity;

import parvis.base.Refused;
import parvis.platform.http.Route;

/// What administrators keep an account from.
/// spec: cs-api#account-locking, cs-api#account-suspension
enum Bar {
  NONE,
  /// They read, set up their devices and go, and write nothing that others see.
  SUSPENDED,
  /// They sign out, and nothing else.
  LOCKED;

  static Bar of(boolean locked, boolean suspended) {
    return locked ? LOCKED : suspended ? SUSPENDED : NONE;
  }

  /// @throws Refused when an account under this bar may not do that
  void check(Route.Deed deed) {
    boolean fine =
        switch (this) {
          case NONE -> true;
          case SUSPENDED -> deed != Route.Deed.WRITE;
          case LOCKED -> deed == Route.Deed.SIGN_OUT;
        };
    if (!fine) refuse();
  }

  /// Refuses whatever others see.
  void refuse() {
    switch (this) {
      case NONE -> {}
      case SUSPENDED -> throw Refused.userSuspended();
      case LOCKED -> throw Refused.userLocked();
    }
  }
}
