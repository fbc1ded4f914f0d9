package parvis.suite.decisions;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Space;
import parvis.core.sync.Tidings;
import parvis.core.things.Thing;
import parvis.platform.db.Tx;
import parvis.platform.http.Said;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The door of decisions: to read them, to make one, to change one.
final class Decisions {
  /// The kind of thing that a decision is, for what is tied to one.
  static final String KIND = "decision";

  /// Numbers that decisions of one space get.
  static final int DECISIONS_MAX = 100_000;

  /// The word of what is tied to a decision, in its history.
  static final String LINK = "link";

  /// Decisions that a person's copy holds.
  private static final int OWN_MAX = 10_000;

  private final DecisionsFeature.Needs needs;
  private final DecisionStore store;
  private final CallStore calls = new CallStore();
  private final HistoryStore history = new HistoryStore();
  private final Veil veil;
  private final Changing changing;

  Decisions(DecisionsFeature.Needs needs, DecisionStore store) {
    this.needs = needs;
    this.store = store;
    this.veil = new Veil(store);
    this.changing = new Changing(store, veil, needs.clock());
  }

  /// A decision as the one who asked is told of it, and what they may do with it.
  record Found(Decision decision, Reach reach) {}

  /// What somebody may do with the decisions of a space.
  ///
  /// @throws Refused as [parvis.core.rights.Rights#require]
  Reach reach(Actor actor, String spaceId, Action least) {
    var granted = needs.rights().granted(actor, spaceId, least);
    return new Reach(actor.user(), granted.space(), granted.actions());
  }

  /// The same of somebody, who may have none of it.
  Reach reach(UserId user, Space space) {
    return new Reach(user, space, needs.rights().of(user, space));
  }

  /// @throws Refused notFound, whether there is none or it is not theirs to see
  Found find(Actor actor, String id) {
    return seen(actor, id).orElseThrow(Refused::notFound);
  }

  /// A decision, if the actor sees it.
  Optional<Found> seen(Actor actor, String id) {
    return needs
        .db()
        .read(tx -> store.find(tx, id))
        .flatMap(one -> seenOf(actor, List.of(one)).stream().findFirst());
  }

  /// Those of many that the actor sees, without what is long.
  List<Found> seen(Actor actor, List<String> ids) {
    return seenOf(actor, needs.db().read(tx -> store.named(tx, ids)));
  }

  private List<Found> seenOf(Actor actor, List<Decision> all) {
    var bySpace = new LinkedHashMap<Long, List<Decision>>();
    all.forEach(one -> bySpace.computeIfAbsent(one.key().space(), _ -> new ArrayList<>()).add(one));
    var found = new ArrayList<Found>();
    bySpace.forEach(
        (nid, ofSpace) ->
            space(nid)
                .map(space -> reach(actor.user(), space))
                .ifPresent(reach -> found.addAll(seenOf(reach, ofSpace))));
    return found;
  }

  private List<Found> seenOf(Reach reach, List<Decision> ofSpace) {
    var seen = ofSpace.stream().filter(reach::sees).toList();
    var told =
        reach.seesAll() || seen.isEmpty()
            ? seen
            : needs.db().read(tx -> veil.over(tx, reach, seen));
    return told.stream().map(one -> new Found(one, reach)).toList();
  }

  /// A decision as others tell of it.
  Optional<Thing> thing(Actor actor, String id) {
    return seen(actor, id)
        .map(
            found ->
                new Thing(
                    KIND,
                    id,
                    found.reach().spaceId(),
                    found.decision().key().number(),
                    found.decision().title(),
                    found.decision().state().word(),
                    found.decision().state() == State.EXECUTED));
  }

  /// A decision and its space, whoever asks.
  record Placed(Decision decision, Space space) {}

  Optional<Placed> placed(String id) {
    return needs.db().read(tx -> store.find(tx, id)).flatMap(this::placed);
  }

  private Optional<Placed> placed(Decision decision) {
    return space(decision.key().space()).map(space -> new Placed(decision, space));
  }

