package parvis.core.identity;

import java.util.Set;
import parvis.base.Refused;

/// What administrators keep an account from.
/// spec: cs-api#account-locking, cs-api#account-suspension
enum Bar {
  NONE,
  /// They read, set up their devices and go, and write nothing that others see.
  SUSPENDED,
  /// They sign out, and nothing else.
  LOCKED;

  private static final String V3 = "/_matrix/client/v3";

  /// What somebody may do who is locked out.
  private static final Set<String> OUT = Set.of(V3 + "/logout", V3 + "/logout/all");

  /// What a suspended account may do beside reading.
  private static final Set<String> QUIET =
      Set.of(
          V3 + "/account/deactivate",
          V3 + "/account/password",
          V3 + "/delete_devices",
          V3 + "/devices/{deviceId}",
          V3 + "/keys/claim",
          V3 + "/keys/device_signing/upload",
          V3 + "/keys/query",
          V3 + "/keys/signatures/upload",
          V3 + "/keys/upload",
          V3 + "/presence/{userId}/status",
          V3 + "/pushers/set",
          V3 + "/rooms/{roomId}/forget",
          V3 + "/rooms/{roomId}/leave",
          V3 + "/rooms/{roomId}/read_markers",
          V3 + "/rooms/{roomId}/receipt/{receiptType}/{eventId}",
          V3 + "/search",
          V3 + "/sendToDevice/{eventType}/{txnId}",
          V3 + "/user/{userId}/account_data/{type}",
          V3 + "/user/{userId}/filter",
          V3 + "/user/{userId}/rooms/{roomId}/account_data/{type}",
          V3 + "/user_directory/search");

  private static final String KEYS = V3 + "/room_keys/";

  static Bar of(boolean locked, boolean suspended) {
    return locked ? LOCKED : suspended ? SUSPENDED : NONE;
  }

  /// @throws Refused when an account under this bar may not ask for that
  void check(String method, String path) {
    boolean fine =
        switch (this) {
          case NONE -> true;
          case SUSPENDED ->
              method.equals("GET")
                  || OUT.contains(path)
                  || QUIET.contains(path)
                  || path.startsWith(KEYS);
          case LOCKED -> OUT.contains(path);
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
