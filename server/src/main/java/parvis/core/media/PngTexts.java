package parvis.core.media;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// The compressed texts in a PNG, which its decoder unfolds in memory without a bound where it
/// cannot pass over them: in pictures with a palette.
final class PngTexts {
  /// Bytes of one text as it is stored; unfolded it has at most a thousand times as many.
  static final int BYTES_MAX = 16 * 1024;

  private static final int SIGNATURE_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;
  private static final int NAME_BYTES = 4;
  private static final int COLOUR_TYPE_AT = 9;
  private static final int PALETTE = 3;
  private static final Set<String> COMPRESSED = Set.of("zTXt", "iTXt");

  private PngTexts() {}

  static boolean tooLong(Path png) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(png)))) {
      in.skipNBytes(SIGNATURE_BYTES);
      while (true) {
        long length = Integer.toUnsignedLong(in.readInt());
        String name = new String(in.readNBytes(NAME_BYTES), StandardCharsets.ISO_8859_1);
        if (name.equals("IDAT") || (COMPRESSED.contains(name) && length > BYTES_MAX)) {
          return !name.equals("IDAT");
        }
        if (name.equals("IHDR")) {
          in.skipNBytes(COLOUR_TYPE_AT);
          if (in.readUnsignedByte() != PALETTE) {
            return false;
          }
          length -= COLOUR_TYPE_AT + 1;
        }
        in.skipNBytes(Math.max(0, length) + CHECKSUM_BYTES);
      }
    } catch (EOFException end) {
      return false;
    }
  }
}
