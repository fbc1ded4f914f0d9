package parvis.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A script that brings, names and starts one kind of homeserver: what an image is made of.
///
/// `install` runs before the run, with the registries at hand; `version` prints a line for the
/// results; `run` becomes the homeserver. README.md says what it is told.
record Launcher(Path script) {

  /// The launcher of an image: `parvis`, `localhost/parvis` and `parvis:latest` are the same.
  static Optional<Launcher> of(Path images, String image) {
    String name = image.replaceFirst(".*/", "").replaceFirst("[:@].*", "");
    Path script = images.resolve(name + ".sh").toAbsolutePath().normalize();
    return Files.isExecutable(script) ? Optional.of(new Launcher(script)) : Optional.empty();
  }

  void install() {
    try {
      Process process = new ProcessBuilder(script.toString(), "install").inheritIO().start();
      if (process.waitFor() != 0)
        throw new Conformance.Failed(script.getFileName() + " could not install its homeserver.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String version() {
    try {
      Process process =
          new ProcessBuilder(script.toString(), "version")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Tool.ended(process) == 0 ? said.strip() : script.getFileName().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
