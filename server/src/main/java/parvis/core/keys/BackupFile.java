package parvis.core.keys;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import parvis.platform.http.Reply;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// The keys of a backup as one JSON text. It may be hundreds of megabytes, and its reader slow: so
/// it waits in a file, which goes away with the answer.
final class BackupFile implements AutoCloseable {
  private final OutputStream out;
  private String room = "";
  private boolean first = true;

  private BackupFile(OutputStream out) {
    this.out = out;
  }

  /// All keys, by room and session.
  ///
  /// @param keys tells each key, rooms together
  static Reply rooms(Consumer<Consumer<BackupStore.Named>> keys) {
    return reply(
        file -> {
          file.text("{\"rooms\":{");
          keys.accept(file::inRoom);
          file.text(file.room.isEmpty() ? "}}" : "}}}}");
        });
  }

  /// The keys of one room, by session.
  static Reply room(Consumer<Consumer<BackupStore.Named>> keys) {
    return reply(
        file -> {
          file.text("{\"sessions\":{");
          keys.accept(file::session);
          file.text("}}");
        });
  }

  private static Reply reply(Consumer<BackupFile> written) {
    try {
      var path = Files.createTempFile("parvis-keys-", ".json");
      try {
        return reply(path, written);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(path);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply reply(Path path, Consumer<BackupFile> written) throws IOException {
    try (var file = new BackupFile(new BufferedOutputStream(Files.newOutputStream(path)))) {
      written.accept(file);
    }
    var length = Files.size(path);
    var stream = Files.newInputStream(path, StandardOpenOption.DELETE_ON_CLOSE);
    return Reply.stream(200, "application/json", stream, length);
  }

  private void inRoom(BackupStore.Named named) {
    var name = named.name().room();
    if (!name.equals(room)) {
      text(room.isEmpty() ? "" : "}},");
      json(new JsonString(name));
      text(":{\"sessions\":{");
      room = name;
      first = true;
    }
    session(named);
  }

  private void session(BackupStore.Named named) {
    text(first ? "" : ",");
    json(new JsonString(named.name().session()));
    text(":");
    json(named.key().json());
    first = false;
  }

  private void json(JsonValue value) {
    bytes(JsonWriter.write(value));
  }

  private void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
