package parvis.suite.copies;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// A zip that is being written, one entry after the other; no more of it is in memory than what is
/// written at that moment.
final class Archive implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final ZipOutputStream zip;

  Archive(Path file) throws IOException {
    var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
    zip.setLevel(Deflater.BEST_SPEED);
  }

  void json(String name, JsonValue value) throws IOException {
    add(name, JsonWriter.write(value));
  }

  void page(String name, String html) throws IOException {
    add(name, html.getBytes(StandardCharsets.UTF_8));
  }

  private void add(String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  void file(String name, Path file) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    Files.copy(file, zip);
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
