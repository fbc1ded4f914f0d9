package parvis.core.media;

import java.io.File;
import java.io.IOException;
import java.util.function.LongSupplier;
import javax.imageio.stream.FileImageInputStream;

/// A file that gives nothing more when its time is over: decoders take what they decode from it in
/// small pieces, so that each of them ends soon after.
final class TimedInput extends FileImageInputStream {
  private final LongSupplier nanos;
  private final long end;

  /// @param nanos a clock that only goes forward
  TimedInput(File file, long timeMaxNanos, LongSupplier nanos) throws IOException {
    super(file);
    this.nanos = nanos;
    this.end = nanos.getAsLong() + timeMaxNanos;
  }

  @Override
  public int read() throws IOException {
    check();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    check();
    return super.read(bytes, offset, length);
  }

  private void check() throws IOException {
    if (nanos.getAsLong() - end >= 0) {
      throw new IOException("this picture takes too long");
    }
  }
}
