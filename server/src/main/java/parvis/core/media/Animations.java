package parvis.core.media;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Makes a small moving picture of a GIF that moves. One that is too large, too long, or takes too
/// much time has none, and its first image is shown; so have other formats that move, whose
/// decoders know one image alone.
///
/// A GIF paints each image over what the ones before have left: so all are painted, one after the
/// other, and what is to be seen each time is made smaller.
/// spec: cs-api#thumbnails
final class Animations {
  /// Images of one GIF.
  static final int IMAGES_MAX = 200;

  /// Pixels that are painted for one GIF: of all its images together.
  static final long PIXELS_MAX = 64_000_000;

  /// Pixels of its surface, of which two are held in memory.
  static final long SURFACE_MAX = 4_000_000;

  /// What a small one may have, as it is several images; more is no thumbnail.
  static final int BYTES_MAX = 4_000_000;

  private static final String IMAGE = "javax_imageio_gif_image_1.0";
  private static final String STREAM = "javax_imageio_gif_stream_1.0";
  private static final String CONTROL = "GraphicControlExtension";

  private final ImageReader reader;
  private final Thumbnails.Size size;
  private final LongSupplier nanos;
  private final long end;

  private Animations(ImageReader reader, Thumbnails.Size size, LongSupplier nanos) {
    this.reader = reader;
    this.size = size;
    this.nanos = nanos;
    this.end = nanos.getAsLong() + Pictures.TIME_MAX.toNanos();
  }

  /// Empty when it does not move, or is not to be made small.
  ///
  /// @param nanos a clock that only goes forward
  static Optional<Pictures.Drawn> small(Path file, Thumbnails.Size size, LongSupplier nanos)
      throws IOException {
    if (Pictures.format(file).filter("gif"::equals).isEmpty()) {
      return Optional.empty();
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var input = new TimedInput(file.toFile(), Pictures.TIME_MAX.toNanos(), nanos)) {
      reader.setInput(input, false, false);
      return new Animations(reader, size, nanos).drawn();
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException broken) {
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  private Optional<Pictures.Drawn> drawn() throws IOException {
    int images = reader.getNumImages(true);
    var screen = node(reader.getStreamMetadata(), STREAM, "LogicalScreenDescriptor");
    int width = number(screen, "logicalScreenWidth");
    int height = number(screen, "logicalScreenHeight");
    if (images < 2 || images > IMAGES_MAX || (long) width * height > SURFACE_MAX) {
      return Optional.empty();
    }
    long pixels = (long) width * height * images;
    for (int i = 0; i < images; i++) {
      long own = (long) reader.getWidth(i) * reader.getHeight(i);
      pixels += own;
      if (own > SURFACE_MAX || pixels > PIXELS_MAX) {
        return Optional.empty();
      }
    }
    byte[] bytes = written(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), images);
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(new Pictures.Drawn(bytes, "image/gif"));
  }

  /// Empty bytes when it became too much.
  private byte[] written(BufferedImage surface, int images) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < images; i++) {
        var told = reader.getImageMetadata(i);
        var control = node(told, IMAGE, CONTROL);
        var before = disposal(control).equals("restoreToPrevious") ? copied(surface) : surface;
        var shown = paint(surface, i, told);
        writer.writeToSequence(frame(writer, shown, i, told, control), null);
        surface = disposed(surface, before, i, told, control);
        if (output.getStreamPosition() > BYTES_MAX || nanos.getAsLong() - end >= 0) {
          return new byte[0];
        }
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /// What is to be seen after one more image, in its size.
  private BufferedImage paint(BufferedImage surface, int index, IIOMetadata told)
      throws IOException {
    var image = reader.read(index);
    var place = node(told, IMAGE, "ImageDescriptor");
    Graphics2D brush = surface.createGraphics();
    try {
      brush.drawImage(
          image, number(place, "imageLeftPosition"), number(place, "imageTopPosition"), null);
    } finally {
      brush.dispose();
    }
    return size.crop() ? Pictures.cropped(surface, size) : Pictures.scaled(surface, size);
  }

  /// What the next image is painted over.
  private BufferedImage disposed(
      BufferedImage surface,
      BufferedImage before,
      int index,
      IIOMetadata told,
      IIOMetadataNode control)
      throws IOException {
    var how = disposal(control);
    if (how.equals("restoreToPrevious")) {
      return before;
    }
    if (how.equals("restoreToBackgroundColor")) {
      clear(surface, index, told);
    }
    return surface;
  }

  private void clear(BufferedImage surface, int index, IIOMetadata told) throws IOException {
    var place = node(told, IMAGE, "ImageDescriptor");
    Graphics2D brush = surface.createGraphics();
    try {
      brush.setComposite(AlphaComposite.Clear);
      brush.fillRect(
          number(place, "imageLeftPosition"),
          number(place, "imageTopPosition"),
          reader.getWidth(index),
          reader.getHeight(index));
    } finally {
      brush.dispose();
    }
  }

  private static BufferedImage copied(BufferedImage image) {
    var copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    image.copyData(copy.getRaster());
    return copy;
  }

  /// An image of the small one: it shows as long as that of the large one, and nothing of the ones
  /// before; the first says how often all is shown.
  private static IIOImage frame(
      ImageWriter writer, BufferedImage shown, int index, IIOMetadata told, IIOMetadataNode control)
      throws IOException {
    var type = ImageTypeSpecifier.createFromRenderedImage(shown);
    var metadata = writer.getDefaultImageMetadata(type, null);
    var root = (IIOMetadataNode) metadata.getAsTree(IMAGE);
    var own = child(root, CONTROL);
    own.setAttribute("disposalMethod", "restoreToBackgroundColor");
    own.setAttribute("userInputFlag", "FALSE");
    own.setAttribute("transparentColorFlag", "FALSE");
    own.setAttribute("transparentColorIndex", "0");
    own.setAttribute("delayTime", String.valueOf(number(control, "delayTime")));
    var repeated = node(told, IMAGE, "ApplicationExtensions");
    if (index == 0 && repeated.hasChildNodes()) {
      root.appendChild(repeated);
    }
    metadata.setFromTree(IMAGE, root);
    return new IIOImage(shown, null, metadata);
  }

  private static String disposal(IIOMetadataNode control) {
    return control.getAttribute("disposalMethod");
  }

  /// A part of what a file tells; without attributes when it does not tell it.
  private static IIOMetadataNode node(IIOMetadata metadata, String format, String name) {
    var found = ((IIOMetadataNode) metadata.getAsTree(format)).getElementsByTagName(name);
    return found.getLength() == 0 ? new IIOMetadataNode(name) : (IIOMetadataNode) found.item(0);
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    var found = root.getElementsByTagName(name);
    if (found.getLength() > 0) {
      return (IIOMetadataNode) found.item(0);
    }
    var made = new IIOMetadataNode(name);
    root.appendChild(made);
    return made;
  }

  private static int number(IIOMetadataNode node, String name) {
    var text = node.getAttribute(name);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }
}
