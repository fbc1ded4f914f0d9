package parvis.suite.decisions;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.parking;
import static parvis.platform.http.Route.patch;
import static parvis.platform.http.Route.post;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.sync.Tidings;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Parked;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Said;
import parvis.platform.http.Shape;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Decisions, their history, and what they are tied to.
final class DecisionRoutes {
  private static final String DECISIONS = "/api/v1/spaces/{space}/decisions";
  private static final String DECISION = "/api/v1/decisions/{decision}";
  private static final String LINKS = DECISION + "/links";

  /// What a page takes of what is long; it ends after the decision that is beyond it.
  private static final int PAGE_BYTES_MAX = 1024 * 1024;

  private static final Shape.Part[] FOLLOWED = {
    Shape.needed("since", Shape.line(Body.NAME_BYTES_MAX)),
    Shape.may("timeout", Shape.integer(0, Tidings.TIMEOUT_MAX.toMillis()).says("Milliseconds"))
  };

  private final Decisions decisions;
  private final Links links;
  private final Table table;
  private final Tidings tidings;

  DecisionRoutes(Decisions decisions, Links links, Tidings tidings) {
    this.tidings = tidings;
    this.table = new Table(decisions);
    this.decisions = decisions;
    this.links = links;
  }

  Routes table() {
    return Routes.of(
        get(DECISIONS, "The register of a space", this::list)
            .asks(Shapes.asked())
            .answers(Shapes.PAGE),
        get(DECISIONS + ".csv", "The register as a table", this::table)
            .costs(RateClass.SEARCH)
            .asks(Shapes.asked())
            .answers("text/csv"),
        parking(DECISIONS + "/changes", "Learn what changed in a register", this::follow)
            .asks(FOLLOWED)
            .answers(Following.NEWS),
        post(DECISIONS, "Record a decision", this::make)
            .costs(RateClass.MESSAGE)
            .takes(Shapes.MADE)
            .answers(Shapes.DECISION),
        get(DECISION, "A decision", this::one).answers(Shapes.DECISION),
        patch(DECISION, "Change a decision", this::change)
            .costs(RateClass.MESSAGE)
            .takes(Shapes.CHANGED)
            .answers(Shapes.DECISION),
        get(DECISION + "/history", "What changed of a decision", this::history)
            .asks(Shapes.FROM)
            .answers(Shapes.HISTORY),
        get(LINKS, "What a decision is tied to", this::links).answers(Shapes.LINKS),
        post(LINKS, "Tie a decision to something", this::tie)
            .takes(Shapes.LINK)
            .answers(Shapes.TIED),
        delete(LINKS + "/{link}", "Untie it", this::untie).emptyBody().answers(Shapes.NOTHING),
        get(
                "/api/v1/rooms/{roomId}/decisions",
                "Decisions recorded from messages of a room",
                this::traces)
            .answers(Shapes.TRACES));
  }

  private Reach reach(Call call) {
    return decisions.reach(call.actor(), call.path("space"), Action.SEE_DECISIONS);
  }

  private Reply list(Call call) {
    var reach = reach(call);
    var filter = Filter.read(call);
    var since = tidings.token();
    var found = decisions.list(reach, filter);
    var page = found.subList(0, fitting(found, filter));
    var around = decisions.neighbours(reach, page);
    var cards =
        page.stream()
            .map(
                one ->
                    joined(
                        filter.whole() ? one.json(reach.spaceId()) : one.card(reach.spaceId()),
                        Optional.ofNullable(around.get(one.key().id()))))
            .toArray();
    var told = JsonObject.builder().put("since", since).put("decisions", JsonArray.of(cards));
    if (page.size() < found.size()) {
      told.put("next", page.getLast().key().number());
    }
    return Reply.json(told.build());
  }

  /// Answers when something changes that the actor sees, or when the time is up.
  private void follow(Call call, Parked parked) {
    var reach = reach(call);
    var since =
        tidings.position(
            call.query("since").orElseThrow(() -> Refused.missingParam("\"since\" is missing")));
    var timeout = call.queryLong("timeout").orElse(0);
    if (timeout < 0) {
      throw Said.invalid("timeout", "is not negative");
    }
    var most = Duration.ofMillis(Math.min(timeout, Tidings.TIMEOUT_MAX.toMillis()));
    var following = new Following(decisions, tidings, call.actor(), reach, since, most);
    tidings.follow(following, since, parked);
  }

  /// How many of them one page takes.
  private static int fitting(List<Decision> found, Filter filter) {
    var most = Math.min(filter.limit(), found.size());
    int bytes = 0;
    for (int i = 0; i < most; i++) {
      bytes += found.get(i).longBytes();
      if (bytes > PAGE_BYTES_MAX) {
        return i + 1;
      }
    }
    return most;
  }

  private static JsonObject joined(JsonObject one, Optional<JsonObject> more) {
    var both = one.toBuilder();
    more.ifPresent(near -> near.entries().forEach(entry -> both.put(entry.name(), entry.value())));
    return both.build();
  }

  private Reply table(Call call) {
    var reach = reach(call);
    var language = Language.of(call.header("Accept-Language").orElse(""));
    return Reply.bytes(
            200,
            "text/csv; charset=utf-8",
            table.of(reach, Filter.read(call).wholeRegister(), language))
        .header("Content-Disposition", "attachment; filename=\"decisions.csv\"");
  }

  private Reply make(Call call) {
    var edit = Edit.make(call.body());
    return told(decisions.make(call.actor(), call.path("space"), edit));
  }

  private Reply one(Call call) {
    return told(decisions.find(call.actor(), call.path("decision")));
  }

  private Reply change(Call call) {
    var edit = Edit.change(call.body());
    return told(decisions.change(call.actor(), call.path("decision"), edit));
  }

  private Reply told(Decisions.Found found) {
    var one = found.decision();
    var around = decisions.neighbours(found.reach(), List.of(one));
    return Reply.json(
        joined(one.json(found.reach().spaceId()), Optional.ofNullable(around.get(one.key().id()))));
  }

  private Reply history(Call call) {
    var from = call.queryLong("from").orElse(Long.MAX_VALUE);
    var history = decisions.history(call.actor(), call.path("decision"), from);
    var changes =
        history.changes().stream()
            .flatMap(change -> links.told(call.actor(), change).stream())
            .map(DecisionRoutes::change)
            .toArray();
    var told = JsonObject.builder().put("changes", JsonArray.of(changes));
    history.next().ifPresent(next -> told.put("next", next));
    return Reply.json(told.build());
  }

  private static JsonObject change(HistoryStore.Change change) {
    return JsonObject.of(
        "version", change.version(),
        "at", change.fact().atMs(),
        "by", change.fact().by(),
        "field", change.field(),
        "from", change.was(),
        "to", change.became());
  }

  private Reply links(Call call) {
    var all = links.of(call.actor(), call.path("decision"));
    return Reply.fields("links", JsonArray.of(all.toArray()));
  }

  private Reply traces(Call call) {
    var traces =
        links.ofRoom(call.actor(), call.path("roomId")).stream()
            .map(
                trace ->
                    JsonObject.of(
                        "event",
                        trace.event(),
                        "decision",
                        trace.found().decision().card(trace.found().reach().spaceId())))
            .toArray();
    return Reply.fields("decisions", JsonArray.of(traces));
  }

  private Reply tie(Call call) {
    return Reply.json(links.add(call.actor(), call.path("decision"), call.body()));
  }

  private Reply untie(Call call) {
    links.remove(call.actor(), call.path("decision"), call.path("link"));
    return Reply.empty();
  }
}
