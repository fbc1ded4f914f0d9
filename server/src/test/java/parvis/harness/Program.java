package parvis.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// The server as a program: its classes in one jar beside its libraries, and its memory of them.
///
/// As with `./parvis start`, the first process leaves its classes as they lie in memory; the next
/// ones start in a third of the time. It is one that nobody asked for: tests kill theirs.
final class Program {
  static final Program THE = new Program(Path.of("target", "process").toAbsolutePath());

  private final String classPath;
  private final Path archive;
  private boolean made;

  private Program(Path folder) {
    this.archive = folder.resolve("parvis.jsa");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(archive);
      this.classPath = packed(folder.resolve("parvis.jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The class path of this process without its tests, the folders of it in a jar: memory is kept
  /// of jars alone.
  private static String packed(Path jar) throws IOException {
    List<String> path = new ArrayList<>(List.of(jar.toString()));
    Set<String> folders = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String one : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (!Files.isDirectory(Path.of(one))) path.add(one);
        else if (!one.endsWith("test-classes")) pack(Path.of(one), folders, out);
      }
    }
    return String.join(File.pathSeparator, path);
  }

  /// Folders have entries of their own: migrations are looked for by theirs.
  private static void pack(Path folder, Set<String> folders, JarOutputStream out)
      throws IOException {
    List<Path> all;
    try (Stream<Path> below = Files.walk(folder)) {
      all = below.filter(one -> !one.equals(folder)).sorted().toList();
    }
    for (Path one : all) {
      String name = folder.relativize(one).toString();
      boolean inside = Files.isDirectory(one);
      if (name.startsWith("META-INF") || (inside && !folders.add(name))) continue;
      out.putNextEntry(new JarEntry(inside ? name + "/" : name));
      if (!inside) Files.copy(one, out);
      out.closeEntry();
    }
  }

  String classPath() {
    return classPath;
  }

  /// How Java comes to its memory. Whoever needs it first makes it, and all others wait.
  ///
  /// @param first lets the server start and end in order, with these options of Java
  synchronized List<String> memory(Consumer<List<String>> first) {
    if (!made) {
      first.accept(List.of("-XX:ArchiveClassesAtExit=" + archive));
      made = true;
    }
    return List.of("-XX:SharedArchiveFile=" + archive);
  }
}
