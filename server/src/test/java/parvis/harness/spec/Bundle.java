package parvis.harness.spec;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A schema of the specification as one document: whatever it refers to lies in its `$defs`.
///
/// Keywords are told from names, because a schema may describe a property called `$ref` or `items`;
/// documentation and examples are left behind.
final class Bundle {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> OF_SCHEMAS_BY_NAME =
      Set.of("properties", "patternProperties", "$defs", "dependentSchemas");
  private static final Set<String> OF_SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> OF_A_SCHEMA =
      Set.of(
          "items",
          "additionalProperties",
          "unevaluatedProperties",
          "propertyNames",
          "contains",
          "not",
          "if",
          "then",
          "else");
  private static final Set<String> LEFT_BEHIND =
      Set.of("example", "examples", "description", "title", "$schema", "$id", "default");

  private final SpecFiles files;
  private final ObjectNode definitions = JSON.createObjectNode();
  private final Map<String, String> keys = new HashMap<>();

  private Bundle(SpecFiles files) {
    this.files = files;
  }

  static JsonNode of(SpecFiles files, SpecFiles.Place place) {
    var bundle = new Bundle(files);
    ObjectNode document = JSON.createObjectNode();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.set("allOf", JSON.createArrayNode().add(bundle.schema(place.file(), place.node())));
    document.set("$defs", bundle.definitions);
    return document;
  }

  private JsonNode schema(Path file, JsonNode node) {
    if (!node.isObject()) return node;
    ObjectNode schema = JSON.createObjectNode();
    node.forEachEntry(
        (keyword, value) -> {
          if (keyword.equals("$ref")) {
            schema.put(keyword, definition(files.follow(file, value.asString())));
          } else if (OF_SCHEMAS_BY_NAME.contains(keyword)) {
            ObjectNode named = schema.putObject(keyword);
            value.forEachEntry((name, inner) -> named.set(name, schema(file, inner)));
          } else if (OF_SCHEMAS.contains(keyword)) {
            ArrayNode list = schema.putArray(keyword);
            value.forEach(inner -> list.add(schema(file, inner)));
          } else if (OF_A_SCHEMA.contains(keyword)) {
            schema.set(keyword, schema(file, value));
          } else if (!LEFT_BEHIND.contains(keyword) && !keyword.startsWith("x-")) {
            schema.set(keyword, value);
          }
        });
    return schema;
  }

  private String definition(SpecFiles.Place place) {
    String name = place.file() + "#" + place.pointer();
    String known = keys.get(name);
    if (known != null) return "#/$defs/" + known;
    String key = "s" + keys.size();
    keys.put(name, key);
    definitions.set(key, schema(place.file(), place.node()));
    return "#/$defs/" + key;
  }
}
