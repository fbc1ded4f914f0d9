package parvis.core.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.base.Turnstile;
import parvis.core.identity.Users;
import parvis.core.rooms.Reading;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.log.DurableFollower;
import parvis.platform.log.Log;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Finds what was said where somebody is or was, as far as they may see it.
final class Searching {
  /// Rooms of one search: those one is in, and those one came to last.
  static final int ROOMS_MAX = 2_000;

  /// The latest hits are ranked and counted; older ones of the same words are only paged to.
  static final int HITS_MAX = 1_000;

  /// Times that as many hits are read, when few of them are for the reader's eyes.
  private static final int READS_MAX = 5;

  /// How often a room was replaced by another one that is searched along with it.
  private static final int PREDECESSORS_MAX = 10;

  /// Words of the results of a page that are looked at for highlights, and that are told.
  private static final int COMPARED_MAX = 5_000;

  private static final int HIGHLIGHTS_MAX = 100;

  /// How long a search waits for what was sent right before it.
  private static final Duration FRESH_MAX = Duration.ofSeconds(2);

  /// Searches that ask the database at once; the others wait a while for their turn.
  private static final int AT_ONCE = 3;

  /// How long the database may look for the hits of one page, in all that it is asked for them.
  static final Duration QUERY_MAX = Duration.ofSeconds(5);

  /// What PostgreSQL says of a statement that took longer.
  private static final String CANCELLED = "57014";

  private static final Duration TURN_MAX = Duration.ofSeconds(5);

  /// @param ignored ids of the people whom somebody ignores
  /// @param nanos a clock that only goes forward
  record Needs(
      Db db,
      Log log,
      DurableFollower index,
      Stems stems,
      Vocabulary vocabulary,
      Users users,
      Rooms rooms,
      Reading reading,
      Function<Actor, Set<String>> ignored,
      LongSupplier nanos) {}

  private final Needs needs;
  private final Turnstile turns = new Turnstile(AT_ONCE, TURN_MAX);

  Searching(Needs needs) {
    this.needs = needs;
  }

  record Result(Reading.Window window, RoomEvent event, float rank) {}

  /// The results of a page that are of one room or one person.
  record Group(List<Result> results, Optional<Place> next) {}

  /// How words are searched besides what the specification says of them.
  ///
  /// @param rooms which of the reader's, by nid
  /// @param begins whether what begins with a word is found
  /// @param slips whether what is one slip away is found
  /// @param hitsMax the latest hits that are ranked and counted
  record Manner(
      LongPredicate rooms, boolean begins, boolean slips, Question.Span span, int hitsMax) {
    static final Manner AS_SAID =
        new Manner(_ -> true, false, false, Question.Span.ALWAYS, HITS_MAX);
  }

  /// @param hits all that were counted, in their order
  /// @param next where the next page begins; empty when this one was not full
  /// @param groups by the id of the room or the person, best first
  record Found(
      int count,
      List<Hits.Hit> hits,
      List<Result> results,
      Optional<Place> next,
      Map<Criteria.Group, Map<String, Group>> groups,
      Collection<String> highlights) {}

  /// What the reader may see of the rooms that have hits.
  private final class Windows {
    private final Map<Long, Optional<Reading.Window>> known = new HashMap<>();
    private final Actor actor;

    Windows(Actor actor) {
      this.actor = actor;
    }

    Optional<Reading.Window> of(long room) {
      return known.computeIfAbsent(room, nid -> needs.reading().own(actor, nid));
    }

    /// Whether the reader may see both the event and what its words were when they were indexed.
    boolean shows(Hits.Hit hit) {
      return of(hit.room())
          .filter(w -> w.sees(hit.pos()) && w.sees(hit.sourcePos()))
          .filter(w -> !needs.reading().withholds(w, hit.sender(), hit.pos()))
          .isPresent();
    }
  }

