package parvis.platform.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What a route tells of its body beside what it reads of it, where assertions are on: in tests.
/// Whoever reads a field that is not told, or reads it as another type or by a narrower bound,
/// fails; what is told and not read is found by [#told] and [#read]. So neither changes alone.
final class Reading {
  /// Of what nothing is told.
  static final Reading OPEN = new Reading("", Shape.anything());

  private final String where;
  private final Shape shape;
  private final Set<Shape.Part> read = ConcurrentHashMap.newKeySet();
  private final Map<String, Reading> inside = new ConcurrentHashMap<>();

  /// @param where what it is called when something is wrong
  Reading(String where, Shape shape) {
    this.where = where;
    this.shape = shape;
  }

  /// Notes that a field is looked at.
  boolean reads(String name) {
    if (!shape.isOpen()) {
      read.add(part(name));
    }
    return true;
  }

  /// Notes that all of it is read, by who judges it otherwise.
  boolean readsAll() {
    read.addAll(shape.parts());
    return true;
  }

  /// Notes that a field is read as a value of a type.
  boolean reads(String name, String type) {
    return reads(name, type, "", 0);
  }

  /// Notes that a field is read as a value of a type, and refused beyond a bound.
  ///
  /// @param bound what the bound is called in a schema
  boolean reads(String name, String type, String bound, long most) {
    reads(name);
    if (!shape.isOpen()) {
      var schema = part(name).shape().schema();
      if (!isOf(schema.get("type"), type)) {
        throw new AssertionError(where + " reads \"" + name + "\" as " + type + ", not as told");
      }
      if (schema.integer(bound).orElse(0) > most) {
        throw new AssertionError(where + " reads \"" + name + "\" up to " + most + ", not as told");
      }
    }
    return true;
  }

  private static boolean isOf(@Nullable JsonValue told, String type) {
    return switch (told) {
      case JsonString(String one) -> one.equals(type);
      case JsonArray several -> several.strings().contains(type);
      case null, default -> true;
    };
  }

  /// What is told of an object inside this one, or of each in a list.
  Reading inner(String name) {
    return find(name)
        .map(
            part ->
                inside.computeIfAbsent(name, _ -> new Reading(where + " " + name, part.shape())))
        .orElse(OPEN);
  }

  /// The fields that are told, with those of the objects inside that were looked into.
  Stream<Shape.Part> told() {
    return Stream.concat(shape.parts().stream(), inside.values().stream().flatMap(Reading::told));
  }

  /// Those that were read.
  Stream<Shape.Part> read() {
    return Stream.concat(read.stream(), inside.values().stream().flatMap(Reading::read));
  }

  private Shape.Part part(String name) {
    return find(name)
        .orElseThrow(
            () -> new AssertionError(where + " reads \"" + name + "\" and does not tell of it"));
  }

  private Optional<Shape.Part> find(String name) {
    return shape.parts().stream().filter(part -> part.name().equals(name)).findFirst();
  }
}
