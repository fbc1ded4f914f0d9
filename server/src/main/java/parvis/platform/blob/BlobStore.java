package parvis.platform.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parvis.base.Refused;

/// The blobs of this process in a folder of its disk.
///
/// A blob arrives under a temporary name, is forced to the disk, and only then takes its own name:
/// whoever finds it finds it whole, also after a power cut. Equal bytes are kept once. What a
/// killed process had half received is removed at the next start.
public final class BlobStore {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Path arriving;
  private final AtomicLong arrivals = new AtomicLong();

  /// Opens the store in a folder, which is made when missing.
  public BlobStore(Path folder) {
    this.folder = folder;
    this.arriving = folder.resolve("arriving");
    try {
      Files.createDirectories(arriving);
      try (Stream<Path> halves = Files.list(arriving)) {
        for (Path half : halves.toList()) Files.delete(half);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
    }
  }

  /// Keeps everything the stream holds, and returns when it is durable.
  ///
  /// @param bytesMax beyond it nothing is kept and `Refused.tooLarge` is thrown
  /// @throws IOException when the stream breaks or the disk is full; nothing is kept
  public Blob put(InputStream stream, long bytesMax) throws IOException {
    Path half = arriving.resolve(Long.toString(arrivals.incrementAndGet()));
    try {
      Blob blob = receive(stream, half, bytesMax);
      settle(half, place(blob.hash()));
      return blob;
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static Blob receive(InputStream stream, Path half, long bytesMax) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    long size = 0;
    try (FileChannel file =
        FileChannel.open(half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
        size += read;
        if (size > bytesMax) throw Refused.tooLarge();
        digest.update(chunk, 0, read);
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
        while (bytes.hasRemaining()) file.write(bytes);
      }
      file.force(true);
    }
    return new Blob(HexFormat.of().formatHex(digest.digest()), size);
  }

  private void settle(Path half, Path place) throws IOException {
    if (Files.exists(place)) return;
    Path shelf = place.resolveSibling(".");
    if (!Files.isDirectory(shelf)) {
      Files.createDirectories(shelf);
      force(shelf.resolve("..").normalize());
      force(folder);
    }
    Files.move(half, place, StandardCopyOption.ATOMIC_MOVE);
    force(shelf);
  }

  /// A new name in a folder is durable once the folder is.
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// The file of a blob, for who serves it in ranges; empty when there is none.
  public Optional<Path> file(String hash) {
    if (!HASH.matcher(hash).matches()) return Optional.empty();
    Path place = place(hash);
    return Files.isRegularFile(place) ? Optional.of(place) : Optional.empty();
  }

  /// The bytes of a blob; empty when there is none.
  public Optional<InputStream> open(String hash) throws IOException {
    Optional<Path> file = file(hash);
    return file.isEmpty() ? Optional.empty() : Optional.of(Files.newInputStream(file.get()));
  }

  /// Removes a blob that nothing refers to any more.
  public void delete(String hash) throws IOException {
    Optional<Path> file = file(hash);
    if (file.isPresent()) Files.deleteIfExists(file.get());
  }

  /// Two levels of 256 folders keep each one small.
  private Path place(String hash) {
    return folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