  /// @param from where the page before ended
  Found find(Actor actor, Criteria criteria, Optional<Place> from) {
    return find(actor, criteria, from, Manner.AS_SAID);
  }

  Found find(Actor actor, Criteria criteria, Optional<Place> from, Manner manner) {
    if (from.filter(place -> place.order() != criteria.order()).isPresent()) {
      throw Refused.invalidParam("This next_batch is of a search in another order.");
    }
    var now = needs.log().applied();
    needs.index().await(now, FRESH_MAX);
    var windows = new Windows(actor);
    var reach = reach(actor, criteria, from, manner);
    var term = term(criteria, reach, manner);
    var upTo = from.map(Place::upTo).orElse(now);
    var seen = look(windows, criteria, from, new Looking(term, reach, upTo, manner));
    var hits = seen.hits();
    var count = from.map(Place::count).orElse(hits.size());
    var page = seen.page();
    if (page.isEmpty()) {
      return new Found(count, hits, List.of(), Optional.empty(), Map.of(), List.of());
    }
    var results = results(windows, criteria, page);
    var last = page.getLast();
    var group = from.flatMap(Place::group);
    var next = new Place(criteria.order(), count, upTo, last.rank(), last.pos(), group);
    return new Found(
        count,
        hits,
        results,
        page.size() == criteria.limit() ? Optional.of(next) : Optional.empty(),
        groups(criteria, results, seen.rest(), next),
        highlights(term, results));
  }

  private Term term(Criteria criteria, List<Hits.Reach> reach, Manner manner) {
    var term = Term.of(needs.db(), needs.stems(), criteria.term());
    if (manner.slips()) {
      var rooms = reach.stream().mapToLong(Hits.Reach::room).toArray();
      var near = needs.db().read(tx -> needs.vocabulary().near(tx, term.words(), rooms));
      return term.beginning().near(near);
    }
    return manner.begins() ? term.beginning() : term;
  }

  /// What is looked for, and where.
  private record Looking(Term term, List<Hits.Reach> reach, long upTo, Manner manner) {}

  /// The hits that were counted, those of the page with their ranks, and those behind it.
  private record Seen(List<Hits.Hit> hits, List<Hits.Hit> page, List<Hits.Hit> rest) {
    static final Seen NOTHING = new Seen(List.of(), List.of(), List.of());
  }

  /// A page waits for one turn, and the database has one deadline for it.
  private Seen look(Windows windows, Criteria criteria, Optional<Place> from, Looking looking) {
    if (looking.term().isEmpty() || looking.reach().isEmpty() || criteria.texts().isEmpty()) {
      return Seen.NOTHING;
    }
    return turns.in(
        () -> {
          var deadline = new Deadline(QUERY_MAX, needs.nanos());
          var hits = hits(windows, criteria, from, looking, deadline);
          var after =
              hits.stream()
                  .filter(hit -> from.map(p -> p.precedes(hit.rank(), hit.pos())).orElse(true))
                  .toList();
          var page = after.subList(0, Math.min(criteria.limit(), after.size()));
          return new Seen(
              hits,
              criteria.order() == Criteria.Order.RECENT
                  ? ranked(page, looking.term(), deadline)
                  : page,
              after.subList(page.size(), after.size()));
        });
  }

  /// The hits of a page and of those behind it, which the reader may see, in the wished order.
  private List<Hits.Hit> hits(
      Windows windows,
      Criteria criteria,
      Optional<Place> from,
      Looking looking,
      Deadline deadline) {
    var term = looking.term();
    var reach = looking.reach();
    var ignored = needs.ignored().apply(windows.actor);
    var asked =
        needs
            .db()
            .read(
                tx ->
                    Hits.Asked.of(
                        tx, needs.users(), criteria, ignored, from, looking.manner().span()));
    var queries = reach.stream().map(r -> term.query(r.room())).toList();
    var recent = from.filter(place -> place.order() == Criteria.Order.RECENT);
    var max = looking.manner().hitsMax();
    var hits = new ArrayList<Hits.Hit>();
    long below = recent.map(place -> place.pos() - 1).orElse(looking.upTo());
    for (int i = 0; i < READS_MAX && hits.size() <= criteria.limit(); i++) {
      long under = below;
      var read = asking(deadline, tx -> Hits.latest(tx, reach, queries, asked, under, max));
      read.stream().filter(windows::shows).forEach(hits::add);
      if (read.size() < max) {
        break;
      }
      below = read.getLast().pos() - 1;
    }
    return criteria.order() == Criteria.Order.RECENT
        ? hits
        : bestFirst(ranked(hits, term, deadline));
  }

