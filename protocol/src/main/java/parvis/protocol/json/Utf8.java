package parvis.protocol.json;

/// The well-formed byte sequences of UTF-8.
///
/// spec: Unicode 16, table 3-7
final class Utf8 {
  private static final int MALFORMED = -1;

  private Utf8() {}

  /// The length of the character of two to four bytes that begins at `at`; negative when it is
  /// malformed.
  static int length(byte[] in, int at) {
    int first = in[at] & 0xFF;
    int second = at + 1 < in.length ? in[at + 1] & 0xFF : 0;
    if (first >= 0xC2 && first <= 0xDF) return follows(second) ? 2 : MALFORMED;
    if (at + 2 >= in.length || !follows(in[at + 2] & 0xFF)) return MALFORMED;
    if (first >= 0xE0 && first <= 0xEF) {
      int least = first == 0xE0 ? 0xA0 : 0x80;
      int most = first == 0xED ? 0x9F : 0xBF; // surrogates have no UTF-8
      return second >= least && second <= most ? 3 : MALFORMED;
    }
    if (at + 3 >= in.length || !follows(in[at + 3] & 0xFF)) return MALFORMED;
    if (first >= 0xF0 && first <= 0xF4) {
      int least = first == 0xF0 ? 0x90 : 0x80;
      int most = first == 0xF4 ? 0x8F : 0xBF;
      return second >= least && second <= most ? 4 : MALFORMED;
    }
    return MALFORMED;
  }

  private static boolean follows(int b) {
    return (b & 0xC0) == 0x80;
  }
}
