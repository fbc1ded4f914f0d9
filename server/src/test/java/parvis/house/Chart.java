package parvis.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The map of ARCHITECTURE.md beside the folders that there are.
///
/// @param root the folder of the repository, or of a fixture that looks like one
record Chart(Path root) {
  private static final Set<String> MADE = Set.of("target", "data", "demo-data");
  private static final String MAIN = "src/main/java/parvis";
  private static final Set<String> FLOORS = Set.of("platform", "core", "suite");
  private static final Pattern NAMED = Pattern.compile("`((?:platform|core|suite)\\.[a-z]+)`");
  private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

  /// Folders that the map does not draw, and packages that it draws and nobody finds.
  List<String> wrong() throws IOException {
    String map = Files.readString(root.resolve("ARCHITECTURE.md"));
    List<String> wrong = new ArrayList<>();
    List<String> quoted = QUOTED.matcher(map).results().map(one -> one.group(1)).toList();
    for (String folder : folders()) {
      if (!quoted.contains(folder)) wrong.add(folder + " is not on the map");
    }
    NAMED
        .matcher(map)
        .results()
        .map(one -> one.group(1))
        .filter(name -> !Files.isDirectory(server().resolve(name.replace('.', '/'))))
        .forEach(name -> wrong.add(name + " is on the map and nowhere else"));
    return wrong.stream().distinct().toList();
  }

  private Path server() {
    return root.resolve("server").resolve(MAIN);
  }

  /// As the map calls them: `web/`, `core.rooms`, `base`, `json`.
  private List<String> folders() throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : below(root)) if (!MADE.contains(name)) all.add(name + "/");
    for (String name : below(server())) {
      if (!FLOORS.contains(name)) all.add(name);
      else for (String part : below(server().resolve(name))) all.add(name + "." + part);
    }
    all.addAll(below(root.resolve("protocol").resolve(MAIN).resolve("protocol")));
    all.addAll(below(root.resolve("web/src")));
    for (String part : below(root.resolve("blackbox"))) if (!MADE.contains(part)) all.add(part);
    return all;
  }

  private static List<String> below(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .map(one -> one.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