  private List<Hits.Hit> ranked(List<Hits.Hit> hits, Term term, Deadline deadline) {
    return hits.isEmpty() ? hits : asking(deadline, tx -> Hits.ranked(tx, hits, term::query));
  }

  /// What is equally good comes in the order in which it was said.
  private static List<Hits.Hit> bestFirst(List<Hits.Hit> hits) {
    return hits.stream()
        .sorted(
            Comparator.comparingDouble((Hits.Hit hit) -> -hit.rank())
                .thenComparingLong(Hits.Hit::pos))
        .toList();
  }

  private <T> T asking(Deadline deadline, Function<Deadline.Within, T> work) {
    try {
      return needs.db().snapshot(tx -> work.apply(deadline.of(tx)));
    } catch (DatabaseFault fault) {
      throw fault.state().equals(CANCELLED) ? Deadline.past() : fault;
    }
  }

  /// The rooms to search, and how far in each.
  private List<Hits.Reach> reach(
      Actor actor, Criteria criteria, Optional<Place> from, Manner manner) {
    var own = needs.rooms().memberships().of(actor.userNid());
    var group =
        from.flatMap(Place::group)
            .filter(within -> within.by() == Criteria.Group.ROOM)
            .map(within -> List.of(within.id()));
    var chosen = criteria.rooms().map(ids -> withPredecessors(own, nids(ids)));
    var only = group.map(this::nids);
    var not = nids(criteria.notRooms());
    var reach = new ArrayList<UserRooms.Standing>();
    for (var standing : own.all()) {
      if (!standing.forgotten()
          && manner.rooms().test(standing.room())
          && chosen.map(rooms -> rooms.contains(standing.room())).orElse(true)
          && only.map(rooms -> rooms.contains(standing.room())).orElse(true)
          && !not.contains(standing.room())) {
        reach.add(standing);
      }
    }
    reach.sort(
        Comparator.comparing((UserRooms.Standing s) -> s.membership() != Membership.JOIN)
            .thenComparing(UserRooms.Standing::pos, Comparator.reverseOrder()));
    return reach.stream()
        .limit(ROOMS_MAX)
        .map(
            s ->
                new Hits.Reach(
                    s.room(), s.membership() == Membership.JOIN ? Long.MAX_VALUE : s.pos()))
        .toList();
  }

  private Set<Long> nids(List<String> ids) {
    return ids.isEmpty() ? Set.of() : Set.copyOf(needs.db().read(tx -> Hits.rooms(tx, ids)));
  }

  /// These rooms and those that they took the place of, as far as the reader has to do with them.
  private Set<Long> withPredecessors(UserRooms own, Set<Long> rooms) {
    var all = new HashSet<>(rooms);
    var latest = rooms;
    for (int i = 0; i < PREDECESSORS_MAX && !latest.isEmpty(); i++) {
      var ids = new ArrayList<String>();
      for (long room : latest) {
        own.in(room).flatMap(_ -> predecessor(room)).ifPresent(ids::add);
      }
      latest = nids(ids).stream().filter(all::add).collect(Collectors.toSet());
    }
    return all;
  }

  private Optional<String> predecessor(long room) {
    return needs
        .rooms()
        .find(room)
        .flatMap(r -> r.published().state().event("m.room.create", ""))
        .flatMap(create -> create.pdu().content().object("predecessor"))
        .flatMap(before -> before.string("room_id"));
  }

