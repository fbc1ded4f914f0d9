package parvis.core.media;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import parvis.base.Refused;

/// Makes a small picture of a large one: JPEG, PNG, WebP, and the first image of what moves; for
/// the others see [Animations].
///
/// The format is read from the bytes and never believed from a header. Dimensions are read before a
/// pixel is decoded, and large pictures are decoded with gaps, so a small file that unfolds into a
/// huge picture costs nothing. Nor does one that goes over its pixels again and again, or holds a
/// huge text; and whatever else takes long is given up.
final class Pictures {
  /// Pixels of a picture that is decoded at all: four bytes each.
  static final long PIXELS_MAX = 32_000_000;

  /// How long one picture is decoded.
  static final Duration TIME_MAX = Duration.ofSeconds(10);

  private static final float JPEG_QUALITY = 0.82f;
  private static final int MAGIC_BYTES = 12;

  private Pictures() {}

  /// A picture as a file's bytes.
  record Drawn(byte[] bytes, String contentType) {}

  static {
    ImageIO.setUseCache(false);
  }

  /// @param nanos a clock that only goes forward
  /// @throws Refused when it is no picture, or too large a one
  static Drawn small(Path file, Thumbnails.Size size, LongSupplier nanos) throws IOException {
    String format = format(file).orElseThrow(Pictures::notAPicture);
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    ImageReader reader = readers.next();
    try (var input = new TimedInput(file.toFile(), TIME_MAX.toNanos(), nanos)) {
      checkWork(file, format);
      reader.setInput(input, true, true);
      int turn = format.equals("jpeg") ? Orientation.of(file) : Orientation.UPRIGHT;
      BufferedImage image = Orientation.upright(decoded(reader, size), turn);
      return encoded(size.crop() ? cropped(image, size) : scaled(image, size));
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException broken) {
      throw notAPicture();
    } finally {
      reader.dispose();
    }
  }

  /// What the dimensions do not tell of the decoder's work.
  private static void checkWork(Path file, String format) throws IOException {
    boolean tooMuch =
        switch (format) {
          case "jpeg" -> Scans.tooMany(file);
          case "png" -> PngTexts.tooLong(file);
          default -> false;
        };
    if (tooMuch) {
      throw notAPicture();
    }
  }

  private static Refused notAPicture() {
    return Refused.unknown("No thumbnail can be made of this");
  }

  private static BufferedImage decoded(ImageReader reader, Thumbnails.Size size)
      throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > PIXELS_MAX) {
      throw Refused.tooLarge("The picture is too large for a thumbnail");
    }
    int side = Math.max(size.width(), size.height());
    int gap = Math.max(1, Math.min(width, height) / (2 * side));
    ImageReadParam how = reader.getDefaultReadParam();
    how.setSourceSubsampling(gap, gap, 0, 0);
    return reader.read(0, how);
  }

  static BufferedImage scaled(BufferedImage image, Thumbnails.Size size) {
    double factor =
        Math.min(
            1,
            Math.min(
                (double) size.width() / image.getWidth(),
                (double) size.height() / image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
    return drawn(image, width, height, 0, 0, factor);
  }

  static BufferedImage cropped(BufferedImage image, Thumbnails.Size size) {
    double factor =
        Math.min(
            1,
            Math.max(
                (double) size.width() / image.getWidth(),
                (double) size.height() / image.getHeight()));
    int width = Math.clamp(Math.round(image.getWidth() * factor), 1, size.width());
    int height = Math.clamp(Math.round(image.getHeight() * factor), 1, size.height());
    double left = (image.getWidth() * factor - width) / 2;
    double top = (image.getHeight() * factor - height) / 2;
    return drawn(image, width, height, left, top, factor);
  }

  /// Halves as long as that is possible, because one large step of interpolation skips pixels.
  private static BufferedImage drawn(
      BufferedImage image, int width, int height, double left, double top, double factor) {
    BufferedImage source = image;
    double rest = factor;
    while (rest < 0.5) {
      source =
          canvas(
              source,
              Math.max(1, source.getWidth() / 2),
              Math.max(1, source.getHeight() / 2),
              0,
              0,
              0.5);
      rest *= 2;
    }
    return canvas(source, width, height, left, top, rest);
  }

  private static BufferedImage canvas(
      BufferedImage image, int width, int height, double left, double top, double factor) {
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage canvas =
        new BufferedImage(
            width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = canvas.createGraphics();
    try {
      brush.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      AffineTransform move = AffineTransform.getTranslateInstance(-left, -top);
      move.scale(factor, factor);
      brush.drawImage(image, move, null);
    } finally {
      brush.dispose();
    }
    return canvas;
  }

  private static Drawn encoded(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (image.getColorModel().hasAlpha()) {
      ImageIO.write(image, "png", bytes);
      return new Drawn(bytes.toByteArray(), "image/png");
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(JPEG_QUALITY);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return new Drawn(bytes.toByteArray(), "image/jpeg");
  }

  /// What a picture is and how large, without decoding it.
  record Measured(String contentType, int width, int height) {}

  /// Empty when it is none that is shown.
  static Optional<Measured> measured(byte[] bytes) {
    var format = format(bytes, Math.min(bytes.length, MAGIC_BYTES));
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return format.flatMap(name -> measured(name, input));
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  /// The same of a file, of which only the head is read.
  static Optional<Measured> measured(Path file) throws IOException {
    var format = format(file);
    try (var input = new FileImageInputStream(file.toFile())) {
      return format.flatMap(name -> measured(name, input));
    }
  }

  private static Optional<Measured> measured(String format, ImageInputStream input) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try {
      reader.setInput(input, true, true);
      return Optional.of(new Measured("image/" + format, reader.getWidth(0), reader.getHeight(0)));
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException broken) {
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  static Optional<String> format(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(MAGIC_BYTES);
      return format(magic, magic.length);
    }
  }

  private static Optional<String> format(byte[] magic, int length) {
    String text = new String(magic, 0, length, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of("jpeg");
    }
    if (text.startsWith("\u0089PNG")) {
      return Optional.of("png");
    }
    if (text.startsWith("GIF8")) {
      return Optional.of("gif");
    }
    return text.startsWith("RIFF") && text.endsWith("WEBP")
        ? Optional.of("webp")
        : Optional.empty();
  }
}