  private Optional<Space> space(long nid) {
    return needs.rooms().find(nid).flatMap(room -> needs.rights().find(room.id().value()));
  }

  /// Decisions of a space that the actor sees, one more than were asked for where there are more.
  List<Decision> list(Reach reach, Filter filter) {
    var own = reach.seesAll() ? Optional.<String>empty() : Optional.of(reach.user().value());
    return needs
        .db()
        .read(tx -> veil.over(tx, reach, store.list(tx, reach.spaceNid(), own, filter)));
  }

  /// What stands before and after some decisions of a space, as far as it is seen: of each the one
  /// in whose place it came, and those that came in its place.
  Map<String, JsonObject> neighbours(Reach reach, List<Decision> all) {
    var ids = all.stream().map(one -> one.key().id()).toList();
    var earlier = new HashSet<String>();
    all.forEach(one -> one.said(Field.SUPERSEDES).ifPresent(earlier::add));
    var before = new HashMap<String, Decision>();
    var after = new HashMap<String, List<Decision>>();
    needs
        .db()
        .read(
            tx -> {
              store.named(tx, earlier).stream()
                  .filter(reach::sees)
                  .forEach(one -> before.put(one.key().id(), one));
              after.putAll(
                  store.later(tx, ids).stream()
                      .filter(reach::sees)
                      .collect(
                          Collectors.groupingBy(one -> one.said(Field.SUPERSEDES).orElseThrow())));
              return true;
            });
    var told = new HashMap<String, JsonObject>();
    for (var one : all) {
      var id = one.key().id();
      var later = after.getOrDefault(id, List.of()).stream().map(Decision::line).toArray();
      told.put(
          id,
          JsonObject.builder()
              .putIf(
                  "earlier",
                  one.said(Field.SUPERSEDES)
                      .flatMap(name -> Optional.ofNullable(before.get(name)))
                      .map(Decision::line))
              .put("superseded_by", JsonArray.of(later))
              .build());
    }
    return told;
  }

  /// What changed of a decision, the latest first.
  ///
  /// @param next the version from which older changes are read
  record History(List<HistoryStore.Change> changes, OptionalLong next) {}

  /// Whole versions; one that does not end here begins the next page.
  History history(Actor actor, String id, long from) {
    var found = find(actor, id);
    return needs
        .db()
        .read(
            tx -> {
              var changes = history.page(tx, found.decision().key(), from);
              var more = changes.size() == HistoryStore.PAGE;
              var last = more ? changes.getLast().version() : 0;
              var whole = changes.stream().filter(change -> change.version() > last).toList();
              return new History(
                  veil.history(tx, found.reach(), whole),
                  more ? OptionalLong.of(last) : OptionalLong.empty());
            });
  }

  /// Makes a decision; the one that is there when the actor's device has asked for it before.
  Found make(Actor actor, String spaceId, Edit edit) {
    var reach = reach(actor, spaceId, Action.PROPOSE_DECISIONS);
    var people = people(reach, edit);
    var by = new Fact(actor.user().value(), needs.clock().millis());
    var nid = needs.nids().getAsLong();
    var id = needs.secrets().id();
    return needs
        .tidings()
        .write(
            (tx, notes) -> {
              var asked = store.ask(tx, actor.scope(), edit.request(), id, by.atMs());
              if (asked.isPresent()) {
                return repeated(tx, reach, asked.get());
              }
              var number = store.number(tx, reach.spaceNid());
              if (number > DECISIONS_MAX) {
                throw Refused.of(
                    Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                    "A space has no more decisions than that.");
              }
              var key = new Decision.Key(nid, id, reach.spaceNid(), number);
              var blank = Decision.made(key, by);
              var made = changing.apply(tx, reach, blank, edit, people, by);
              store.add(tx, made);
              calls.changed(tx, blank, made, by);
              notes.changed(key.space(), id);
              return new Found(veil.over(tx, reach, made), reach);
            });
  }