  /// The events of a page, as the reader gets them.
  private List<Result> results(Windows windows, Criteria criteria, List<Hits.Hit> page) {
    var events = new HashMap<Long, Result>();
    var byRoom = page.stream().collect(Collectors.groupingBy(Hits.Hit::room));
    byRoom.forEach(
        (nid, hits) -> {
          var window = windows.of(nid).orElseThrow();
          var shown =
              needs.reading().shown(window, hits.stream().mapToLong(Hits.Hit::event).toArray());
          var wanted =
              needs
                  .rooms()
                  .taken(windows.actor, window.room(), criteria.filter(), shown, window.upTo());
          shown.stream()
              .filter(wanted)
              .forEach(event -> events.put(event.nid(), new Result(window, event, 0)));
        });
    var results = new ArrayList<Result>();
    for (var hit : page) {
      var found = events.get(hit.event());
      if (found != null && stands(hit, found.event())) {
        results.add(new Result(found.window(), found.event(), hit.rank()));
      }
    }
    return results;
  }

  /// Whether the words are still there, should the index not have heard of a redaction yet.
  private static boolean stands(Hits.Hit hit, RoomEvent event) {
    return event.redactedBy() == 0
        && (hit.source() == hit.event()
            || event
                .bundle()
                .flatMap(bundle -> bundle.edit())
                .filter(edit -> edit.nid() == hit.source())
                .isPresent());
  }

  private Map<Criteria.Group, Map<String, Group>> groups(
      Criteria criteria, List<Result> results, List<Hits.Hit> rest, Place next) {
    var groups = new EnumMap<Criteria.Group, Map<String, Group>>(Criteria.Group.class);
    for (var by : criteria.groups()) {
      var more = rest.stream().map(hit -> by == Criteria.Group.ROOM ? hit.room() : hit.sender());
      groups.put(by, groups(by, results, more.collect(Collectors.toSet()), next));
    }
    return groups;
  }

  private static Map<String, Group> groups(
      Criteria.Group by, List<Result> results, Set<Long> more, Place next) {
    var parts = new LinkedHashMap<String, List<Result>>();
    for (var result : results) {
      var id =
          by == Criteria.Group.ROOM ? result.window().room().id().value() : result.event().sender();
      parts.computeIfAbsent(id, _ -> new ArrayList<>()).add(result);
    }
    var groups = new LinkedHashMap<String, Group>();
    parts.forEach(
        (id, part) -> {
          var event = part.getFirst().event();
          var goesOn = more.contains(by == Criteria.Group.ROOM ? event.room() : event.senderNid());
          var place = goesOn ? Optional.of(next.in(by, id)) : Optional.<Place>empty();
          groups.put(id, new Group(part, place));
        });
    return groups;
  }

  /// The words of the results that were found, as they are written there.
  private Collection<String> highlights(Term term, List<Result> results) {
    var looking = term.lexemes();
    var words = new LinkedHashSet<Word>();
    for (var result : results) {
      Text.ofType(result.event().type())
          .ifPresent(text -> words.addAll(Word.of(text.in(content(result.event())), COMPARED_MAX)));
    }
    var compared = words.stream().limit(COMPARED_MAX).toList();
    var dictionary = needs.db().read(tx -> needs.stems().of(tx, compared));
    return compared.stream()
        .filter(word -> dictionary.lexemes(word).stream().anyMatch(looking::contains))
        .map(Word::written)
        .distinct()
        .limit(HIGHLIGHTS_MAX)
        .toList();
  }

  /// What an event says after its last edit.
  static JsonObject content(RoomEvent event) {
    return event
        .bundle()
        .flatMap(bundle -> bundle.edit())
        .flatMap(edit -> edit.pdu().content().object("m.new_content"))
        .orElseGet(() -> event.pdu().content());
  }
}
