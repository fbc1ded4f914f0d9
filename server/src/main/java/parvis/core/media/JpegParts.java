package parvis.core.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A JPEG without what cameras write beside the picture: where it was taken, when, and with what.
///
/// Its colours (ICC) and what decoders need stay. Which way up it was held goes as well, so it is
/// for pictures that are upright already. It goes by, part by part, and is never held whole.
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
  private static final int LENGTH_BYTES = 2;
  private static final String COLOURS_NAME = "ICC_PROFILE\0";

  private JpegParts() {}

  /// False when it is no JPEG whose parts can be told from each other.
  static boolean pictureAlone(InputStream jpeg, OutputStream kept) throws IOException {
    byte[] begin = jpeg.readNBytes(2);
    if (begin.length < 2 || at(begin, 0) != MARK || at(begin, 1) != BEGIN) return false;
    kept.write(begin);
    byte[] header = jpeg.readNBytes(HEADER_BYTES);
    while (header.length == HEADER_BYTES && at(header, 0) == MARK) {
      int marker = at(header, 1);
      if (marker == SCAN) {
        kept.write(header);
        jpeg.transferTo(kept);
        return true;
      }
      int length = (at(header, 2) << 8 | at(header, 3)) - LENGTH_BYTES;
      if (length < 0) return false;
      byte[] part = jpeg.readNBytes(length);
      if (part.length < length) return false;
      if (isOfThePicture(marker, part)) {
        kept.write(header);
        kept.write(part);
      }
      header = jpeg.readNBytes(HEADER_BYTES);
    }
    return false;
  }

  private static boolean isOfThePicture(int marker, byte[] part) {
    if (marker == COMMENT) return false;
    if (marker < JFIF || marker > LAST_APPLICATION) return true;
    return switch (marker) {
      case JFIF, ADOBE -> true;
      case COLOURS -> isNamed(part, COLOURS_NAME);
      default -> false;
    };
  }

  private static boolean isNamed(byte[] part, String name) {
    if (part.length < name.length()) return false;
    for (int i = 0; i < name.length(); i++) {
      if (at(part, i) != name.charAt(i)) return false;
    }
    return true;
  }

  private static int at(byte[] bytes, int i) {
    return bytes[i] & 0xff;
  }
}
