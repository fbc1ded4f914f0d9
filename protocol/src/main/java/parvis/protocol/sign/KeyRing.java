package parvis.protocol.sign;

import java.util.Optional;
import parvis.protocol.id.KeyId;
import parvis.protocol.id.ServerName;

/// The public keys of servers, as far as they are known.
@FunctionalInterface
public interface KeyRing {
  /// The public key that this server used under this name at this time (milliseconds since 1970). A
  /// key past its `valid_until_ts` at that time is not the one.
  ///
  /// spec: rooms/v5#signing-key-validity-period
  Optional<byte[]> find(ServerName server, KeyId key, long at);
}
