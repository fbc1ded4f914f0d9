package parvis.harness.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The properties of schemas that no answer of many has filled.
///
/// A name says the way to a property: `rooms/join/*/summary` is of each value below `join`, and
/// `chunk[]/type` of each element of `chunk`. A schema with a file of its own, such as that of an
/// event, is one thing wherever it is used: its properties are named after the file, and one answer
/// that fills them is enough. What lies below an empty property is not told apart from it, and
/// where the schema leaves a choice, each part of the choice counts.
public final class Branches {
  private static final List<String> CHOICES = List.of("allOf", "anyOf", "oneOf");

  private final SpecFiles files;
  private final Set<String> met = new TreeSet<>();
  private final Set<String> filled = new TreeSet<>();

  Branches(SpecFiles files) {
    this.files = files;
  }

  /// The properties that were met and never filled.
  public Set<String> empty() {
    Set<String> empty = new TreeSet<>(met);
    empty.removeAll(filled);
    return empty;
  }

  /// Looks into these values of a schema; `at` is the name of the schema.
  void look(SpecFiles.Place schema, List<JsonNode> values, String at) {
    look(schema.file(), schema.node(), values, at);
  }

  private void look(Path file, JsonNode schema, List<JsonNode> values, String at) {
    if (values.isEmpty()) return;
    if (schema.has("$ref")) {
      SpecFiles.Place place = files.follow(file, schema.get("$ref").asString());
      look(place, values, place.file().getFileName() + place.pointer() + " ");
    }
    for (String choice : CHOICES) {
      schema.path(choice).forEach(part -> look(file, part, values, at));
    }
    JsonNode properties = schema.path("properties");
    properties.forEachEntry((name, part) -> property(file, part, values, at, name));
    if (schema.has("items")) {
      look(file, schema.get("items"), values.stream().flatMap(Branches::in).toList(), at + "[]");
    }
    List<JsonNode> others = others(values, properties);
    JsonNode rest = schema.path("additionalProperties");
    if (rest.isObject()) look(file, rest, others, at + "/*");
    schema.path("patternProperties").forEach(part -> look(file, part, others, at + "/*"));
  }

  private void property(Path file, JsonNode part, List<JsonNode> values, String at, String name) {
    String there = at.endsWith(" ") ? at + name : at + "/" + name;
    List<JsonNode> inner =
        values.stream()
            .filter(value -> value.has(name))
            .map(value -> value.get(name))
            .filter(Branches::isFilled)
            .toList();
    met.add(there);
    if (!inner.isEmpty()) filled.add(there);
    look(file, part, inner, there);
  }

  private static Stream<JsonNode> in(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    if (array.isArray()) array.forEach(all::add);
    return all.stream();
  }

  /// The values of the properties that the schema does not name.
  private static List<JsonNode> others(List<JsonNode> values, JsonNode properties) {
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode value : values) {
      value.forEachEntry(
          (name, inner) -> {
            if (!properties.has(name)) others.add(inner);
          });
    }
    return others;
  }

  private static boolean isFilled(JsonNode value) {
    if (value.isContainer()) return !value.isEmpty();
    return !value.isNull() && !(value.isString() && value.asString().isEmpty());
  }
}
