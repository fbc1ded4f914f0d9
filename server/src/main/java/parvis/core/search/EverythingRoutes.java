package parvis.core.search;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;

import java.util.List;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;

/// Searching the whole house.
final class EverythingRoutes {
  private static final int TEXT_CHARS_MAX = 200;
  private static final int KINDS_MAX = 10;
  private static final int LIMIT_DEFAULT = 20;
  private static final int LIMIT_MAX = 50;

  /// Results of each kind where several are asked for.
  private static final int LIMIT_EACH_DEFAULT = 5;

  private final Everything everything;

  EverythingRoutes(Everything everything) {
    this.everything = everything;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/search", "Search the whole house", this::search)
            .costs(RateClass.SEARCH)
            .asks(asked())
            .answers(answer()));
  }

  private Shape answer() {
    var kinds = everything.kinds().stream().map(EverythingRoutes::found).toList();
    var words = everything.kinds().stream().map(Searchable::kind).toArray(String[]::new);
    return object(
        needed("kinds", Shape.list(Shape.either(kinds), KINDS_MAX)),
        needed(
            "left_out",
            Shape.list(Shape.word(words), KINDS_MAX)
                .says("Kinds that could not be searched in time; to be asked for again")),
        needed(
            "too_much",
            Shape.list(Shape.word(words), KINDS_MAX)
                .says("Kinds in which it took too long; to be searched with more words, or again")),
        needed("words", Shape.list(Shape.text(Body.NAME_BYTES_MAX), Body.NAME_BYTES_MAX)),
        needed("slips", Shape.yesOrNo().says("Nothing was found but one slip away")),
        needed("spaces", counted("space")),
        needed("people", counted("user")));
  }

  private static Shape found(Searchable kind) {
    return object(
        needed("kind", Shape.word(kind.kind())),
        needed("count", Shape.count()),
        needed("more", Shape.yesOrNo().says("There are more than were counted")),
        needed("results", Shape.list(kind.told(), LIMIT_MAX)),
        may("next", Shape.line(Body.NAME_BYTES_MAX)));
  }

  private static Shape.Part[] asked() {
    var name = Shape.line(Body.NAME_BYTES_MAX);
    return new Shape.Part[] {
      needed("q", Shape.text(TEXT_CHARS_MAX).says("The words; the last one may be begun only")),
      may("kind", name.says("Which kinds, separated by commas; all where it is absent")),
      may("space", name),
      may("room", name),
      may("person", name.says("Who wrote it, or has to do with it")),
      may("from", Shape.count().says("From which moment on")),
      may("until", Shape.count().says("Before which moment")),
      may("next", name.says("Where a page ended; of one kind")),
      may("limit", Shape.integer(1, LIMIT_MAX).says("Results of each kind")),
      may("order", Shape.word("rank", "latest"))
    };
  }

  private static Shape counted(String word) {
    return Shape.list(
        object(
            needed(word, Shape.line(Body.NAME_BYTES_MAX)),
            needed("name", Shape.text(Body.NAME_BYTES_MAX)),
            needed("count", Shape.count())),
        Everything.FACETS_MAX);
  }

  private Reply search(Call call) {
    var text = call.query("q").orElseThrow(() -> Refused.missingParam("q"));
    if (text.length() > TEXT_CHARS_MAX) {
      throw Refused.invalidParam("q is too long.");
    }
    var kinds = kinds(call);
    var next = call.query("next");
    if (next.isPresent() && kinds.size() != 1) {
      throw Refused.invalidParam("A page goes on with one kind.");
    }
    var wish =
        new Everything.Wish(
            text,
            kinds,
            call.query("space").map(id -> room("space", id)),
            call.query("room").map(id -> room("room", id)),
            call.query("person").map(EverythingRoutes::person),
            span(call),
            new Question.Page(limit(call, kinds.size() == 1), next, latest(call)));
    return Reply.json(everything.find(call.actor(), wish));
  }

  private List<Searchable> kinds(Call call) {
    var words = call.query("kind").map(kind -> List.of(kind.split(",", KINDS_MAX + 1)));
    return everything
        .kinds(words.orElse(List.of()))
        .orElseThrow(() -> Refused.invalidParam("kind names kinds that there are."));
  }

  private static String room(String name, String id) {
    return RoomId.parse(id)
        .map(RoomId::value)
        .orElseThrow(() -> Refused.invalidParam(name + " is an id."));
  }

  private static UserId person(String id) {
    return UserId.parse(id).orElseThrow(() -> Refused.invalidParam("person names nobody."));
  }

  /// Moments in milliseconds.
  private static Question.Span span(Call call) {
    var from = call.queryLong("from").orElse(0);
    var until = call.queryLong("until").orElse(Long.MAX_VALUE);
    if (until < from) {
      throw Refused.invalidParam("until is not before from.");
    }
    return new Question.Span(from, until);
  }

  private static int limit(Call call, boolean one) {
    var limit = call.queryLong("limit").orElse(one ? LIMIT_DEFAULT : LIMIT_EACH_DEFAULT);
    if (limit < 1) {
      throw Refused.invalidParam("limit is at least 1.");
    }
    return (int) Math.min(limit, LIMIT_MAX);
  }

  private static boolean latest(Call call) {
    return call.query("order")
        .map(
            order ->
                switch (order) {
                  case "latest" -> true;
                  case "rank" -> false;
                  default -> throw Refused.invalidParam("order is rank or latest.");
                })
        .orElse(false);
  }
}
