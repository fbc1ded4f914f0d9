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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;

/// The blobs of this process in a folder of its disk.
///
/// A blob arrives under a temporary name, is forced to the disk, and only then takes its own name:
/// whoever finds it finds it whole, also after a power cut. Equal bytes are kept once. What a
/// killed process had half received is removed at the next start; so is what it had whole and
/// nothing refers to, which is marked by an empty file as long as that is not settled.
public final class BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(BlobStore.class);
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Path arriving;
  private final AtomicLong arrivals = new AtomicLong();

  /// Blobs that have arrived and of which it is not settled whether they stay.
  private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();

  /// Folders whose own names are durable.
  private final Set<Path> shelves = ConcurrentHashMap.newKeySet();

  /// @param turn another one whenever somebody came
  private record Held(int holders, long turn) {}

  private enum Needed {
    YES,
    NO,
    UNKNOWN
  }

  /// Opens the store in a folder, which is made when missing and closed to other users.
  public BlobStore(Path folder) {
    this.folder = folder;
    this.arriving = folder.resolve("arriving");
    try {
      Files.createDirectories(arriving);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      try (Stream<Path> halves = Files.list(arriving)) {
        for (Path half : halves.toList())
          if (!HASH.matcher(half.getFileName().toString()).matches()) Files.delete(half);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
    }
  }

  /// Takes in everything the stream holds, and returns when it is durable.
  ///
  /// @param bytesMax beyond it nothing is kept and `Refused.tooLarge` is thrown
  /// @param referred whether anything durable refers to the blob of a hash
  /// @throws IOException when the stream breaks or the disk is full; nothing is kept
  public Arrival arrive(InputStream stream, long bytesMax, Predicate<String> referred)
      throws IOException {
    Path half = arriving.resolve(Long.toString(arrivals.incrementAndGet()));
    try {
      Blob blob = receive(stream, half, bytesMax);
      Path shelf = shelf(blob.hash());
      settle(half, blob.hash());
      Arrival arrival = new Arrival(blob, referred);
      try {
        force(shelf);
        return arrival;
      } catch (IOException undone) {
        arrival.close();
        throw undone;
      }
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /// A blob that is durable, and that nothing needs to refer to yet. Unless it is kept it goes with
  /// the last who brought it: a refused upload leaves no file.
  public final class Arrival implements AutoCloseable {
    private final Blob blob;
    private final Predicate<String> referred;
    private boolean kept;

    private Arrival(Blob blob, Predicate<String> referred) {
      this.blob = blob;
      this.referred = referred;
    }

    public Blob blob() {
      return blob;
    }

    /// To be called when what refers to the blob is durable.
    public void keep() {
      kept = true;
    }

    @Override
    public void close() {
      leave(blob.hash(), hash -> kept || referred.test(hash));
    }
  }

  /// Removes what a killed process took in and nothing refers to; before anything arrives.
  public void sweep(Predicate<String> referred) {
    try (Stream<Path> marks = Files.list(arriving)) {
      for (Path mark : marks.toList()) {
        String hash = mark.getFileName().toString();
        if (!referred.test(hash)) Files.deleteIfExists(place(hash));
        Files.deleteIfExists(mark);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
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

  /// Whoever comes second with the same bytes may come before the first has forced the folder, so
  /// both do. Nobody takes a blob away while it settles: both happen inside its entry, locked while
  /// names change and not while bytes are written or forced.
  private void settle(Path half, String hash) throws IOException {
    Path shelf = shelf(hash);
    if (!shelves.contains(shelf)) {
      Files.createDirectories(shelf);
      force(shelf.resolveSibling("."));
      force(folder);
      shelves.add(shelf);
    }
    try {
      held.compute(
          hash,
          (_, before) -> {
            move(half, hash);
            return new Held(before == null ? 1 : before.holders() + 1, arrivals.incrementAndGet());
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void move(Path half, String hash) {
    try {
      if (Files.exists(place(hash))) return;
      if (Files.notExists(mark(hash))) Files.createFile(mark(hash));
      Files.move(half, place(hash), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One holder less. The last one looks whether anything refers to the blob, and again when
  /// somebody came meanwhile who may have seen to that.
  private void leave(String hash, Predicate<String> referred) {
    AtomicBoolean left = new AtomicBoolean();
    while (!left.get()) {
      Held seen = held.get(hash);
      if (seen == null) throw new IllegalStateException("a blob that nobody holds");
      Needed needed = seen.holders() > 1 ? Needed.UNKNOWN : needed(hash, referred);
      held.computeIfPresent(
          hash,
          (_, now) -> {
            if (!now.equals(seen)) return now;
            left.set(true);
            settled(hash, needed);
            return now.holders() == 1 ? null : new Held(now.holders() - 1, now.turn());
          });
    }
  }

  private static Needed needed(String hash, Predicate<String> referred) {
    try {
      return referred.test(hash) ? Needed.YES : Needed.NO;
    } catch (RuntimeException fault) {
      LOG.warn("whether blob {} is needed is found out at the next start", hash, fault);
      return Needed.UNKNOWN;
    }
  }

  /// The mark goes last: while it is there, the next start looks again.
  private void settled(String hash, Needed needed) {
    try {
      if (needed == Needed.NO) Files.deleteIfExists(place(hash));
      if (needed != Needed.UNKNOWN) Files.deleteIfExists(mark(hash));
    } catch (IOException e) {
      LOG.warn("blob {} is tidied up at the next start", hash, e);
    }
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

  /// Two levels of 256 folders keep each one small.
  private Path shelf(String hash) {
    return folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4));
  }

  private Path place(String hash) {
    return shelf(hash).resolve(hash);
  }

  private Path mark(String hash) {
    return arriving.resolve(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
