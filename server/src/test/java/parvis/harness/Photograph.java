package parvis.harness;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/// A photograph as a telephone keeps it (HEIC), made by libheif's own program: yellow on the left,
/// green on the right, with the place where it was taken.
///
/// Where that program is not there, tests fail and say what to install: what they prove nobody
/// would notice otherwise.
public final class Photograph {
  private static final int SECONDS_MAX = 60;
  private static final String ENCODER = "heif-enc";
  private static final List<String> CONVERTERS = List.of("heif-dec", "heif-convert");

  /// The block of a camera: one entry that leads to the place, "N" of a latitude.
  private static final byte[] PLACE =
      HexFormat.of()
          .parseHex(
              "ffe10034"
                  + "457869660000"
                  + "49492a0008000000"
                  + "010025880400010000001a00000000000000"
                  + "010001000200020000004e00000000000000");

  private Photograph() {}

  /// The program by which Parvis reads such photographs.
  public static Path converter() {
    return CONVERTERS.stream()
        .flatMap(Photograph::found)
        .findFirst()
        .orElseThrow(() -> missing("heif-convert"));
  }

  /// One of some size.
  public static byte[] heic(int width, int height) {
    Path encoder = found(ENCODER).findFirst().orElseThrow(() -> missing(ENCODER));
    try {
      Path folder = Files.createTempDirectory("parvis-heic-");
      try {
        Path jpeg = Files.write(folder.resolve("a.jpg"), jpeg(width, height));
        Path heic = folder.resolve("a.heic");
        Process process =
            new ProcessBuilder(encoder.toString(), jpeg.toString(), "-o", heic.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0)
          throw new AssertionError(Files.readString(folder.resolve("said")));
        return Files.readAllBytes(heic);
      } finally {
        Leftovers.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<Path> found(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable);
  }

  private static AssertionError missing(String program) {
    return new AssertionError(
        "The tests of photographs need "
            + program
            + " of libheif: install it (on Debian: apt install libheif-examples).");
  }

  private static byte[] jpeg(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pen = image.createGraphics();
    pen.setColor(Color.GREEN);
    pen.fillRect(0, 0, width, height);
    pen.setColor(Color.YELLOW);
    pen.fillRect(0, 0, width / 2, height);
    pen.dispose();
    var drawn = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", drawn);
    byte[] plain = drawn.toByteArray();
    var out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    out.writeBytes(PLACE);
    out.write(plain, 2, plain.length - 2);
    return out.toByteArray();
  }

  /// The same, held otherwise: what it says of its colours' depth says how it is turned, in steps
  /// of 90 degrees to the left.
  public static byte[] turned(byte[] heic, int steps) {
    byte[] turned = heic.clone();
    int at = find(turned, "pixi");
    byte[] name = "irot".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, turned, at, name.length);
    turned[at + name.length] = (byte) steps;
    return turned;
  }

  /// The same, claiming to be as large as somebody says.
  public static byte[] claiming(byte[] heic, int width, int height) {
    byte[] claiming = heic.clone();
    int at = find(claiming, "ispe") + 8;
    for (int i = 0; i < 4; i++) {
      claiming[at + i] = (byte) (width >> 24 - 8 * i);
      claiming[at + 4 + i] = (byte) (height >> 24 - 8 * i);
    }
    return claiming;
  }

  /// Where some letters stand in a file; -1 when nowhere.
  public static int find(byte[] file, String letters) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(letters);
  }
}
