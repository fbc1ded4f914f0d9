package parvis.suite.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// Pictures that are drawn here, so that none has an author elsewhere. They hold no letters: a
/// machine without fonts draws them too.
final class Drawing {
  /// A picture as a file.
  record Png(byte[] bytes, int width, int height) {}

  private static final Color SKY = new Color(0xcfe3ea);
  private static final Color WATER = new Color(0x7c8f8a);
  private static final Color MUD = new Color(0x77705a);
  private static final Color STONE = new Color(0xd9d5c9);
  private static final Color GREEN = new Color(0x1b5e45);
  private static final Color LEAF = new Color(0x7fa86a);
  private static final Color OCHRE = new Color(0xc98a2b);
  private static final Color STRAW = new Color(0xf0d978);
  private static final Color RED = new Color(0xa8263a);
  private static final Color INK = new Color(0x1a201c);
  private static final Color WHITE = new Color(0xfcfcf8);

  private final BufferedImage image;
  private final Graphics2D pen;
  private final double w;
  private final double h;

  private Drawing(int width, int height) {
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.pen = image.createGraphics();
    this.w = width;
    this.h = height;
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
  }

  /// What somebody shows of themselves.
  static Png face(String motif) {
    var drawing = new Drawing(256, 256);
    switch (motif) {
      case "hills" -> drawing.hills();
      case "boat" -> drawing.boat();
      case "flower" -> drawing.flower();
      case "tree" -> drawing.tree();
      case "moon" -> drawing.moon();
      case "bike" -> drawing.bike();
      default -> throw new IllegalArgumentException("There is no picture of " + motif);
    }
    return drawing.png();
  }

  /// What somebody shows to others in a conversation.
  static Png picture(String kind) {
    var drawing = new Drawing(960, 600);
    switch (kind) {
      case "gauge" -> drawing.gauge();
      case "quay" -> drawing.quay();
      case "plan" -> drawing.plan();
      case "chart" -> drawing.chart();
      case "poster" -> drawing.poster();
      default -> throw new IllegalArgumentException("There is no picture of a " + kind);
    }
    return drawing.png();
  }

  private Png png() {
    pen.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Png(bytes.toByteArray(), image.getWidth(), image.getHeight());
  }

  private void box(Color color, double x, double y, double width, double height) {
    pen.setColor(color);
    pen.fill(new Rectangle2D.Double(x * w, y * h, width * w, height * h));
  }

  private void disc(Color color, double x, double y, double radius) {
    pen.setColor(color);
    pen.fill(
        new Ellipse2D.Double(
            x * w - radius * h, y * h - radius * h, radius * h * 2, radius * h * 2));
  }

  private void ring(Color color, double x, double y, double radius) {
    pen.setColor(color);
    pen.setStroke(new BasicStroke((float) (h * 0.025)));
    pen.draw(
        new Ellipse2D.Double(
            x * w - radius * h, y * h - radius * h, radius * h * 2, radius * h * 2));
  }

  /// A closed figure through points given as x, y, x, y …
  private void shape(Color color, double... points) {
    var path = new Path2D.Double();
    path.moveTo(points[0] * w, points[1] * h);
    for (int i = 2; i < points.length; i += 2) path.lineTo(points[i] * w, points[i + 1] * h);
    path.closePath();
    pen.setColor(color);
    pen.fill(path);
  }

