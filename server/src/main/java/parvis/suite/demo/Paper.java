package parvis.suite.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Small office files with a title and a few lines, made without an office.
record Paper(byte[] bytes, String contentType) {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String SHEET = "application/vnd.oasis.opendocument.spreadsheet";
  private static final List<String> LINES =
      List.of(
          "Commune fictive de Pontvermeil-sur-Saône",
          "Ce document appartient à la démonstration : il ne décrit rien de réel.",
          "1. Qui prévient qui",
          "2. Ce qui est fermé, ce qui reste ouvert",
          "3. Où sont les clés, les pompes et les listes");

  /// A paper whose form is that of the name's ending.
  static Paper named(String name) {
    var ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "pdf" -> new Paper(pdf(title(name)), "application/pdf");
      case "ods" -> new Paper(sheet(title(name)), SHEET);
      case "csv" -> new Paper(table().getBytes(StandardCharsets.UTF_8), "text/csv");
      case "txt" -> new Paper(text(title(name)).getBytes(StandardCharsets.UTF_8), "text/plain");
      default -> throw new IllegalArgumentException("No paper ends with ." + ending);
    };
  }

  private static String title(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String text(String title) {
    return title + "\n\n" + String.join("\n", LINES) + "\n";
  }

  private static String table() {
    return "semaine;demandes;réponses\n45;112;104\n46;131;118\n47;127;125\n48;140;136\n";
  }

  private static byte[] pdf(String title) {
    var words = new StringBuilder("BT /F1 18 Tf 60 770 Td (" + escaped(title) + ") Tj ET\n");
    for (int i = 0; i < LINES.size(); i++) {
      words.append("BT /F1 11 Tf 60 ").append(730 - i * 24).append(" Td (");
      words.append(escaped(LINES.get(i))).append(") Tj ET\n");
    }
    var objects =
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length "
                + words.toString().getBytes(WINDOWS).length
                + " >>\nstream\n"
                + words
                + "endstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    var file = new StringBuilder("%PDF-1.4\n");
    var starts = new ArrayList<Integer>();
    for (int i = 0; i < objects.size(); i++) {
      starts.add(file.length());
      file.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    var table = file.length();
    file.append("xref\n0 ").append(objects.size() + 1).append("\n0000000000 65535 f \n");
    for (var start : starts) file.append(String.format("%010d 00000 n \n", start));
    file.append("trailer\n<< /Size ").append(objects.size() + 1).append(" /Root 1 0 R >>\n");
    return file.append("startxref\n")
        .append(table)
        .append("\n%%EOF\n")
        .toString()
        .getBytes(WINDOWS);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)");
  }

  private static byte[] sheet(String title) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      stored(zip, "mimetype", SHEET);
      entry(zip, "META-INF/manifest.xml", manifest());
      entry(zip, "content.xml", content(title));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The first entry of an OpenDocument file is its type, uncompressed.
  private static void stored(ZipOutputStream zip, String name, String text) throws IOException {
    var data = text.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(data);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static String manifest() {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <manifest:manifest manifest:version="1.3"
            xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
          <manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>
          <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
        </manifest:manifest>
        """
        .formatted(SHEET);
  }

  private static String content(String title) {
    var rows = new StringBuilder();
    for (var line : (title + "\n" + table()).lines().toList()) {
      rows.append("<table:table-row>");
      for (var cell : line.split(";", -1)) {
        rows.append("<table:table-cell office:value-type=\"string\"><text:p>");
        rows.append(cell.replace("&", "&amp;").replace("<", "&lt;"));
        rows.append("</text:p></table:table-cell>");
      }
      rows.append("</table:table-row>");
    }
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <office:document-content office:version="1.3"
            xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
            xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
            xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
          <office:body><office:spreadsheet><table:table table:name="Feuille1">%s</table:table>
          </office:spreadsheet></office:body>
        </office:document-content>
        """
        .formatted(rows);
  }
}
