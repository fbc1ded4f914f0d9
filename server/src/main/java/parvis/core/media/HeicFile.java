package parvis.core.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A photograph as telephones keep it (HEIC: ISO/IEC 23008-12), as far as it can be judged without
/// decoding a pixel: what it is, by its bytes and never by its name, and how large its picture is.
final class HeicFile {
  /// Bytes at the beginning in which a file says what it is and what it holds.
  static final int HEAD_BYTES_MAX = 1 << 20;

  /// Brands whose pictures are HEVC, as telephones write them.
  private static final Set<String> BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs");

  /// Brands that do not say how the picture is coded.
  private static final Set<String> GENERAL = Set.of("mif1", "msf1");

  /// Boxes of one level that are looked at.
  private static final int BOXES_MAX = 4_096;

  private static final int HEADER_BYTES = 8;
  private static final int VERSION_BYTES = 4;
  private static final int WORD_BYTES = 4;

  private final ByteBuffer head;

  /// @param head the file, or its first bytes
  HeicFile(byte[] head) {
    this.head = ByteBuffer.wrap(head);
  }

  /// Whether it says so: AVIF, which browsers can show, is none.
  boolean isOne() {
    if (head.limit() < 2 * HEADER_BYTES || !word(head, WORD_BYTES).equals("ftyp")) return false;
    String brand = word(head, HEADER_BYTES);
    return BRANDS.contains(brand) || GENERAL.contains(brand);
  }

  /// The pixels of the largest picture it says to hold; 0 when it says nothing that can be read.
  long pixels() {
    try {
      ByteBuffer meta = box(head, "meta");
      meta.position(VERSION_BYTES);
      return largest(box(box(meta.slice(), "iprp"), "ipco"));
    } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
      return 0;
    }
  }

  private static long largest(ByteBuffer properties) {
    long most = 0;
    int at = 0;
    for (int i = 0; i < BOXES_MAX && at + HEADER_BYTES <= properties.limit(); i++) {
      int size = size(properties, at);
      if (word(properties, at + WORD_BYTES).equals("ispe")) {
        int sides = at + HEADER_BYTES + VERSION_BYTES;
        long width = properties.getInt(sides) & 0xffff_ffffL;
        long height = properties.getInt(sides + WORD_BYTES) & 0xffff_ffffL;
        most = Math.max(most, height == 0 ? 0 : saturated(width, height));
      }
      at += size;
    }
    return most;
  }

  private static long saturated(long width, long height) {
    return width > Long.MAX_VALUE / height ? Long.MAX_VALUE : width * height;
  }

  /// What the first box of that name holds; nothing when there is none.
  private static ByteBuffer box(ByteBuffer in, String name) {
    int at = 0;
    for (int i = 0; i < BOXES_MAX && at + HEADER_BYTES <= in.limit(); i++) {
      int size = size(in, at);
      if (word(in, at + WORD_BYTES).equals(name)) {
        int end = Math.min(in.limit(), at + size);
        return in.slice(at + HEADER_BYTES, end - at - HEADER_BYTES);
      }
      at += size;
    }
    return ByteBuffer.allocate(VERSION_BYTES);
  }

  /// The whole of a box; those of more than 2 GiB and those without an end are read no further.
  private static int size(ByteBuffer in, int at) {
    int size = in.getInt(at);
    if (size < HEADER_BYTES || size > Integer.MAX_VALUE - at) {
      throw new IllegalArgumentException("a box of " + size + " bytes");
    }
    return size;
  }

  private static String word(ByteBuffer in, int at) {
    byte[] word = new byte[WORD_BYTES];
    in.get(at, word);
    return new String(word, StandardCharsets.ISO_8859_1);
  }
}