  private void stroke(Color color, double width, double... points) {
    pen.setColor(color);
    pen.setStroke(
        new BasicStroke((float) (width * h), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    var path = new Path2D.Double();
    path.moveTo(points[0] * w, points[1] * h);
    for (int i = 2; i < points.length; i += 2) path.lineTo(points[i] * w, points[i + 1] * h);
    pen.draw(path);
  }

  private void hills() {
    box(SKY, 0, 0, 1, 1);
    disc(STRAW, 0.68, 0.34, 0.13);
    shape(LEAF, 0, 0.7, 0.3, 0.45, 0.62, 0.7, 1, 0.52, 1, 1, 0, 1);
    shape(GREEN, 0, 0.84, 0.45, 0.68, 1, 0.86, 1, 1, 0, 1);
  }

  private void boat() {
    box(SKY, 0, 0, 1, 0.64);
    box(new Color(0x4d7f8c), 0, 0.64, 1, 0.36);
    shape(WHITE, 0.5, 0.18, 0.5, 0.58, 0.76, 0.58);
    shape(OCHRE, 0.46, 0.26, 0.46, 0.58, 0.3, 0.58);
    shape(RED, 0.24, 0.62, 0.8, 0.62, 0.7, 0.75, 0.34, 0.75);
  }

  private void flower() {
    box(new Color(0xe9efe2), 0, 0, 1, 1);
    stroke(GREEN, 0.035, 0.5, 0.95, 0.5, 0.5);
    for (int i = 0; i < 8; i++) {
      var angle = i * Math.PI / 4;
      disc(new Color(0xc9648b), 0.5 + 0.17 * Math.cos(angle), 0.44 + 0.17 * Math.sin(angle), 0.1);
    }
    disc(STRAW, 0.5, 0.44, 0.11);
  }

  private void tree() {
    box(new Color(0xf3e9d2), 0, 0, 1, 1);
    box(MUD, 0.46, 0.55, 0.08, 0.35);
    disc(GREEN, 0.5, 0.4, 0.22);
    disc(LEAF, 0.38, 0.5, 0.15);
    disc(LEAF, 0.63, 0.5, 0.15);
    box(OCHRE, 0, 0.88, 1, 0.12);
  }

  private void moon() {
    box(new Color(0x23324a), 0, 0, 1, 1);
    disc(STRAW, 0.52, 0.46, 0.25);
    disc(new Color(0x23324a), 0.62, 0.4, 0.22);
    disc(WHITE, 0.2, 0.25, 0.018);
    disc(WHITE, 0.78, 0.74, 0.014);
    disc(WHITE, 0.28, 0.76, 0.016);
  }

  private void bike() {
    box(new Color(0xdfeae3), 0, 0, 1, 1);
    ring(INK, 0.29, 0.62, 0.17);
    ring(INK, 0.71, 0.62, 0.17);
    stroke(RED, 0.03, 0.29, 0.62, 0.42, 0.4, 0.64, 0.4, 0.71, 0.62);
    stroke(RED, 0.03, 0.42, 0.4, 0.5, 0.62, 0.64, 0.4, 0.61, 0.32, 0.7, 0.3);
    stroke(INK, 0.035, 0.36, 0.36, 0.46, 0.36);
  }

  /// A river gauge at a pier, the water high on it.
  private void gauge() {
    box(SKY, 0, 0, 1, 0.4);
    box(STONE, 0, 0.14, 1, 0.5);
    for (int row = 0; row < 5; row++) {
      for (int stone = 0; stone < 9; stone++) {
        var x = stone / 8.0 - (row % 2) * 0.06;
        stroke(new Color(0xbab5a6), 0.004, x, 0.14 + row * 0.1, x, 0.24 + row * 0.1);
      }
      stroke(new Color(0xbab5a6), 0.004, 0, 0.24 + row * 0.1, 1, 0.24 + row * 0.1);
    }
    box(WHITE, 0.46, 0.04, 0.09, 0.72);
    for (int mark = 0; mark < 24; mark++) {
      var colour = mark % 5 == 0 ? RED : INK;
      box(colour, 0.46, 0.06 + mark * 0.029, mark % 5 == 0 ? 0.06 : 0.03, 0.012);
    }
    box(MUD, 0, 0.58, 1, 0.42);
    for (int wave = 0; wave < 16; wave++) {
      var y = 0.61 + wave % 8 * 0.05;
      var x = wave * 0.37 % 0.9;
      stroke(WATER, 0.006, x, y, x + 0.07, y - 0.006, x + 0.15, y);
    }
  }

  /// A quay under a grey sky, the water at its edge.
  private void quay() {
    box(new Color(0xb9c4c6), 0, 0, 1, 0.5);
    for (int house = 0; house < 7; house++) {
      var x = house * 0.145;
      var top = 0.2 + house * 5 % 3 * 0.035;
      box(house % 2 == 0 ? STONE : new Color(0xcdbfa5), x, top, 0.14, 0.5 - top);
      shape(new Color(0x8c4f3c), x - 0.005, top, x + 0.07, top - 0.08, x + 0.145, top);
      for (int window = 0; window < 4; window++) {
        box(
            INK,
            x + 0.03 + window % 2 * 0.055,
            top + 0.05 + Math.floorDiv(window, 2) * 0.11,
            0.022,
            0.05);
      }
    }
    box(new Color(0xa7a294), 0, 0.5, 1, 0.1);
    box(MUD, 0, 0.6, 1, 0.4);
    for (int wave = 0; wave < 20; wave++) {
      var x = wave * 0.43 % 0.92;
      stroke(WATER, 0.006, x, 0.64 + wave % 9 * 0.04, x + 0.1, 0.64 + wave % 9 * 0.04);
    }
    for (int barrier = 0; barrier < 6; barrier++) {
      box(barrier % 2 == 0 ? RED : WHITE, 0.2 + barrier * 0.06, 0.52, 0.06, 0.035);
    }
  }

  /// A plan of a hall with beds in rows.
  private void plan() {
    box(WHITE, 0, 0, 1, 1);
    stroke(INK, 0.012, 0.06, 0.08, 0.94, 0.08, 0.94, 0.92, 0.06, 0.92, 0.06, 0.08);
    stroke(INK, 0.008, 0.7, 0.08, 0.7, 0.6);
    stroke(INK, 0.008, 0.7, 0.74, 0.7, 0.92);
    for (int bed = 0; bed < 40; bed++) {
      box(
          new Color(0x9cc4b0),
          0.1 + bed % 10 * 0.058,
          0.15 + Math.floorDiv(bed, 10) * 0.19,
          0.035,
          0.13);
    }
    box(STRAW, 0.75, 0.15, 0.15, 0.25);
    box(SKY, 0.75, 0.48, 0.15, 0.3);
    pen.setColor(GREEN);
    pen.setStroke(new BasicStroke(3));
    pen.draw(new Arc2D.Double(0.63 * w, 0.53 * h, 0.14 * w, 0.14 * w, 90, 90, Arc2D.OPEN));
  }

  /// Monthly columns with a line above them.
  private void chart() {
    box(WHITE, 0, 0, 1, 1);
    double[] months = {0.31, 0.36, 0.34, 0.42, 0.48, 0.46, 0.3, 0.22, 0.55, 0.63, 0.68, 0.72};
    var line = new double[months.length * 2];
    for (int i = 0; i < 5; i++) stroke(STONE, 0.003, 0.07, 0.9 - i * 0.19, 0.95, 0.9 - i * 0.19);
    for (int month = 0; month < months.length; month++) {
      box(GREEN, 0.09 + month * 0.072, 0.9 - months[month], 0.045, months[month]);
      line[month * 2] = 0.112 + month * 0.072;
      line[month * 2 + 1] = 0.78 - months[month] * 0.9;
    }
    stroke(OCHRE, 0.01, line);
  }

  /// A poster of a feast: lanterns over a river.
  private void poster() {
    box(new Color(0x143c2d), 0, 0, 1, 1);
    stroke(STONE, 0.005, 0, 0.16, 0.25, 0.27, 0.5, 0.3, 0.75, 0.27, 1, 0.16);
    double[] heights = {0.26, 0.32, 0.36, 0.37, 0.36, 0.32, 0.26};
    Color[] colours = {STRAW, RED, OCHRE, WHITE, OCHRE, RED, STRAW};
    for (int lantern = 0; lantern < heights.length; lantern++) {
      disc(colours[lantern], 0.11 + lantern * 0.13, heights[lantern], 0.055);
    }
    shape(LEAF, 0, 0.72, 0.3, 0.6, 0.7, 0.72, 1, 0.62, 1, 0.8, 0, 0.8);
    box(new Color(0x4d7f8c), 0, 0.78, 1, 0.22);
    for (int i = 0; i < 7; i++) box(STRAW, 0.09 + i * 0.13, 0.84 + i % 2 * 0.06, 0.05, 0.012);
  }
}
