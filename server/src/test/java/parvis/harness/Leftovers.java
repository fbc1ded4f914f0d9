package parvis.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folders that killed test runs left behind.
public final class Leftovers {
  /// What the name of such a folder begins with; the process id of its maker follows, then perhaps
  /// a word.
  static final String PREFIX = "parvis-test-";

  private Leftovers() {}

  static void sweep(Path parent) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(parent)) {
      folders = all.filter(Leftovers::abandoned).toList();
    }
    for (Path folder : folders) delete(folder);
  }

  private static boolean abandoned(Path folder) {
    String name = folder.getFileName().toString();
    if (!name.matches(PREFIX + "\\d+(-[a-z]+)?")) return false;
    long pid = Long.parseLong(name.substring(PREFIX.length()).split("-", 2)[0]);
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  /// Deletes a folder with all that is in it.
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator)
        Files.deleteIfExists(path);
    }
  }
}
