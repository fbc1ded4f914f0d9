package parvis.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.config.Config;
import parvis.platform.config.StartRefused;

/// The folder that holds everything of one Parvis, while this process alone may use it.
///
/// The lock is the operating system's and ends with the process, however it ends. A folder belongs
/// to the demonstration for ever or never: fictitious people and real ones do not meet.
final class DataFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
  private static final String LOCK = "parvis.lock";
  private static final String DEMO = "demo";

  private final FileChannel channel;
  private final Path path;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static DataFolder open(Path path, boolean demo) {
    try {
      boolean fresh = !Files.isDirectory(path) || isEmpty(path);
      if (!fresh) refuseMixing(path, demo);
      if (!Files.isDirectory(path)) make(path);
      FileChannel channel = lock(path.resolve(LOCK));
      closeToOthers(path.resolve(Config.FILE));
      if (fresh && demo) Files.writeString(path.resolve(DEMO), "fictitious people live here\n");
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new StartRefused("The data folder " + path + " cannot be written.");
    }
  }

  private static void refuseMixing(Path path, boolean demo) {
    boolean holdsDemo = Files.exists(path.resolve(DEMO));
    if (demo && !holdsDemo)
      throw new StartRefused(
          "The data folder "
              + path
              + " is not a demonstration: give --demo another --data folder.");
    if (!demo && holdsDemo)
      throw new StartRefused(
          "The data folder " + path + " is a demonstration: add --demo, or give another --data.");
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.noneMatch(file -> !file.endsWith("parvis.conf"));
    }
  }

  /// Others may pass through, to the folder of PostgreSQL's user, and see nothing.
  private static void make(Path path) throws IOException {
    Files.createDirectories(path.resolveSibling("."));
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /// The configuration may hold passwords: of users of the machine, none reads it who is not of its
  /// group. A file of another owner is theirs to close.
  private static void closeToOthers(Path file) throws IOException {
    if (!Files.isWritable(file)) return;
    var permissions = Files.getPosixFilePermissions(file);
    if (!permissions.removeAll(PosixFilePermissions.fromString("------rwx"))) return;
    try {
      Files.setPosixFilePermissions(file, permissions);
    } catch (FileSystemException e) {
      log.warn("{} may be read by others: {}", file, e.getReason());
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) != null) return channel;
    channel.close();
    throw new StartRefused(
        "Another Parvis runs on "
            + file.resolveSibling("").normalize()
            + ": stop it first, or give another --data.");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
