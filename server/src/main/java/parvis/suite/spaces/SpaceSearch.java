package parvis.suite.spaces;

import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;

import java.util.Map;
import java.util.Optional;
import parvis.core.search.Findings;
import parvis.core.search.Question;
import parvis.core.search.Searchable;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// Spaces that somebody is in or may find, by the words of their names.
record SpaceSearch(Finding finding) implements Searchable {
  /// Spaces of one search that are counted.
  private static final int COUNTED_MAX = 100;

  @Override
  public String kind() {
    return "space";
  }

  @Override
  public Shape told() {
    var text = Shape.text(Body.TEXT_CHARS_MAX);
    return object(
            needed("space_id", Shape.line(Body.NAME_BYTES_MAX)),
            needed("title", text),
            may("purpose", text),
            may("avatar_url", text))
        .called("SpaceHit");
  }

  @Override
  public Findings find(Question question) {
    if (!question.isPlain()) {
      return Findings.NONE;
    }
    var found = finding.of(question, COUNTED_MAX);
    return new Findings(
        found.stream()
            .limit(question.page().limit())
            .map(space -> space.with("title", space.string("name").orElse("")))
            .toList(),
        found.size(),
        found.size() == COUNTED_MAX,
        Optional.empty(),
        Map.of(),
        Map.of());
  }
}
