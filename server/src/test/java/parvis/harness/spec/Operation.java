package parvis.harness.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A method and path of the specification and what it may answer.
///
/// @param path with the names of its parameters in braces
/// @param responses by status, references followed
/// @param fields the type of each field of the request's object, empty where it has several
/// @param queries the names of what may be asked behind the path
/// @param wrongBodies bodies of requests that are right but in one place inside, see [Wrongs]
public record Operation(
    String method,
    String path,
    Map<Integer, Response> responses,
    Map<String, String> fields,
    List<String> queries,
    List<String> wrongBodies) {
  /// The statuses of its declared errors.
  public List<Integer> errors() {
    return responses.keySet().stream().filter(status -> status >= 400).toList();
  }

  /// The error codes that it names, each with its status, such as `405 M_BAD_JSON`.
  public List<String> errcodes() {
    return errors().stream()
        .flatMap(
            status -> responses.get(status).errcodes().stream().map(code -> status + " " + code))
        .toList();
  }

  /// Whether an answer with this status is JSON.
  public boolean answersJson(int status) {
    return responses.containsKey(status) && responses.get(status).schema().isPresent();
  }

  /// What may be answered with one status.
  ///
  /// @param file where its references are to be read
  /// @param content by media type, empty when the body is not described
  /// @param errcodes the error codes that it names, if it does
  record Response(Path file, Map<String, JsonNode> content, Set<String> errcodes) {
    Optional<JsonNode> schema() {
      return Optional.ofNullable(content.get("application/json")).map(json -> json.get("schema"));
    }
  }

  private List<String> segments() {
    return List.of(path.split("/", -1));
  }

  /// How well a path fits: the number of segments that are the same word, or -1 when it does not.
  int fit(String asked) {
    List<String> mine = segments();
    String[] theirs = asked.split("/", -1);
    if (theirs.length != mine.size()) return -1;
    int same = 0;
    for (int i = 0; i < theirs.length; i++) {
      if (mine.get(i).equals(theirs[i])) same++;
      else if (!mine.get(i).startsWith("{")) return -1;
    }
    return same;
  }
}
