package parvis.core.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.protocol.json.JsonObject;

/// What was found of one kind: a page, and how much there is besides.
///
/// @param page best first; `title` and `text` of each are what its words are marked in
/// @param count how many there are, as far as they were counted
/// @param more whether there are more than were counted
/// @param next what the next page is asked for by
/// @param spaces how many of them are in which space, by its id
/// @param people how many of them are of whom
public record Findings(
    List<JsonObject> page,
    int count,
    boolean more,
    Optional<String> next,
    Map<String, Integer> spaces,
    Map<String, Integer> people) {
  public static final Findings NONE =
      new Findings(List.of(), 0, false, Optional.empty(), Map.of(), Map.of());
}
