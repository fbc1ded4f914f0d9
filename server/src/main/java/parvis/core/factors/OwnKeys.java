package parvis.core.factors;

import java.util.function.ObjLongConsumer;
import parvis.base.Refused;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;

/// Passkeys of who comes in by one alone: they are made before there is an account whose they are,
/// or before its owner is let in, in a browser that has shown already what it may do.
public final class OwnKeys {
  private final Passkeys passkeys;

  OwnKeys(Passkeys passkeys) {
    this.passkeys = passkeys;
  }

  /// What a browser makes a passkey of.
  ///
  /// @param secret of the browser
  /// @param name what its person is called
  public JsonObject options(String secret, String name) {
    return passkeys.options(name, secret);
  }

  /// A passkey that a browser has made, to be kept for an account, by nid, with what makes it.
  ///
  /// @param name what its person calls it
  /// @throws Refused notFound when one begins anew, forbidden when it was made for elsewhere
  public ObjLongConsumer<Tx> made(String secret, String name, JsonObject credential) {
    var key = passkeys.made(secret, name, credential);
    return (tx, user) -> {
      if (PasskeyStore.find(tx, key.credential()).isPresent()) {
        throw Refused.conflict("This passkey is known already");
      }
      PasskeyStore.add(tx, key.of(user));
    };
  }
}
