package parvis.core.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// How often a JPEG goes over its picture.
///
/// Each scan costs the decoder a walk over all pixels, and a few bytes are a scan: a small file may
/// hold the decoder for hours. It is walked through as decoders do it, which skip what is no
/// marker, so that they find no scan that was not counted.
final class Scans {
  /// Cameras and programs make about ten.
  static final int MAX = 100;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int STUFFED = 0x00;
  private static final int ALONE = 0x01;
  private static final int RESTART_FIRST = 0xd0;
  private static final int BEGIN = 0xd8;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;

  private Scans() {}

  /// Whether there are more than [#MAX].
  static boolean tooMany(Path jpeg) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(jpeg), BUFFER_BYTES)) {
      int scans = 0;
      for (int marker = next(in); marker >= 0 && marker != END; marker = next(in)) {
        if (marker == SCAN && ++scans > MAX) {
          return true;
        }
        if (marker != ALONE && (marker < RESTART_FIRST || marker > BEGIN)) {
          in.skipNBytes(Math.max(0, length(in) - 2));
        }
      }
      return false;
    }
  }

  /// The next marker, or -1 at the end.
  private static int next(InputStream in) throws IOException {
    while (true) {
      int at = in.read();
      while (at >= 0 && at != 0xff) {
        at = in.read();
      }
      while (at == 0xff) {
        at = in.read();
      }
      if (at != STUFFED) {
        return at;
      }
    }
  }

  private static int length(InputStream in) throws IOException {
    int high = in.read();
    return high << 8 | in.read();
  }
}
