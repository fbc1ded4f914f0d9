package parvis.platform.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL that a killed process left behind on a cluster, and the traces it leaves.
///
/// A pid file proves nothing: its number may be anybody's after a restart of the machine or of the
/// container. So the process is asked by its command line whether it works on this very cluster;
/// only then is it stopped, in order first, at once when that takes too long.
final class Orphan {
  private static final Logger log = LoggerFactory.getLogger(Orphan.class);
  private static final Duration IN_ORDER_MAX = Duration.ofSeconds(20);
  private static final Duration AT_ONCE_MAX = Duration.ofSeconds(20);

  private Orphan() {}

  /// Returns when nobody works on the cluster and nothing says otherwise.
  static void stop(Path cluster) {
    List<ProcessHandle> running = processes(cluster);
    if (!running.isEmpty()) {
      log.warn("a PostgreSQL is left over from a killed Parvis: stopping it");
      signal("-INT", running);
      if (!gone(cluster, IN_ORDER_MAX)) {
        signal("-QUIT", processes(cluster));
        if (!gone(cluster, AT_ONCE_MAX)) processes(cluster).forEach(ProcessHandle::destroyForcibly);
      }
    }
    try {
      Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    } catch (IOException e) {
      log.warn("cannot remove the pid file of PostgreSQL", e);
    }
  }

  private static boolean gone(Path cluster, Duration max) {
    long deadline = System.nanoTime() + max.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (processes(cluster).isEmpty()) return true;
      EmbeddedPostgres.pause(Duration.ofMillis(20));
    }
    return false;
  }

  private static void signal(String signal, List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      try {
        new ProcessBuilder("sh", "-c", "kill \"$1\" \"$2\"", "sh", signal, "" + process.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        log.warn("cannot signal PostgreSQL", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The server on this cluster, and the sessions of a server that was killed before them.
  private static List<ProcessHandle> processes(Path cluster) {
    return ProcessHandle.allProcesses().filter(process -> worksOn(process, cluster)).toList();
  }

  /// A session keeps the cluster as its working folder, whatever its title says.
  private static boolean worksOn(ProcessHandle process, Path cluster) {
    Path entry = Path.of("/proc", Long.toString(process.pid()));
    try {
      String program = Files.readString(entry.resolve("comm"), StandardCharsets.ISO_8859_1);
      if (!program.startsWith("postgres")) return false;
      return Files.isSameFile(entry.resolve("cwd"), cluster);
    } catch (IOException e) {
      return false;
    }
  }

  static Optional<Long> pid(Path cluster) {
    List<String> lines = pidFile(cluster);
    return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.getFirst().strip()));
  }

  static List<String> pidFile(Path cluster) {
    try {
      return Files.readAllLines(cluster.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
