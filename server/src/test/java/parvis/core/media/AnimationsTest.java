package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.media.MediaHouse.header;
import static parvis.core.media.MediaHouse.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small pictures that move, of GIFs that do; and of what is too large, its first image.
final class AnimationsTest {
  private static final String IMAGE = "javax_imageio_gif_image_1.0";
  private static final String ASK = "?width=32&height=32&method=crop";
  private static final Thumbnails.Size SIZE = new Thumbnails.Size(32, 32, true);

  @AutoClose private static final MediaHouse house = new MediaHouse();

  @TempDir private static Path folder;

  /// A square that goes from left to right, painted over what was there, or over nothing.
  static byte[] gif(int side, int images, String disposal) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < images; i++) {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        var brush = image.createGraphics();
        brush.setColor(i == 0 ? Color.RED : Color.BLUE);
        brush.fillRect(i * side / images, 0, Math.max(1, side / images), side);
        brush.dispose();
        var type = ImageTypeSpecifier.createFromRenderedImage(image);
        var metadata = writer.getDefaultImageMetadata(type, null);
        var root = new IIOMetadataNode(IMAGE);
        var control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", disposal);
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", "7");
        root.appendChild(control);
        metadata.mergeTree(IMAGE, root);
        writer.writeToSequence(new IIOImage(image, null, metadata), null);
      }
      writer.endWriteSequence();
    }
    return bytes.toByteArray();
  }

  private static ImageReader reader(byte[] bytes) {
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
    return reader;
  }

  private static HttpResponse<byte[]> thumbnail(String id, String more) throws Exception {
    var answer = house.get("/_matrix/client/v1/media/thumbnail/" + id + ASK + more);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  @Test
  void aGifMovesForWhoAsksForThat() throws Exception {
    String id = house.upload(gif(200, 4, "none"), "image/gif", "");
    var moving = thumbnail(id, "&animated=true");
    assertThat(header(moving, "Content-Type")).isEqualTo("image/gif");
    assertThat(header(moving, "Content-Disposition"))
        .isEqualTo("inline; filename=\"thumbnail.gif\"");
    var reader = reader(moving.body());
    assertThat(reader.getNumImages(true)).isEqualTo(4);
    var last = reader.read(3);
    assertThat(last.getWidth()).isEqualTo(32);
    assertThat(new Color(last.getRGB(3, 16))).isEqualTo(Color.RED);
    assertThat(new Color(last.getRGB(28, 16))).isEqualTo(Color.BLUE);
    var told = (IIOMetadataNode) reader.getImageMetadata(1).getAsTree(IMAGE);
    var control = (IIOMetadataNode) told.getElementsByTagName("GraphicControlExtension").item(0);
    assertThat(control.getAttribute("delayTime")).isEqualTo("7");
    assertThat(thumbnail(id, "&animated=true").body()).isEqualTo(moving.body());
    for (String still : new String[] {"", "&animated=false"}) {
      assertThat(header(thumbnail(id, still), "Content-Type")).isEqualTo("image/png");
    }
  }

  @Test
  void eachImageIsPaintedOverWhatTheOneBeforeLeaves() throws Exception {
    for (String disposal : new String[] {"restoreToBackgroundColor", "restoreToPrevious"}) {
      String id = house.upload(gif(200, 4, disposal), "image/gif", "");
      var last = reader(thumbnail(id, "&animated=true").body()).read(3);
      assertThat(last.getRGB(3, 16) >>> 24).as(disposal).isZero();
      assertThat(new Color(last.getRGB(28, 16))).isEqualTo(Color.BLUE);
    }
  }

  @Test
  void whatDoesNotMoveIsShownAsItIs() throws Exception {
    String one = house.upload(gif(100, 1, "none"), "image/gif", "");
    assertThat(header(thumbnail(one, "&animated=true"), "Content-Type")).isNotEqualTo("image/gif");
    String photo = house.upload(picture(90, 90, false, "jpeg"), "image/jpeg", "");
    assertThat(header(thumbnail(photo, "&animated=true"), "Content-Type")).isEqualTo("image/jpeg");
    byte[] whole = gif(120, 5, "none");
    String half = house.upload(Arrays.copyOf(whole, whole.length * 3 / 4), "image/gif", "");
    assertThat(header(thumbnail(half, "&animated=true"), "Content-Type"))
        .isIn("image/png", "image/gif");
  }

  @Test
  void whatIsTooMuchShowsItsFirstImage() throws Exception {
    assertThat(small(gif(10, Animations.IMAGES_MAX, "none"), System::nanoTime)).isTrue();
    assertThat(small(gif(10, Animations.IMAGES_MAX + 1, "none"), System::nanoTime)).isFalse();
    assertThat(small(gif(1_500, 15, "none"), System::nanoTime)).isFalse();
    byte[] wide = gif(20, 3, "none");
    wide[6] = (byte) 0xff;
    wide[7] = (byte) 0xff;
    wide[8] = (byte) 0xff;
    wide[9] = (byte) 0xff;
    assertThat(small(wide, System::nanoTime)).isFalse();
  }

  @Test
  void whatTakesTooLongShowsItsFirstImage() throws Exception {
    byte[] bytes = gif(50, 8, "none");
    var asked = new AtomicLong();
    assertThat(small(bytes, () -> 0 * asked.incrementAndGet())).isTrue();
    long half = asked.get() / 2;
    long late = Pictures.TIME_MAX.toNanos() + TimeUnit.SECONDS.toNanos(1);
    asked.set(0);
    assertThat(small(bytes, () -> asked.incrementAndGet() > half ? late : 0)).isFalse();
  }

  private static boolean small(byte[] bytes, LongSupplier nanos) throws IOException {
    var file = Files.write(Files.createTempFile(folder, "moving", ".gif"), bytes);
    return Animations.small(file, SIZE, nanos).isPresent();
  }
}
