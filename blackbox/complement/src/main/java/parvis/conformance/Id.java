package parvis.conformance;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The id of a network, a container or an image, as Docker makes them.
record Id(String text) {
  private static final int BYTES = 32;
  private static final int BRIEF = 12;

  static Id random(RandomGenerator chance) {
    var bytes = new byte[BYTES];
    chance.nextBytes(bytes);
    return new Id(HexFormat.of().formatHex(bytes));
  }

  /// Enough of it to tell things of one run apart.
  String brief() {
    return text.substring(0, BRIEF);
  }
}
