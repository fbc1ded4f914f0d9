package parvis.suite.scim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// How a resource is told: with its schemas before it and its `meta` behind it. Its version is the
/// hash of what it says, so that whatever changes it, by whichever way, is another version.
record Resource(Schema schema, JsonObject whole) {
  private static final int VERSION_BYTES = 10;

  static Resource of(
      Schema schema, String base, String id, JsonObject said, long createdMs, long changedMs) {
    var version = "W/\"" + hash(said) + "\"";
    var meta =
        JsonObject.of(
            "resourceType", schema.name(),
            "created", FilterReader.told(Instant.ofEpochMilli(createdMs)),
            "lastModified", FilterReader.told(Instant.ofEpochMilli(changedMs)),
            "location", location(schema, base, id),
            "version", version);
    var whole = JsonObject.builder().put("schemas", schema.schemas(said)).put("id", id);
    said.entries().forEach(entry -> whole.put(entry.name(), entry.value()));
    return new Resource(schema, whole.put("meta", meta).build());
  }

  static String location(Schema schema, String base, String id) {
    return base + schema.endpoint() + "/" + id;
  }

  private static String hash(JsonObject said) {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(CanonicalJson.write(said));
      return HexFormat.of().formatHex(sha, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  static JsonObject parsed(String text) {
    return (JsonObject) JsonReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST);
  }

  String version() {
    return whole.object("meta").flatMap(meta -> meta.string("version")).orElseThrow();
  }

  /// @param named what `If-Match` names; a star is whatever is there
  /// @throws Declined when that is another version
  void require(Optional<String> named) {
    if (named.filter(text -> !text.equals("*") && !names(text)).isPresent()) {
      throw new Declined(Declined.Kind.CHANGED, "It was changed since");
    }
  }

  /// Whether a list of versions names this one.
  boolean names(String versions) {
    return Arrays.stream(versions.split(",", -1)).map(String::strip).anyMatch(version()::equals);
  }

  /// What is asked for of it: `id` and `schemas` always, and of the rest what is named, or all but
  /// what is named.
  ///
  /// spec: RFC 7644, 3.9
  JsonObject told(List<String> only, List<String> without) {
    if (!only.isEmpty()) {
      var told = JsonObject.builder();
      for (var name : List.of("schemas", "id")) {
        told.put(name, whole.get(name));
      }
      var built = told.build();
      for (var name : only) {
        built = with(built, name);
      }
      return built;
    }
    var told = whole;
    for (var name : without) {
      told = leaving(told, name);
    }
    return told;
  }

  private Optional<Path> path(String name) {
    try {
      return Optional.of(Path.plain(schema, name, Declined.Kind.INVALID_PATH));
    } catch (Declined unknown) {
      return Optional.empty();
    }
  }

  private JsonObject with(JsonObject told, String name) {
    var path = path(name.strip());
    var value = path.map(found -> whole.get(found.attribute().name()));
    if (value.isEmpty()) {
      return told;
    }
    var attribute = path.get().attribute().name();
    var sub = path.get().sub();
    if (sub.isEmpty()) {
      return told.with(attribute, value.get());
    }
    if (value.get() instanceof JsonObject object) {
      var part = object.get(sub.get().name());
      var before = told.object(attribute).orElse(JsonObject.EMPTY);
      return part == null ? told : told.with(attribute, before.with(sub.get().name(), part));
    }
    return told.with(attribute, value.get());
  }

  private JsonObject leaving(JsonObject told, String name) {
    var path = path(name.strip());
    if (path.isEmpty() || path.get().attribute().is("id")) {
      return told;
    }
    var attribute = path.get().attribute().name();
    var sub = path.get().sub();
    if (sub.isEmpty()) {
      return told.without(attribute);
    }
    return switch (told.get(attribute)) {
      case JsonObject object -> told.with(attribute, object.without(sub.get().name()));
      case JsonArray array ->
          told.with(
              attribute,
              JsonArray.of(
                  array.objects().stream().map(one -> one.without(sub.get().name())).toArray()));
      case null, default -> told;
    };
  }
}
