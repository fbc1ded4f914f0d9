package parvis.harness.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The files of the specification, read when first asked for, and the references between them.
final class SpecFiles {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path root = root();
  private final Map<Path, JsonNode> files = new ConcurrentHashMap<>();

  /// A node and the file in which its own references are to be read.
  record Place(Path file, String pointer, JsonNode node) {}

  private static Path root() {
    URL folder = Objects.requireNonNull(SpecFiles.class.getResource("/matrix-spec"));
    try {
      return Path.of(folder.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The YAML files of a folder, folders below it left out.
  List<Path> in(String folder) {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String file) {
    return Files.isRegularFile(root.resolve(file));
  }

  Place whole(String file) {
    return whole(root.resolve(file));
  }

  Place whole(Path file) {
    return new Place(file, "", read(file.normalize()));
  }

  private JsonNode read(Path file) {
    return files.computeIfAbsent(file, YAML::readTree);
  }

  /// What a reference in this file names: another file, a part of it, or a part of the same file.
  Place follow(Path file, String reference) {
    int hash = reference.indexOf('#');
    String path = hash < 0 ? reference : reference.substring(0, hash);
    String pointer = hash < 0 ? "" : reference.substring(hash + 1);
    Path named = path.isEmpty() ? file : file.resolveSibling(path).normalize();
    JsonNode node = read(named).at(pointer);
    if (node.isMissingNode()) throw new IllegalStateException(file + " refers to " + reference);
    return new Place(named, pointer, node);
  }

  /// The same place, or where its reference leads when it is one.
  Place resolved(Path file, JsonNode node) {
    Place place = new Place(file, "", node);
    while (place.node().has("$ref")) {
      place = follow(place.file(), place.node().get("$ref").asString());
    }
    return place;
  }

  /// An example with what it refers to put in: its own fields replace those.
  JsonNode example(Path file, JsonNode node) {
    if (node.isArray()) {
      var array = YAML.createArrayNode();
      node.forEach(element -> array.add(example(file, element)));
      return array;
    }
    if (!node.isObject()) return node;
    ObjectNode whole = YAML.createObjectNode();
    @Nullable JsonNode reference = node.get("$ref");
    if (reference != null && reference.isString()) {
      Place base = follow(file, reference.asString());
      JsonNode filled = example(base.file(), base.node());
      if (node.size() == 1) return filled;
      whole.setAll((ObjectNode) filled);
    }
    node.forEachEntry(
        (name, value) -> {
          if (!name.equals("$ref")) whole.set(name, example(file, value));
        });
    return whole;
  }
}
