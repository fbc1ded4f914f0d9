package parvis.core.search;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import parvis.base.Refused;
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

  /// One of a few that were all looked at.
  ///
  /// @param people of whom it is
  /// @param told what a page tells of it
  public record Found(String space, Collection<String> people, Supplier<JsonObject> told) {}

  /// The page that is asked for of those that were looked at, best first.
  ///
  /// @param more whether there are more than were looked at
  /// @throws Refused invalidParam when the question names a page that is none
  public static Findings of(Question question, List<Found> found, boolean more) {
    var from = question.page().next().map(next -> offset(next, found.size())).orElse(0);
    var page = found.stream().skip(from).limit(question.page().limit()).toList();
    var end = from + page.size();
    var spaces = new HashMap<String, Integer>();
    var people = new HashMap<String, Integer>();
    for (var one : found) {
      spaces.merge(one.space(), 1, Integer::sum);
      one.people().forEach(person -> people.merge(person, 1, Integer::sum));
    }
    return new Findings(
        page.stream().map(one -> one.told().get()).toList(),
        found.size(),
        more,
        end < found.size() ? Optional.of(Integer.toString(end)) : Optional.empty(),
        spaces,
        people);
  }

  private static int offset(String next, int count) {
    try {
      return Math.clamp(Long.parseLong(next), 0, count);
    } catch (NumberFormatException foreign) {
      throw Refused.invalidParam("This is not a page of a search.");
    }
  }
}
