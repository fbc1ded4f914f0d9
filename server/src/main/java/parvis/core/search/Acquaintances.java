package parvis.core.search;

import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;

import java.util.Map;
import java.util.Optional;
import parvis.core.identity.Profiles;
import parvis.core.rooms.People;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.protocol.json.JsonObject;

/// People, as far as the directory tells somebody of them: see [People].
final class Acquaintances implements Searchable {
  /// People of one search, as in the directory; who looks for others writes more of their name.
  private static final int PEOPLE_MAX = 10;

  private final People people;

  Acquaintances(People people) {
    this.people = people;
  }

  @Override
  public String kind() {
    return "person";
  }

  @Override
  public Shape told() {
    var text = Shape.text(Body.TEXT_CHARS_MAX);
    return object(
            needed("user", Shape.line(Body.NAME_BYTES_MAX)),
            needed("title", text),
            may("picture", text),
            may("text", text.says("What they do in their organisation")))
        .called("PersonHit");
  }

  @Override
  public Findings find(Question question) {
    if (!question.isPlain()) {
      return Findings.NONE;
    }
    var max = Math.min(question.page().limit(), PEOPLE_MAX);
    var found =
        question.slips()
            ? people.near(question.actor(), question.text(), max + 1)
            : people.search(question.actor(), question.text(), max + 1);
    var shown = found.stream().limit(max).toList();
    var functions = people.functions(shown);
    return new Findings(
        shown.stream().map(person -> json(person, functions)).toList(),
        shown.size(),
        found.size() > max,
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  private static JsonObject json(Profiles.Found person, Map<Long, String> functions) {
    var id = person.user();
    return JsonObject.builder()
        .put("user", id.value())
        .put("title", person.profile().displayName().orElse(id.localpart()))
        .putIf("picture", person.profile().avatarUrl())
        .putIf("text", Optional.ofNullable(functions.get(person.userNid())))
        .build();
  }
}
