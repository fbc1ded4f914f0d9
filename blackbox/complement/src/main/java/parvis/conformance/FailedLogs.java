package parvis.conformance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What is kept of a failed test: what it printed, and what each homeserver logged meanwhile.
///
/// Servers are shared by the tests of a package, which run one after the other; so the log of a
/// test is what was appended between its beginning and its end.
final class FailedLogs {
  private static final long LOG_BYTES_MAX = 4 << 20;
  private static final int OUTPUT_CHARACTERS_MAX = 4 << 20;

  private final Path logs;
  private final Path kept;
  private final Map<String, Long> sizes = new TreeMap<>();
  private final StringBuilder output = new StringBuilder();
  private final List<Path> folders = new ArrayList<>();

  /// @param logs the folder with the logs of all containers
  /// @param kept a folder that gets one for each failed test
  FailedLogs(Path logs, Path kept) {
    this.logs = logs;
    this.kept = kept;
  }

  void note(TestEvent event) {
    if (event.topLevel() && event.action().equals("run")) {
      sizes.clear();
      for (Path log : logs()) sizes.put(log.getFileName() + "", size(log));
      output.setLength(0);
    }
    if (output.length() < OUTPUT_CHARACTERS_MAX) output.append(event.output());
    if (event.topLevel() && event.action().equals("fail")) keep(event.test());
  }

  /// The folders of the failed tests, in the order in which they failed.
  List<Path> folders() {
    return List.copyOf(folders);
  }

  private void keep(String test) {
    try {
      Path folder = Files.createDirectories(kept.resolve(test));
      folders.add(folder);
      Files.writeString(folder.resolve("test.log"), output);
      for (Path log : logs()) {
        byte[] part = appended(log, sizes.getOrDefault(log.getFileName() + "", 0L));
        if (part.length > 0) Files.write(folder.resolve(log.getFileName()), part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The end of what was appended, when it is much.
  private static byte[] appended(Path log, long from) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(from, file.length() - LOG_BYTES_MAX);
      var bytes = new byte[(int) Math.max(0, file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      return bytes;
    }
  }

  private List<Path> logs() {
    try (Stream<Path> files = Files.list(logs)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path log) {
    try {
      return Files.size(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
