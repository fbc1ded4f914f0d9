package parvis.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import parvis.platform.db.Db;
import parvis.platform.db.TestServer;

/// A new, migrated database for each caller, all in one PostgreSQL of this process, or in an older
/// one.
///
/// The server runs with the settings of production but for its size, and how often a password is
/// hashed. Its data lie in memory where the machine offers that, so that `fsync` costs nothing; its
/// programs are unpacked once below `target/`.
public final class TestDatabase {
  private static final AtomicInteger made = new AtomicInteger();
  private static final long MEMORY_BYTES_LEAST = 2_000_000_000L;

  private TestDatabase() {}

  private static final class Running {
    static final TestServer server = started("", TestServer::start);
  }

  private static final class Oldest {
    static final TestServer server = started("-oldest", TestServer::startOldest);
  }

  private static TestServer started(String suffix, BiFunction<Path, Path, TestServer> start) {
    Path folder = folder(suffix);
    TestServer server = start.apply(folder, programs());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
    return server;
  }

  /// A `Db` on a database that nobody else uses.
  public static Db fresh() {
    return Running.server.open(freshName());
  }

  /// The address of a database that nobody else uses, with user and password in it.
  public static String freshUrl() {
    return Running.server.url(freshName());
  }

  /// The same without any table.
  public static String emptyUrl() {
    String name = "test_" + made.incrementAndGet();
    Running.server.createEmpty(name);
    return Running.server.url(name);
  }

  /// Like [#freshUrl], in the oldest PostgreSQL that Parvis runs on.
  public static String oldestFreshUrl() {
    String name = "test_" + made.incrementAndGet();
    Oldest.server.create(name);
    return Oldest.server.url(name);
  }

  /// The same without any table.
  public static String oldestEmptyUrl() {
    String name = "test_" + made.incrementAndGet();
    Oldest.server.createEmpty(name);
    return Oldest.server.url(name);
  }

  /// Where PostgreSQL's programs are unpacked for tests, before anybody looks for them.
  public static Path programs() {
    return Programs.folder;
  }

  private static final class Programs {
    static final Path folder = TestServer.unpacked(Path.of("target").toAbsolutePath());
  }

  private static String freshName() {
    String name = "test_" + made.incrementAndGet();
    Running.server.create(name);
    return name;
  }

  private static void stop(TestServer server, Path folder) {
    server.close();
    try {
      Leftovers.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(String suffix) {
    try {
      Path memory = Path.of("/dev/shm");
      boolean roomy =
          Files.isWritable(memory)
              && Files.getFileStore(memory).getUsableSpace() > MEMORY_BYTES_LEAST;
      Path parent = roomy ? memory : Path.of(System.getProperty("java.io.tmpdir"));
      Leftovers.sweep(parent);
      return parent.resolve(Leftovers.PREFIX + ProcessHandle.current().pid() + suffix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
