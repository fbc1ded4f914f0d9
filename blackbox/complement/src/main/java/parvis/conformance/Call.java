package parvis.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonValue;

/// A call of the engine.
///
/// @param target the id or name in the path, empty when there is none
record Call(String target, String rawQuery, InputStream body) {

  JsonObject json() {
    try {
      byte[] bytes = body.readNBytes(JsonLimits.REQUEST.bytesMax());
      return bytes.length == 0 ? JsonObject.EMPTY : object(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject object(byte[] bytes) {
    try {
      if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject object) return object;
      throw new Refusal(400, "an object is expected");
    } catch (JsonRefused e) {
      throw new Refusal(400, "invalid JSON: " + e.getMessage());
    }
  }

  Optional<String> query(String name) {
    return queries(name).stream().findFirst();
  }

  List<String> queries(String name) {
    return Arrays.stream(rawQuery.split("&", -1))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .toList();
  }

  /// Whether labels hold all that `filters={"label":{"key":true,"key=value":true}}` asks for.
  boolean selects(Map<String, String> labels) {
    return wanted().allMatch(wish -> holds(labels, wish));
  }

  private Stream<String> wanted() {
    JsonObject filters = object(query("filters").orElse("{}").getBytes(StandardCharsets.UTF_8));
    return switch (filters.get("label")) {
      case JsonObject object -> object.keys().stream();
      case JsonArray array -> array.strings().stream();
      case null, default -> Stream.of();
    };
  }

  private static boolean holds(Map<String, String> labels, String wish) {
    int equals = wish.indexOf('=');
    if (equals < 0) return labels.containsKey(wish);
    return wish.substring(equals + 1).equals(labels.get(wish.substring(0, equals)));
  }

  /// What the engine answers.
  ///
  /// @param type of the body, whose length may be nothing
  record Answer(int status, String type, byte[] body) {
    static Answer empty(int status) {
      return new Answer(status, "application/json", new byte[0]);
    }

    static Answer json(int status, JsonValue value) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      return new Answer(status, "application/json", bytes);
    }

    static Answer refused(int status, String reason) {
      return json(status, JsonObject.of("message", reason));
    }
  }

  /// One line of a table of calls; `{id}` in its path is the target.
  record Route(String method, String path, Handler handler) {
    Optional<String> target(String asked, String askedPath) {
      if (!asked.equals(method)) return Optional.empty();
      int id = path.indexOf("{id}");
      if (id < 0) return askedPath.equals(path) ? Optional.of("") : Optional.empty();
      String before = path.substring(0, id);
      String after = path.substring(id + "{id}".length());
      boolean fits = askedPath.startsWith(before) && askedPath.endsWith(after);
      int end = askedPath.length() - after.length();
      return fits && end > id ? Optional.of(askedPath.substring(id, end)) : Optional.empty();
    }
  }

  interface Handler {
    Answer answer(Call call) throws IOException, InterruptedException;
  }
}
