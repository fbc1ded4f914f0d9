package parvis.core.media;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program of this machine that makes a JPEG of a HEIC photograph (`heif-convert` of libheif,
/// called `heif-dec` since its version 1.19), kept within bounds: it reads what strangers made.
///
/// Each photograph has a process and a folder of its own, which is removed. The process has nothing
/// of our environment, arguments that never change, so much memory, processor and disk as is named
/// here and no more, and is killed when its time is over. Where Parvis is root, it is nobody.
final class Converter {
  private static final Logger LOG = LoggerFactory.getLogger(Converter.class);

  /// How long one photograph is worked at.
  static final Duration TIME_MAX = Duration.ofSeconds(30);

  /// Of the processor, in seconds; several threads may work at once.
  private static final int PROCESSOR_SECONDS_MAX = 60;

  /// Addresses that the process may use: one of 48 megapixels needs a third of them.
  private static final int MEMORY_KIB_MAX = 1 << 20;

  /// What it may write into one file.
  static final int JPEG_BYTES_MAX = 64_000_000;

  /// The unit of `ulimit -f`.
  private static final int BLOCK_BYTES = 512;

  private static final int QUALITY = 90;
  static final String PHOTOGRAPH = "in.heic";

  /// The second is written where the file holds several pictures: the first of them is taken.
  private static final List<String> PICTURES = List.of("out.jpg", "out-1.jpg");

  /// Who owns nothing, on every Linux.
  private static final String NOBODY = "65534";

  private static final String BOUNDED =
      "ulimit -c 0 && ulimit -v %d && ulimit -t %d && ulimit -f %d && exec \"$0\" \"$@\""
          .formatted(MEMORY_KIB_MAX, PROCESSOR_SECONDS_MAX, JPEG_BYTES_MAX / BLOCK_BYTES);

  private final Path program;
  private final Path work;
  private final Duration timeMax;
  private final boolean root = System.getProperty("user.name", "").equals("root");

  /// @param work where each photograph gets a folder of its own
  Converter(Path program, Path work, Duration timeMax) {
    this.program = program;
    this.work = work;
    this.timeMax = timeMax;
  }

  /// A folder in which one photograph is worked at; whoever made it removes it.
  Folder folder() throws IOException {
    return new Folder(Files.createTempDirectory(work, "parvis-photograph-"));
  }

  /// Removes what is in it with it.
  record Folder(Path path) implements AutoCloseable {
    Path photograph() {
      return path.resolve(PHOTOGRAPH);
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  /// The picture it made of the photograph in a folder; empty when it made none.
  Optional<byte[]> picture(Folder folder) throws IOException {
    if (root) give(folder);
    Process process = process(folder.path()).start();
    try {
      if (!process.waitFor(timeMax.toNanos(), TimeUnit.NANOSECONDS)) return Optional.empty();
      if (process.exitValue() != 0) {
        LOG.debug("{} made no picture of a photograph: {}", program, process.exitValue());
        return Optional.empty();
      }
      for (String name : PICTURES) {
        Path made = folder.path().resolve(name);
        if (Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)
            && Files.size(made) <= JPEG_BYTES_MAX) {
          return Optional.of(Files.readAllBytes(made));
        }
      }
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      end(process);
    }
  }

  private ProcessBuilder process(Path folder) {
    List<String> words = new ArrayList<>();
    if (root) {
      words.addAll(
          List.of(
              "setpriv",
              "--reuid=" + NOBODY,
              "--regid=" + NOBODY,
              "--clear-groups",
              "--no-new-privs"));
    }
    words.addAll(List.of("sh", "-c", BOUNDED, program.toString()));
    words.addAll(List.of("-q", String.valueOf(QUALITY), PHOTOGRAPH, PICTURES.getFirst()));
    ProcessBuilder process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    process.environment().clear();
    process.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));
    return process;
  }

  private static void give(Folder folder) throws IOException {
    UserPrincipal nobody =
        folder.path().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
    Files.setOwner(folder.photograph(), nobody);
    Files.setOwner(folder.path(), nobody);
  }

  /// With whatever it has started; waits until it is gone, so that nothing comes into its folder.
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
