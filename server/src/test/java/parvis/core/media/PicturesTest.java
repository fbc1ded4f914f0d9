package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.base.Refused;

/// Pictures that cost more than they look.
class PicturesTest {
  private static final Thumbnails.Size SIZE = new Thumbnails.Size(32, 32, true);

  /// Much more than a heap of these tests holds.
  private static final long UNFOLDED_BYTES = 8_000_000_000L;

  @TempDir private Path folder;

  private static byte[] progressive() throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      var how = writer.getDefaultWriteParam();
      how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      var image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
      writer.write(null, new IIOImage(image, null, null), how);
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  /// The picture with its last scan said again and again.
  private static byte[] again(byte[] jpeg, int more) {
    int last = jpeg.length - 2;
    while ((jpeg[last] & 0xff) != 0xff || (jpeg[last + 1] & 0xff) != 0xda) last--;
    byte[] scan = Arrays.copyOfRange(jpeg, last, jpeg.length - 2);
    var bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < more; i++) bytes.writeBytes(scan);
    bytes.write(jpeg, jpeg.length - 2, 2);
    return bytes.toByteArray();
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("picture"), bytes);
  }

  @Test
  void a_jpeg_that_is_sharpened_in_steps_is_drawn() throws IOException {
    var small = Pictures.small(file(progressive()), SIZE, System::nanoTime);
    assertThat(ImageIO.read(new ByteArrayInputStream(small.bytes())).getWidth()).isEqualTo(32);
    assertThat(Pictures.small(file(again(progressive(), 20)), SIZE, System::nanoTime).bytes())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5_000})
  void one_of_more_steps_than_anybody_makes_is_not_decoded_at_all(int steps) throws IOException {
    var path = file(again(progressive(), steps));
    assertThat(Scans.tooMany(path)).isTrue();
    assertThatThrownBy(() -> Pictures.small(path, SIZE, System::nanoTime))
        .isInstanceOf(Refused.class);
  }

  @Test
  void the_scans_of_pictures_inside_a_picture_do_not_count() throws IOException {
    byte[] plain = progressive();
    byte[] inner = again(plain, 300);
    var bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, 2);
    for (int at = 0; at < inner.length; at += 60_000) {
      int length = Math.min(60_000, inner.length - at);
      bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe3});
      bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) (length + 2)).array());
      bytes.write(inner, at, length);
    }
    bytes.write(plain, 2, plain.length - 2);
    assertThat(Scans.tooMany(file(bytes.toByteArray()))).isFalse();
  }

  @Test
  void scans_are_found_as_decoders_find_them() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
    for (int i = 0; i <= Scans.MAX; i++) {
      bytes.writeBytes(new byte[] {7, (byte) 0xff, 0, (byte) 0xff, (byte) 0xd0, 9});
      bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xda, 0, 2});
    }
    assertThat(Scans.tooMany(file(bytes.toByteArray()))).isTrue();
    assertThat(Scans.tooMany(file(new byte[] {(byte) 0xff, (byte) 0xda}))).isFalse();
    assertThat(Scans.tooMany(file(new byte[0]))).isFalse();
  }

  /// The clock stands still until the decoder has taken some of the file, then it jumps.
  @ParameterizedTest
  @CsvSource({"jpeg", "png", "gif"})
  void what_takes_too_long_is_given_up_in_the_middle(String format) throws IOException {
    var image = new BufferedImage(1_500, 1_500, BufferedImage.TYPE_INT_RGB);
    var random = new java.util.Random(1);
    for (int i = 0; i < 200_000; i++) {
      image.setRGB(random.nextInt(1_500), random.nextInt(1_500), random.nextInt());
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    var path = file(bytes.toByteArray());
    var asked = new AtomicLong();
    Pictures.small(path, SIZE, () -> 0 * asked.incrementAndGet());
    long half = asked.get() / 2;
    assertThat(half).isGreaterThan(10);
    asked.set(0);
    long late = Pictures.TIME_MAX.toNanos();
    assertThatThrownBy(
            () -> Pictures.small(path, SIZE, () -> asked.incrementAndGet() > half ? late : 0))
        .isInstanceOf(Refused.class);
    assertThat(asked.get()).isBetween(half, half + 10);
  }

  /// A text that unfolds into gigabytes, as a chunk of a PNG: the second block folded, again and
  /// again.
  private static byte[] bomb() throws IOException {
    var text = new ByteArrayOutputStream();
    text.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (var deflater = new Deflater()) {
      byte[] nothing = new byte[1_000_000];
      byte[] folded = new byte[nothing.length];
      int length = 0;
      for (int block = 0; block < 2; block++) {
        deflater.setInput(nothing);
        length = deflater.deflate(folded, 0, folded.length, Deflater.FULL_FLUSH);
        text.write(folded, 0, length);
      }
      for (long made = 2L * nothing.length; made < UNFOLDED_BYTES; made += nothing.length) {
        text.write(folded, 0, length);
      }
    }
    var chunk = ByteBuffer.allocate(text.size() + 12).putInt(text.size());
    chunk.put("zTXt".getBytes(StandardCharsets.ISO_8859_1)).put(text.toByteArray());
    var crc = new CRC32();
    crc.update(chunk.array(), 4, text.size() + 4);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private byte[] png(int type, byte[] chunk) throws IOException {
    var plain = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 40, type), "png", plain);
    int header = 8 + 25;
    var bytes = new ByteArrayOutputStream();
    bytes.write(plain.toByteArray(), 0, header);
    bytes.writeBytes(chunk);
    bytes.write(plain.toByteArray(), header, plain.size() - header);
    return bytes.toByteArray();
  }

  @Test
  void a_text_that_unfolds_is_passed_over_or_refused() throws IOException {
    byte[] bomb = bomb();
    var plain = Pictures.small(file(png(BufferedImage.TYPE_INT_RGB, bomb)), SIZE, System::nanoTime);
    assertThat(plain.bytes()).isNotEmpty();
    var palette = file(png(BufferedImage.TYPE_BYTE_INDEXED, bomb));
    assertThatThrownBy(() -> Pictures.small(palette, SIZE, System::nanoTime))
        .isInstanceOf(Refused.class);
    var untold = file(png(BufferedImage.TYPE_BYTE_INDEXED, new byte[0]));
    assertThat(Pictures.small(untold, SIZE, System::nanoTime).bytes()).isNotEmpty();
  }
}
