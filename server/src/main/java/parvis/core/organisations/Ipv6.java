package parvis.core.organisations;

import java.net.InetAddress;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Addresses of version 6 in their one short form, as people read and compare them; those of
/// version 4 are short already.
///
/// spec: RFC 5952, 4
final class Ipv6 {
  private static final int GROUPS = 8;

  private Ipv6() {}

  static String shortened(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      var parsed = InetAddress.ofLiteral(address);
      var bytes = parsed.getAddress();
      return bytes.length == 2 * GROUPS ? written(groups(bytes)) : parsed.getHostAddress();
    } catch (IllegalArgumentException none) {
      return address;
    }
  }

  private static int[] groups(byte[] bytes) {
    return IntStream.range(0, GROUPS)
        .map(i -> Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]))
        .toArray();
  }

  /// The longest run of zeros, of two groups at least and the first of those, is left out.
  private static String written(int... groups) {
    int from = 0;
    int longest = 1;
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && groups[end] == 0) end++;
      if (end - start > longest) {
        longest = end - start;
        from = start;
      }
    }
    return longest == 1
        ? hex(groups, 0, GROUPS)
        : hex(groups, 0, from) + "::" + hex(groups, from + longest, GROUPS);
  }

  private static String hex(int[] groups, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Integer.toHexString(groups[i]))
        .collect(Collectors.joining(":"));
  }
}
