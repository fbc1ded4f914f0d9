package parvis.core.media;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// A JPEG without what cameras write beside the picture: where it was taken, when, and with what.
///
/// Its colours (ICC) and what decoders need stay. Which way up it was held goes as well, so it is
/// for pictures that are upright already.
final class JpegParts {
  private static final int MARK = 0xff;
  private static final int BEGIN = 0xd8;
  private static final int SCAN = 0xda;
  private static final int JFIF = 0xe0;
  private static final int COLOURS = 0xe2;
  private static final int ADOBE = 0xee;
  private static final int LAST_APPLICATION = 0xef;
  private static final int COMMENT = 0xfe;
  private static final int HEADER_BYTES = 4;
  private static final String COLOURS_NAME = "ICC_PROFILE\0";

  private JpegParts() {}

  /// Empty when it is no JPEG whose parts can be told from each other.
  static Optional<byte[]> pictureAlone(byte[] jpeg) {
    if (jpeg.length < HEADER_BYTES || at(jpeg, 0) != MARK || at(jpeg, 1) != BEGIN) {
      return Optional.empty();
    }
    var kept = new ByteArrayOutputStream(jpeg.length);
    kept.write(jpeg, 0, 2);
    int at = 2;
    while (at + HEADER_BYTES <= jpeg.length && at(jpeg, at) == MARK) {
      int marker = at(jpeg, at + 1);
      if (marker == SCAN) {
        kept.write(jpeg, at, jpeg.length - at);
        return Optional.of(kept.toByteArray());
      }
      int end = at + 2 + (at(jpeg, at + 2) << 8 | at(jpeg, at + 3));
      if (end < at + HEADER_BYTES || end > jpeg.length) return Optional.empty();
      if (isOfThePicture(jpeg, at, marker)) kept.write(jpeg, at, end - at);
      at = end;
    }
    return Optional.empty();
  }

  private static boolean isOfThePicture(byte[] jpeg, int at, int marker) {
    if (marker == COMMENT) return false;
    if (marker < JFIF || marker > LAST_APPLICATION) return true;
    return switch (marker) {
      case JFIF, ADOBE -> true;
      case COLOURS -> isNamed(jpeg, at + HEADER_BYTES, COLOURS_NAME);
      default -> false;
    };
  }

  private static boolean isNamed(byte[] jpeg, int from, String name) {
    if (from + name.length() > jpeg.length) return false;
    for (int i = 0; i < name.length(); i++) {
      if (at(jpeg, from + i) != name.charAt(i)) return false;
    }
    return true;
  }

  private static int at(byte[] jpeg, int i) {
    return jpeg[i] & 0xff;
  }
}
