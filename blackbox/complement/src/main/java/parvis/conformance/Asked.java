package parvis.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a run is asked to do, and where its things lie.
final class Asked {
  private static final String OTHER_IMAGE = "COMPLEMENT_BASE_IMAGE_";

  @Option(
      names = "--image",
      paramLabel = "NAME",
      defaultValue = "parvis",
      description = "The homeserver to judge: the name of a script in images/ (parvis).")
  private String image = "parvis";

  @Option(names = "-o", paramLabel = "FILE", description = "Write the results to this file.")
  private @Nullable Path results;

  @Option(
      names = "--add",
      description = "Keep what the file says of tests that this run does not run.")
  private boolean add;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The suite's own test command, which prints events of Go's test runner.")
  private List<String> command = List.of();

  String image() {
    return image;
  }

  Optional<Path> results() {
    return Optional.ofNullable(results);
  }

  /// What the results begin with.
  Results earlier() {
    return results()
        .filter(file -> add && file.toFile().exists())
        .map(Results::read)
        .orElseGet(Results::none);
  }

  List<String> command() {
    return command;
  }

  /// Every image that this run can need: its own, and those that the environment names for single
  /// servers.
  Set<String> allImages(Map<String, String> environment) {
    Set<String> images = new TreeSet<>(Set.of(image));
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(OTHER_IMAGE)) images.add(value);
        });
    return images;
  }

  Launcher launcher(String name) {
    return Launcher.of(launchers(), name)
        .orElseThrow(() -> new Conformance.Failed("There is no image " + name + "."));
  }

  /// The folder with the scripts of images; the launcher says where it is.
  Path launchers() {
    return Path.of(System.getProperty("conformance.images", "blackbox/complement/images"));
  }

  /// The folder of everything that a run leaves.
  Path target() {
    return Path.of(System.getProperty("conformance.target", "target/conformance")).toAbsolutePath();
  }
}
