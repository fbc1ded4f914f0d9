package parvis.platform.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `Range` header asks of so many bytes.
///
/// spec: RFC 9110 section 14.2; what is malformed counts as not asked.
sealed interface ByteRange {
  /// Everything.
  record Whole() implements ByteRange {}

  /// `count` bytes from `from` on.
  record Part(long from, long count) implements ByteRange {}

  /// Bytes that are not there.
  record Outside() implements ByteRange {}

  Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  static ByteRange of(String header, long length) {
    Matcher matcher = ONE.matcher(header.strip());
    if (!matcher.matches()) {
      return new Whole();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), length);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? length - 1 : Math.min(Long.parseLong(last), length - 1);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return new Whole();
    }
    return from >= length ? new Outside() : new Part(from, to - from + 1);
  }

  private static ByteRange suffix(long count, long length) {
    if (count == 0 || length == 0) {
      return new Outside();
    }
    long given = Math.min(count, length);
    return new Part(length - given, given);
  }
}
