package parvis.protocol.sign;

import java.util.Optional;
import parvis.protocol.id.KeyId;
import parvis.protocol.id.ServerName;

/// The public keys of servers, as far as they are known.
@FunctionalInterface
public interface KeyRing {
  /// A time at which every key a server ever published is valid.
  long ANY_TIME = Long.MIN_VALUE;

  /// The public key that this server used under this name at this time (milliseconds since 1970). A
  /// key past its `valid_until_ts` at that time is not the one.
  ///
  /// @param at or `ANY_TIME`, for rooms in which keys do not expire
  ///
  /// spec: rooms/v5#signing-key-validity-period
  Optional<byte[]> find(ServerName server, KeyId key, long at);
}
