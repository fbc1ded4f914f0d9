package parvis.platform.egress;

import java.net.InetAddress;
import java.util.Optional;

/// The addresses that begin with the same bits, such as `10.1.0.0/16`.
record Network(InetAddress base, int bits) {

  /// Reads `address/bits`, or one address; names are none.
  static Optional<Network> parse(String text) {
    var parts = text.split("/", 2);
    try {
      var base = InetAddress.ofLiteral(parts[0]);
      int all = base.getAddress().length * Byte.SIZE;
      int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
      return bits >= 0 && bits <= all ? Optional.of(new Network(base, bits)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  boolean has(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] its = address.getAddress();
    if (mine.length != its.length) return false;
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) if (mine[i] != its[i]) return false;
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((mine[whole] ^ its[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }
}
