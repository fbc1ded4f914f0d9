package parvis.contract;

import java.util.stream.Stream;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What an answer has that the description of it does not tell.
///
/// @param named the shapes that are told under a name
record Untold(JsonObject named) {
  /// The fields, each by the way to it. Of what may be one of several things, or anything, nothing
  /// is untold.
  Stream<String> of(JsonObject told, JsonValue answered) {
    var reference = told.string("$ref");
    if (reference.isPresent()) {
      var name = reference.get().substring(reference.get().lastIndexOf('/') + 1);
      return of(named.object(name).orElseThrow(), answered);
    }
    return switch (answered) {
      case JsonObject object ->
          told.object("properties").stream()
              .flatMap(
                  properties ->
                      object.entries().stream()
                          .flatMap(entry -> of(properties, entry.name(), entry.value())));
      case JsonArray list ->
          told.object("items").stream()
              .flatMap(items -> list.values().stream().flatMap(one -> of(items, one)))
              .distinct();
      default -> Stream.empty();
    };
  }

  private Stream<String> of(JsonObject properties, String name, JsonValue value) {
    return properties
        .object(name)
        .map(told -> of(told, value).map(below -> name + "/" + below))
        .orElseGet(() -> Stream.of(name));
  }
}
