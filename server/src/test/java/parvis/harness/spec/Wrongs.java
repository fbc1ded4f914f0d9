package parvis.harness.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Bodies of a request that are right as its schema says, but in one place: a value inside of
/// another is of another type, a word is none of those that are listed, or an object has a field
/// that nobody knows.
public final class Wrongs {
  /// Bodies of one operation, the first so many.
  static final int BODIES_MAX = 60;

  /// Objects and lists inside each other; schemas may go round in circles.
  private static final int DEPTH_MAX = 5;

  /// What proves who somebody is: with it, a request would be done.
  private static final String AUTH = "auth";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON = new JsonMapper();

  private final SpecFiles files;

  Wrongs(SpecFiles files) {
    this.files = files;
  }

  /// @param body the schema of the request's object
  List<String> of(SpecFiles.Place body) {
    return variants(body, 0).stream().limit(BODIES_MAX).map(JSON::writeValueAsString).toList();
  }

  private SpecFiles.Place inside(SpecFiles.Place place, JsonNode node) {
    return files.resolved(place.file(), node);
  }

  /// All properties of an object, those of its parts too.
  private Map<String, SpecFiles.Place> properties(SpecFiles.Place place) {
    var all = new LinkedHashMap<String, SpecFiles.Place>();
    place.node().path("allOf").forEach(part -> all.putAll(properties(inside(place, part))));
    var own = place.node().path("properties");
    for (String name : own.propertyNames()) {
      if (!name.equals(AUTH)) all.put(name, inside(place, own.get(name)));
    }
    return all;
  }

  /// The first of the schemas that a value may have.
  private SpecFiles.Place chosen(SpecFiles.Place place) {
    for (String several : List.of("oneOf", "anyOf")) {
      if (place.node().path(several).has(0)) {
        return chosen(inside(place, place.node().path(several).get(0)));
      }
    }
    return place;
  }

  private String type(SpecFiles.Place place) {
    var type = place.node().path("type");
    if (type.isString()) return type.asString();
    if (type.isArray()) return type.path(0).asString("");
    if (!properties(place).isEmpty() || place.node().has("additionalProperties")) return "object";
    var part = place.node().path("allOf").path(0);
    return part.isMissingNode() ? "" : type(inside(place, part));
  }

  private JsonNode sample(SpecFiles.Place given, int depth) {
    var place = chosen(given);
    var words = place.node().path("enum");
    if (words.has(0)) return words.get(0);
    return switch (type(place)) {
      case "object" -> {
        var object = NODES.objectNode();
        if (depth < DEPTH_MAX) {
          properties(place).forEach((name, one) -> object.set(name, sample(one, depth + 1)));
          var others = place.node().path("additionalProperties");
          if (others.isObject()) object.set("x", sample(inside(place, others), depth + 1));
        }
        yield object;
      }
      case "array" -> {
        var array = NODES.arrayNode();
        if (depth < DEPTH_MAX && place.node().has("items")) {
          array.add(sample(inside(place, place.node().get("items")), depth + 1));
        }
        yield array;
      }
      case "integer", "number" -> NODES.numberNode(1);
      case "boolean" -> NODES.booleanNode(true);
      default -> NODES.stringNode("x");
    };
  }

  private List<JsonNode> variants(SpecFiles.Place given, int depth) {
    var place = chosen(given);
    var variants = new ArrayList<JsonNode>();
    if (place.node().path("enum").has(0)) variants.add(NODES.stringNode("unknown-word"));
    if (depth > 1) variants.addAll(otherTypes(type(place)));
    if (depth >= DEPTH_MAX) return variants;
    switch (type(place)) {
      case "object" -> {
        if (depth > 0) {
          var more = NODES.objectNode();
          more.setAll(asObject(sample(place, depth)));
          more.set("x-unknown", NODES.objectNode().put("x", 1));
          variants.add(more);
        }
        var all = new LinkedHashMap<>(properties(place));
        var others = place.node().path("additionalProperties");
        if (others.isObject()) all.put("x", inside(place, others));
        all.forEach(
            (name, one) -> {
              for (var wrong : variants(one, depth + 1)) {
                var object = NODES.objectNode();
                object.setAll(asObject(sample(place, depth)));
                object.set(name, wrong);
                variants.add(object);
              }
            });
      }
      case "array" -> {
        if (place.node().has("items")) {
          for (var wrong : variants(inside(place, place.node().get("items")), depth + 1)) {
            variants.add(NODES.arrayNode().add(wrong));
          }
        }
      }
      default -> {}
    }
    return variants;
  }

  private static Map<String, JsonNode> asObject(JsonNode object) {
    var fields = new LinkedHashMap<String, JsonNode>();
    object.forEachEntry(fields::put);
    return fields;
  }

  private static List<JsonNode> otherTypes(String type) {
    var object = NODES.objectNode().put("x", 1);
    return switch (type) {
      case "" -> List.of();
      case "string" -> List.of(NODES.numberNode(1), object);
      case "object" -> List.of(NODES.stringNode("x"), NODES.arrayNode().add(1));
      case "array" -> List.of(NODES.stringNode("x"), object);
      default -> List.of(NODES.stringNode("x"), NODES.arrayNode());
    };
  }
}
