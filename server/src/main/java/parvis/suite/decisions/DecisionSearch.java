package parvis.suite.decisions;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Space;
import parvis.core.search.Findings;
import parvis.core.search.Question;
import parvis.core.search.Searchable;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

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
  public Findings find(Question question) {
    if (question.room().isPresent()) {
      return Findings.NONE;
    }
    var from = question.page().next().map(DecisionSearch::offset).orElse(0);
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
            .toList();
    var page = found.stream().skip(from).limit(question.page().limit()).toList();
    var end = from + page.size();
    var spaces = new HashMap<String, Integer>();
    var people = new HashMap<String, Integer>();
    for (var one : found) {
      spaces.merge(one.reach().spaceId(), 1, Integer::sum);
      one.decision().people().forEach(person -> people.merge(person, 1, Integer::sum));
    }
    return new Findings(
        page.stream().map(DecisionSearch::json).toList(),
        found.size(),
        read.size() > LOOKED_AT_MAX,
        end < found.size() ? Optional.of(Integer.toString(end)) : Optional.empty(),
        spaces,
        people);
  }

  private static int offset(String next) {
    try {
      return Math.clamp(Long.parseLong(next), 0, LOOKED_AT_MAX);
    } catch (NumberFormatException foreign) {
      throw Refused.invalidParam("This is not a page of a search.");
    }
  }

  /// The spaces that are searched, and what the reader may do there.
  private List<Reach> reaches(Question question) {
    return spaces(question.actor())
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

  private Stream<Space> spaces(Actor actor) {
    var own = needs.rooms().memberships().of(actor.userNid()).all();
    return StreamSupport.stream(own.spliterator(), false)
        .filter(standing -> standing.membership() == Membership.JOIN)
        .flatMap(standing -> needs.rooms().find(standing.room()).stream())
        .flatMap(room -> needs.rights().find(room.id().value()).stream());
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
