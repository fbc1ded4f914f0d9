package parvis.suite.decisions;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import parvis.core.search.Findings;
import parvis.core.search.Question;
import parvis.core.search.Searchable;
import parvis.platform.http.Shape;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Decisions, by the words that stand in them: those of spaces of which somebody sees all, and
/// those that name them. What was changed last comes first, and of it what has the words in its
/// title.
final class DecisionSearch implements Searchable {
  /// Decisions of one search that are looked at.
  private static final int LOOKED_AT_MAX = 200;

  private final DecisionsFeature.Needs needs;
  private final Decisions decisions;
  private final DecisionStore store;

  DecisionSearch(DecisionsFeature.Needs needs, Decisions decisions, DecisionStore store) {
    this.needs = needs;
    this.decisions = decisions;
    this.store = store;
  }

  @Override
  public String kind() {
    return Decisions.KIND;
  }

  @Override
  public Shape told() {
    return Shapes.HIT;
  }

  @Override
  public Findings find(Question question) {
    if (question.room().isPresent()) {
      return Findings.NONE;
    }
    var reaches = reaches(question);
    var asked =
        new DecisionStore.Search(
            question.tsquery(),
            nids(reaches, true),
            nids(reaches, false),
            question.actor().user().value(),
            question.person().map(UserId::value),
            question.span().fromMs(),
            question.span().untilMs());
    var read = needs.db().read(tx -> store.search(tx, asked, LOOKED_AT_MAX + 1));
    var found =
        read.stream()
            .flatMap(decision -> seen(reaches, decision))
            .sorted(Comparator.comparing(one -> !question.matches(one.decision().title())))
            .limit(LOOKED_AT_MAX)
            .map(
                one ->
                    new Findings.Found(
                        one.reach().spaceId(), one.decision().people(), () -> json(one)))
            .toList();
    return Findings.of(question, found, read.size() > LOOKED_AT_MAX);
  }

  /// The spaces that are searched, and what the reader may do there.
  private List<Reach> reaches(Question question) {
    return needs
        .rights()
        .joined(question.actor())
        .filter(space -> question.space().map(space.id().value()::equals).orElse(true))
        .map(space -> decisions.reach(question.actor().user(), space))
        .toList();
  }

  private static long[] nids(List<Reach> reaches, boolean whole) {
    return reaches.stream()
        .filter(reach -> reach.seesAll() == whole)
        .mapToLong(Reach::spaceNid)
        .toArray();
  }

  private static Stream<Decisions.Found> seen(List<Reach> reaches, Decision decision) {
    return reaches.stream()
        .filter(reach -> reach.spaceNid() == decision.key().space() && reach.sees(decision))
        .map(reach -> new Decisions.Found(decision, reach))
        .limit(1);
  }

  private static JsonObject json(Decisions.Found found) {
    var decision = found.decision();
    return JsonObject.of(
        "decision", decision.key().id(),
        "space", found.reach().spaceId(),
        "space_name", found.reach().space().name(),
        "number", decision.key().number(),
        "title", decision.title(),
        "state", decision.state().word(),
        "at", decision.changedMs());
  }
}
