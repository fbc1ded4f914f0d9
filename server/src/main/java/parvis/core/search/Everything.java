package parvis.core.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.base.Abreast;
import parvis.base.Actor;
import parvis.core.identity.Profiles;
import parvis.core.identity.Users;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Finds whatever there is in the house by its words: each kind finds its own ([Searchable]), and
/// here it is put together. When nothing at all has the words, what is one slip away is looked for.
final class Everything {
  /// Spaces and people that are told to narrow a search down.
  static final int FACETS_MAX = 8;

  /// What a page begins with that goes on with what is one slip away.
  private static final String SLIPS = "~";

  /// Kinds that are asked at once beside what each search asks itself: each takes a connection at a
  /// time, of a dozen that there are for everything.
  private static final int ABREAST_MAX = 4;

  private final Abreast abreast = new Abreast(ABREAST_MAX);
  private final Db db;
  private final Stems stems;
  private final Users users;
  private final Profiles profiles;
  private final Rights rights;
  private final List<Searchable> kinds;

  Everything(
      Db db, Stems stems, Users users, Profiles profiles, Rights rights, List<Searchable> kinds) {
    this.db = db;
    this.stems = stems;
    this.users = users;
    this.profiles = profiles;
    this.rights = rights;
    this.kinds = kinds;
  }

  /// The question of a request.
  ///
  /// @param kinds which are asked for
  record Wish(
      String text,
      List<Searchable> kinds,
      Optional<String> space,
      Optional<String> room,
      Optional<UserId> person,
      Question.Span span,
      Question.Page page) {}

  /// All kinds there are, in the order in which they are told.
  List<Searchable> kinds() {
    return kinds;
  }

  /// Those of some kinds, in the order in which all are told; empty where one is unknown.
  Optional<List<Searchable>> kinds(List<String> words) {
    var known = kinds.stream().map(Searchable::kind).collect(Collectors.toSet());
    return known.containsAll(words)
        ? Optional.of(
            kinds.stream().filter(kind -> words.isEmpty() || words.contains(kind.kind())).toList())
        : Optional.empty();
  }

  JsonObject find(Actor actor, Wish wish) {
    var term = Term.of(db, stems, wish.text());
    var slips = wish.page().next().filter(next -> next.startsWith(SLIPS)).isPresent();
    var question = question(actor, wish, term, slips);
    var found = found(wish, question);
    if (found.isNothing() && wish.page().next().isEmpty()) {
      var near = question(actor, wish, term, true);
      var instead = found(wish, near);
      if (!instead.isNothing()) {
        return json(near, instead);
      }
    }
    return json(question, found);
  }

  private static Question question(Actor actor, Wish wish, Term term, boolean slips) {
    var words =
        term.words().stream()
            .map(word -> Question.Asked.of(word, term.dictionary().lexemes(word), slips))
            .toList();
    var page = wish.page();
    var next = page.next().map(text -> text.startsWith(SLIPS) ? text.substring(1) : text);
    return new Question(
        actor,
        wish.text(),
        words,
        slips,
        wish.space(),
        wish.room(),
        wish.person(),
        wish.span(),
        new Question.Page(page.limit(), next, page.latest()));
  }

  private Gathered found(Wish wish, Question question) {
    return question.words().isEmpty()
        ? Gathered.nothing(wish.kinds())
        : Gathered.of(abreast, wish.kinds(), question);
  }

  private JsonObject json(Question question, Gathered gathered) {
    var marks = new Marks(question);
    var told = new ArrayList<JsonObject>();
    var spaces = new HashMap<String, Integer>();
    var people = new HashMap<String, Integer>();
    gathered
        .found()
        .forEach(
            (kind, findings) -> {
              told.add(json(kind, findings, marks, question.slips()));
              findings.spaces().forEach((space, count) -> spaces.merge(space, count, Integer::sum));
              findings
                  .people()
                  .forEach((person, count) -> people.merge(person, count, Integer::sum));
            });
    return JsonObject.of(
        "kinds", JsonArray.of(told.toArray()),
        "left_out", JsonArray.of(gathered.leftOut().toArray()),
        "too_much", JsonArray.of(gathered.tooMuch().toArray()),
        "words", JsonArray.of(marks.words().toArray()),
        "slips", question.slips(),
        "spaces", spaces(most(spaces)),
        "people", people(most(people)));
  }

  private static JsonObject json(String kind, Findings findings, Marks marks, boolean slips) {
    var results =
        findings.page().stream()
            .map(
                result -> {
                  result.string("title").ifPresent(marks::look);
                  return result
                      .string("text")
                      .map(text -> result.with("text", marks.excerpt(text)))
                      .orElse(result);
                })
            .toArray();
    return JsonObject.builder()
        .put("kind", kind)
        .put("count", findings.count())
        .put("more", findings.more())
        .put("results", JsonArray.of(results))
        .putIf("next", findings.next().map(next -> slips ? SLIPS + next : next))
        .build();
  }

  private static Map<String, Integer> most(Map<String, Integer> counts) {
    var most = new LinkedHashMap<String, Integer>();
    counts.entrySet().stream()
        .sorted(
            Comparator.comparing(Map.Entry<String, Integer>::getValue, Comparator.reverseOrder())
                .thenComparing(Map.Entry::getKey))
        .limit(FACETS_MAX)
        .forEach(one -> most.put(one.getKey(), one.getValue()));
    return most;
  }

  private JsonArray spaces(Map<String, Integer> counts) {
    return JsonArray.of(
        counts.entrySet().stream()
            .map(
                one ->
                    JsonObject.of(
                        "space", one.getKey(),
                        "name", rights.find(one.getKey()).map(Space::name).orElse(""),
                        "count", one.getValue()))
            .toArray());
  }

  private JsonArray people(Map<String, Integer> counts) {
    var nids =
        users.find(counts.keySet().stream().flatMap(id -> UserId.parse(id).stream()).toList());
    var names = profiles.names(nids.values());
    return JsonArray.of(
        nids.keySet().stream()
            .sorted(
                Comparator.comparing(
                        (UserId user) -> counts.getOrDefault(user.value(), 0),
                        Comparator.reverseOrder())
                    .thenComparing(UserId::value))
            .map(
                user ->
                    JsonObject.of(
                        "user", user.value(),
                        "name", names.getOrDefault(nids.get(user), user.localpart()),
                        "count", counts.getOrDefault(user.value(), 0)))
            .toArray());
  }
}
