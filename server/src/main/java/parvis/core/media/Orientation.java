package parvis.core.media;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which way up a photograph was taken, as cameras write it into a JPEG's EXIF block.
final class Orientation {
  static final int UPRIGHT = 1;

  /// Bytes at the beginning of a file in which the EXIF block is looked for.
  private static final int HEAD_BYTES = 128 * 1024;

  private static final int TAG = 0x0112;
  private static final int EXIF_HEADER_BYTES = 6;
  private static final int ENTRY_BYTES = 12;
  private static final int ENTRIES_MAX = 512;

  private Orientation() {}

  /// A number from 1 to 8 in EXIF's counting; upright where the file says nothing that can be read.
  static int of(Path jpeg) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(jpeg)) {
      head = in.readNBytes(HEAD_BYTES);
    }
    try {
      return segments(ByteBuffer.wrap(head));
    } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
      return UPRIGHT;
    }
  }

  /// Walks the segments up to the picture's data.
  private static int segments(ByteBuffer jpeg) {
    int at = 2;
    while (at + 4 < jpeg.limit() && (jpeg.get(at) & 0xff) == 0xff) {
      int marker = jpeg.get(at + 1) & 0xff;
      int length = jpeg.getShort(at + 2) & 0xffff;
      boolean exif = marker == 0xe1 && length > 16 && jpeg.getInt(at + 4) == 0x45786966;
      if (exif) {
        return tiff(jpeg.slice(at + 4 + EXIF_HEADER_BYTES, length - 2 - EXIF_HEADER_BYTES));
      }
      if (marker == 0xda || length < 2) {
        return UPRIGHT;
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  private static int tiff(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = Math.min(tiff.getShort(directory) & 0xffff, ENTRIES_MAX);
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int value = tiff.getShort(entry + 8) & 0xffff;
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /// The picture as it was seen.
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    int w = image.getWidth();
    int h = image.getHeight();
    AffineTransform turn =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
          default -> new AffineTransform(0, -1, 1, 0, 0, w);
        };
    boolean sideways = orientation >= 5;
    BufferedImage turned =
        new BufferedImage(
            sideways ? h : w,
            sideways ? w : h,
            image.getColorModel().hasAlpha()
                ? BufferedImage.TYPE_INT_ARGB
                : BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = turned.createGraphics();
    brush.drawImage(image, turn, null);
    brush.dispose();
    return turned;
  }
}