  private Found repeated(Tx tx, Reach reach, String id) {
    return store
        .find(tx, id)
        .filter(one -> one.key().space() == reach.spaceNid() && reach.sees(one))
        .map(one -> new Found(veil.over(tx, reach, one), reach))
        .orElseThrow(Refused::notFound);
  }

  /// Changes a decision, unless the same device has asked for it before.
  ///
  /// @throws Refused changed when somebody else has changed one of these values since
  Found change(Actor actor, String id, Edit edit) {
    var reach = find(actor, id).reach();
    var people = people(reach, edit);
    var by = new Fact(actor.user().value(), needs.clock().millis());
    return needs
        .tidings()
        .write(
            (tx, notes) -> {
              var asked = store.ask(tx, actor.scope(), edit.request(), id, by.atMs());
              if (edit.set().containsKey(Field.SUPERSEDES) || edit.set().containsKey(Field.STATE)) {
                // Always before the decision itself, so that two never wait for each other.
                store.lockRegister(tx, reach.spaceNid());
              }
              var before = store.lock(tx, id).filter(reach::sees).orElseThrow(Refused::notFound);
              if (asked.isPresent()) {
                if (!asked.get().equals(id)) {
                  throw Said.invalid("request_id", "was the name of a change of another decision");
                }
                return new Found(veil.over(tx, reach, before), reach);
              }
              var after = changing.apply(tx, reach, before, edit, people, by);
              if (after.version() > before.version()) {
                keep(tx, after, HistoryStore.between(before, after, by), by);
                calls.changed(tx, before, after, by);
                note(notes, before, after);
              }
              return new Found(veil.over(tx, reach, after), reach);
            });
  }

  /// Notes that a decision changed, and those who were shown it and may not see it any more.
  private static void note(Tidings.Notes notes, Decision before, Decision after) {
    var key = after.key();
    notes.changed(key.space(), key.id());
    var people = after.people();
    before.people().stream()
        .filter(user -> !people.contains(user))
        .forEach(user -> notes.lost(key.space(), key.id(), user));
  }

  /// Keeps what a decision became, and what it was before.
  ///
  /// @throws Refused resourceLimitExceeded when its history is as long as it may be
  private void keep(Tx tx, Decision after, List<HistoryStore.Change> changes, Fact by) {
    store.save(tx, after);
    if (history.note(tx, after, changes, by) > HistoryStore.BYTES_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "This decision was changed as much as one may be: record another one in its place.");
    }
  }

  /// Keeps that something was tied to a decision, or is no more.
  ///
  /// @param before locked
  void tied(Tx tx, Tidings.Notes notes, Decision before, JsonValue was, JsonValue became, Fact by) {
    var after = before.with(Map.of(), by);
    note(notes, before, after);
    keep(tx, after, List.of(new HistoryStore.Change(after.version(), LINK, by, was, became)), by);
  }

  /// Those of the people whom an edit names who are there to be named, by the field.
  private Map<Field, Set<String>> people(Reach reach, Edit edit) {
    var people = new EnumMap<Field, Set<String>>(Field.class);
    for (var field : Field.PEOPLE) {
      var least = field == Field.ASKED ? Action.TAKE_DECISIONS : Action.SEE_DECISIONS;
      people.put(
          field,
          named(edit.set().get(field)).stream()
              .filter(name -> may(reach, name, least))
              .collect(Collectors.toSet()));
    }
    return people;
  }

  private static List<String> named(@Nullable JsonValue value) {
    return value instanceof JsonArray array ? array.strings() : List.of();
  }

  private boolean may(Reach reach, String name, Action least) {
    return UserId.parse(name)
        .filter(user -> needs.rights().of(user, reach.space()).contains(least))
        .isPresent();
  }

  /// The decisions that name somebody, for their own copy: those that they see still.
  JsonObject ownRecord(Actor actor) {
    var all = needs.db().read(tx -> store.own(tx, actor.user().value(), OWN_MAX));
    var told =
        seenOf(actor, all).stream()
            .map(one -> one.decision().json(one.reach().spaceId()))
            .toArray();
    return JsonObject.of("decisions", JsonArray.of(told));
  }
}
