package parvis.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// How long each top-level test of a command took when it was last run: what estimates are made of.
///
/// They are this machine's, so they lie below `target` and are not for committing.
record Durations(Map<String, Double> seconds) {

  /// Those of an earlier run; none when there was none.
  static Durations read(Path file) {
    Map<String, Double> seconds = new TreeMap<>();
    if (!Files.exists(file)) return new Durations(seconds);
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split("\t", 2);
        if (words.length == 2) seconds.put(words[1], Double.valueOf(words[0]));
      }
      return new Durations(seconds);
    } catch (IOException | NumberFormatException unreadable) {
      return new Durations(new TreeMap<>());
    }
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      StringBuilder text = new StringBuilder();
      seconds.forEach((test, took) -> text.append(took + "\t" + test + "\n"));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
