package parvis.platform.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import parvis.protocol.id.Address;

/// Where no mail server is named: each mail becomes a file that mail programs open.
final class FolderWay implements Way {
  private static final int REASON_CHARS_MAX = 200;

  private final Path folder;
  private final Address from;
  private final Session session = Session.getInstance(new Properties());

  FolderWay(Path folder, Address from) {
    this.folder = folder;
    this.from = from;
  }

  @Override
  public Carried carry(Waiting waiting) {
    try {
      Files.createDirectories(folder);
      String name = waiting.nid() + "-" + waiting.mail().id() + ".eml";
      Path unfinished = folder.resolve(name + ".new");
      Files.deleteIfExists(unfinished);
      try (FileChannel channel =
              FileChannel.open(
                  unfinished,
                  Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
          OutputStream out = Channels.newOutputStream(channel)) {
        Envelope.of(session, waiting, from).writeTo(out);
        channel.force(true);
      }
      Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return new Carried.Kept();
    } catch (IOException | MessagingException e) {
      return new Carried.Later(Way.reason(e, REASON_CHARS_MAX), true);
    }
  }

  /// Removes files that were last written before a moment.
  void tidy(Instant before) throws IOException {
    if (!Files.isDirectory(folder)) return;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList())
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) Files.delete(file);
    }
  }

  @Override
  public boolean leads() {
    return false;
  }

  @Override
  public void rest() {}

  @Override
  public void close() {}
}
