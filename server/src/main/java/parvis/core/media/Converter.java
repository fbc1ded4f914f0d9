package parvis.core.media;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import parvis.base.Refused;
import parvis.platform.config.Config;

/// The program of this machine that makes a JPEG of a HEIC photograph (`heif-convert` of libheif,
/// called `heif-dec` since its version 1.19), kept within bounds: it reads what strangers made.
///
/// Each photograph has a process and a folder of its own, which is removed. The process has nothing
/// of our environment, arguments that never change, so much memory, processor and disk as is named
/// here and no more, and is killed when its time is over, also when Parvis is no more. One that
/// Parvis found by itself is shut off from the rest of the machine ([Apart]), or not used; one that
/// was named is run as it is, as nobody where Parvis is root.
final class Converter {
  private static final Logger LOG = LoggerFactory.getLogger(Converter.class);

  /// How long one photograph is worked at.
  static final Duration TIME_MAX = Duration.ofSeconds(30);

  /// How long what was begun lives on where Parvis does not end it.
  private static final Duration ORPHAN_MAX = Duration.ofSeconds(10);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  /// Of the processor, in seconds; several threads may work at once.
  private static final int PROCESSOR_SECONDS_MAX = 60;

  /// Addresses that the process may use: one of 48 megapixels needs a third of them.
  private static final int MEMORY_KIB_MAX = 1 << 20;

  /// What it may write into one file: twice what 48 megapixels take.
  static final int JPEG_BYTES_MAX = 32_000_000;

  /// The unit of `ulimit -f`.
  private static final int BLOCK_BYTES = 512;

  private static final int QUALITY = 90;
  private static final String FOLDER = "photograph-";
  private static final String PHOTOGRAPH = "in.heic";

  /// The second is written where the file holds several pictures: the first of them is taken.
  private static final List<String> PICTURES = List.of("out.jpg", "out-1.jpg");

  private static final String BOUNDED =
      "ulimit -c 0 && ulimit -v %d && ulimit -t %d && ulimit -f %d && exec \"$0\" \"$@\""
          .formatted(MEMORY_KIB_MAX, PROCESSOR_SECONDS_MAX, JPEG_BYTES_MAX / BLOCK_BYTES);

  private final String program;
  private final Path work;
  private final Duration timeMax;
  private final boolean apart;
  private final boolean root = System.getProperty("user.name", "").equals("root");

  /// @param work where each photograph gets a folder of its own
  /// @param apart whether the program is shut off from the rest of the machine
  Converter(Path program, Path work, Duration timeMax, boolean apart) {
    this.program = program.toString();
    this.work = work;
    this.timeMax = timeMax;
    this.apart = apart;
    sweep();
  }

  /// Empty where the program was not named and cannot be shut off.
  static Optional<Converter> of(Config.HeicConverter wish, Path work) {
    Converter converter = new Converter(wish.program(), work, TIME_MAX, !wish.named());
    if (wish.named() || converter.canBeApart()) return Optional.of(converter);
    LOG.info("{} is not used: it cannot be shut off from this machine", wish.program());
    return Optional.empty();
  }

  /// Whether this machine lets a program be shut off: looked at by running one that does nothing.
  boolean canBeApart() {
    try {
      return runs(List.of("true"));
    } catch (IOException e) {
      LOG.info("No program can be run apart: {}", e.getMessage());
      return false;
    }
  }

  /// Whether some program ends well where photographs are worked at.
  boolean runs(List<String> words) throws IOException {
    try (Folder folder = folder()) {
      Files.createFile(folder.photograph());
      return exit(folder, words).equals(Optional.of(0));
    }
  }

  /// Removes what a server left that was ended while it worked.
  private void sweep() {
    try {
      Files.createDirectories(work);
      List<Path> left;
      try (Stream<Path> all = Files.list(work)) {
        left = all.filter(one -> one.getFileName().toString().startsWith(FOLDER)).toList();
      }
      for (Path one : left) new Folder(one).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A folder in which one photograph is worked at; whoever made it removes it.
  Folder folder() throws IOException {
    Folder folder = new Folder(Files.createTempDirectory(work, FOLDER));
    Files.createDirectory(folder.work());
    Files.createDirectory(folder.path().resolve(Apart.ROOT));
    return folder;
  }

  /// Removes what is in it with it.
  record Folder(Path path) implements AutoCloseable {
    /// The part of it in which the program works.
    Path work() {
      return path.resolve("work");
    }

    Path photograph() {
      return work().resolve(PHOTOGRAPH);
    }

    /// Where the picture is kept that was looked at; no program reaches it.
    Path answer() {
      return path.resolve("answer.jpg");
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  /// The picture it made of the photograph in a folder; empty when it made none.
  ///
  /// @throws Refused unavailable when its time was over
  Optional<Path> picture(Folder folder) throws IOException {
    List<String> words =
        List.of(program, "-q", String.valueOf(QUALITY), PHOTOGRAPH, PICTURES.getFirst());
    int exit = exit(folder, words).orElseThrow(() -> Refused.unavailable(AGAIN_AFTER));
    if (exit != 0) {
      LOG.debug("{} made no picture of a photograph: {}", program, exit);
      return Optional.empty();
    }
    for (String name : PICTURES) {
      Path made = folder.work().resolve(name);
      if (Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)
          && Files.size(made) <= JPEG_BYTES_MAX) {
        return Optional.of(made);
      }
    }
    return Optional.empty();
  }

  /// How a program ended; empty when its time was over.
  private Optional<Integer> exit(Folder folder, List<String> words) throws IOException {
    if (root) give(folder);
    Process process = process(folder.work(), words).start();
    try {
      return process.waitFor(timeMax.toNanos(), TimeUnit.NANOSECONDS)
          ? Optional.of(process.exitValue())
          : Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      end(process);
    }
  }

  private ProcessBuilder process(Path folder, List<String> run) {
    long secondsMax = timeMax.plus(ORPHAN_MAX).toSeconds();
    List<String> words =
        new ArrayList<>(List.of("timeout", "--signal=KILL", String.valueOf(secondsMax)));
    if (apart) {
      words.addAll(Apart.words(root));
    } else {
      words.add("setpriv");
      if (root) words.addAll(Apart.asNobody());
      words.add("--no-new-privs");
    }
    words.addAll(List.of("sh", "-c", BOUNDED));
    words.addAll(run);
    ProcessBuilder process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    process.environment().clear();
    process.environment().putAll(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C"));
    return process;
  }

  private static void give(Folder folder) throws IOException {
    UserPrincipal nobody =
        folder
            .path()
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(Apart.NOBODY);
    Files.setOwner(folder.photograph(), nobody);
    Files.setOwner(folder.work(), nobody);
  }

  /// With whatever it has started; waits until all is gone, so that nothing comes into its folder.
  private static void end(Process process) {
    List<ProcessHandle> begun = process.descendants().toList();
    begun.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    begun.forEach(one -> one.onExit().join());
  }
}
